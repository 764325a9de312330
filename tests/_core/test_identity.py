"""An answer of another record than the one that was asked for is an error, not a record."""

from __future__ import annotations

from typing import Any

import httpx
import orjson
import pytest

from basespace_async import BaseSpace, DecodeError
from basespace_async._core.responses import result
from basespace_async.transport import HttpxTransport
from basespace_openapi.api.analyses import delete_appsession, get_appsession, stop_appsession
from basespace_openapi.api.applications import get_application
from basespace_openapi.api.biosamples import get_biosample, update_biosample
from basespace_openapi.api.datasets import get_dataset, get_dataset_type, update_dataset
from basespace_openapi.api.lab_requeues import get_lab_requeue
from basespace_openapi.api.lanes import get_lane
from basespace_openapi.api.projects import get_project
from basespace_openapi.api.trash import get_trash_item
from basespace_openapi.api.users import get_current_user, get_user, get_workgroup
from basespace_openapi.models import UpdateBiosampleRequest, UpdateDatasetRequest

BY_ID = [
    get_appsession.request,
    get_application.request,
    get_biosample.request,
    get_dataset.request,
    get_dataset_type.request,
    get_lab_requeue.request,
    get_lane.request,
    get_project.request,
    get_trash_item.request,
    get_user.request,
    get_workgroup.request,
    lambda id: update_biosample.request(id, body=UpdateBiosampleRequest(status="Done")),
    lambda id: update_dataset.request(id, body=UpdateDatasetRequest()),
    lambda id: stop_appsession.request(id),
]


def body(**fields: Any) -> bytes:
    return orjson.dumps(fields)


@pytest.mark.parametrize("request_for", BY_ID)
def test_a_record_of_another_id_is_an_error(request_for: Any) -> None:
    request = request_for("104")
    assert result(request, body(Id="104")).id == "104"
    with pytest.raises(DecodeError, match=r"asked for the record 104, the answer is of '105'") as caught:
        result(request, body(Id="105"))
    assert (caught.value.path, caught.value.operation) == ("$.Id", request.operation)


@pytest.mark.parametrize("request_for", BY_ID)
def test_a_list_is_no_record(request_for: Any) -> None:
    with pytest.raises(DecodeError, match="expected the record 104, found something else"):
        result(request_for("104"), body(Items=[{"Id": "104"}], Paging={"TotalCount": 1}))


@pytest.mark.parametrize(
    ("asked", "answered"), [("0104", "104"), ("DS.ABC", "ds.abc"), ("ds.abc", "DS.abc"), ("a b/c", "a b/c"), ("0", "0")]
)
def test_the_service_may_spell_an_id_in_another_way(asked: str, answered: str) -> None:
    assert result(get_dataset.request(asked), body(Id=answered)).id == answered


def test_a_dataset_may_be_asked_for_by_its_id_in_v1pre3() -> None:
    assert result(get_dataset.request("72"), body(Id="ds.abc", V1pre3Id="72")).id == "ds.abc"
    with pytest.raises(DecodeError):
        result(get_dataset.request("72"), body(Id="ds.abc", V1pre3Id="73"))


def test_what_has_an_id_of_its_own_is_not_compared() -> None:
    assert result(get_current_user.request(), body(Id="7")).id == "7"
    assert result(delete_appsession.request("104"), body(Id="12")).id == "12"
    assert result(get_biosample.request("104"), body(BioSampleName="x")).biosample_name == "x"


async def test_a_files_record_of_another_id_is_an_error() -> None:
    answers = iter([{"Id": "5", "Name": "a"}, {"Id": "6", "Name": "a"}, {"Id": "r1_5", "IdAsLong": 5, "Name": "a"}])
    mock = httpx.MockTransport(lambda _: httpx.Response(200, json={"Response": next(answers)}))
    async with (
        httpx.AsyncClient(transport=mock) as client,
        BaseSpace("t", transport=HttpxTransport(client)) as basespace,
    ):
        assert (await basespace.files.get("5")).id == "5"
        with pytest.raises(DecodeError, match="asked for the record 5") as caught:
            await basespace.files.get("5")
        assert caught.value.path == "$.Response.Id"
        assert (await basespace.files.get("5")).id == "r1_5"
