"""Biosamples: many at a time, by name, updates in batches, more yield."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
import respx
from hypothesis import given
from hypothesis import strategies as st

from basespace_async import (
    BaseSpace,
    ConfigurationError,
    ConnectionLostError,
    DecodeError,
    NotFoundError,
    PermissionDeniedError,
    PreconditionError,
    ServerError,
)
from basespace_async.models import BiosampleCompact, PrepRequest, Project
from basespace_async.resources._biosample_batches import MAX_FILTER

pytestmark = pytest.mark.usefixtures("no_task_left")


class Bulk:
    """A bulk update that refuses requests with ids that are bad."""

    def __init__(self, bad: set[str] = frozenset(), failing: dict[str, int | Exception] | None = None) -> None:  # type: ignore[assignment]
        self.bad = bad
        self.failing = failing or {}
        self.batches: list[list[str]] = []
        self.projects: set[str] = set()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        body = json.loads(request.content)
        self.batches.append(body["Ids"])
        self.projects.add(body["DefaultProjectId"])
        for one in body["Ids"]:
            outcome = self.failing.get(one)
            if isinstance(outcome, Exception):
                raise outcome
            if outcome is not None:
                return httpx.Response(outcome)
        if self.bad & set(body["Ids"]):
            return httpx.Response(403, json={"ErrorCode": "X", "ErrorMessage": "not yours"})
        return httpx.Response(200, json={"Items": [{"Id": one} for one in body["Ids"]]})


def bulk(service: respx.Router, **options: Any) -> Bulk:
    made = Bulk(**options)
    service.post("/biosamples/bulkupdate").mock(side_effect=made)
    service.get("/projects/5").respond(json={"Id": "5"})
    return made


async def test_any_number_of_biosamples_is_updated_in_batches_each_once(
    service: respx.Router, basespace: BaseSpace
) -> None:
    sent = bulk(service)
    ids = [str(n) for n in range(250)]
    outcomes = await basespace.biosamples.bulk_update(
        [*ids, "7", BiosampleCompact(id="8")], default_project=Project(id="5"), batch_size=100
    )
    assert list(outcomes.succeeded) == ids
    assert outcomes.complete
    outcomes.raise_failures()
    assert sorted(len(batch) for batch in sent.batches) == [50, 100, 100]
    assert sorted(one for batch in sent.batches for one in batch) == sorted(ids)
    assert sent.projects == {"5"}


async def test_without_a_batch_size_a_batch_has_a_hundred(service: respx.Router, basespace: BaseSpace) -> None:
    sent = bulk(service)
    assert (await basespace.biosamples.bulk_update([str(n) for n in range(201)], default_project="5")).complete
    assert sorted(len(batch) for batch in sent.batches) == [1, 100, 100]


@pytest.mark.parametrize(("status", "error"), [(403, PermissionDeniedError), (404, NotFoundError)])
async def test_a_wrong_project_is_one_error_and_nothing_is_changed(
    service: respx.Router, basespace: BaseSpace, status: int, error: type[Exception]
) -> None:
    sent = bulk(service)
    looked = service.get("/projects/6").respond(status)
    with pytest.raises(error):
        await basespace.biosamples.bulk_update([str(n) for n in range(200)], default_project="6")
    assert (looked.call_count, sent.batches) == (1, [])


async def test_of_no_biosamples_the_project_is_not_looked_at(service: respx.Router, basespace: BaseSpace) -> None:
    assert (await basespace.biosamples.bulk_update([], default_project="6")).complete
    assert not service.calls


async def test_bad_ids_are_found_and_keep_no_other_back(service: respx.Router, basespace: BaseSpace) -> None:
    sent = bulk(service, bad={"3", "17"})
    ids = [str(n) for n in range(32)]
    outcomes = await basespace.biosamples.bulk_update(ids, default_project="5", batch_size=32)
    assert set(outcomes.failed) == {"3", "17"}
    assert set(outcomes.succeeded) == set(ids) - {"3", "17"}
    assert {type(error) for error in outcomes.failed.values()} == {PermissionDeniedError}
    assert len(sent.batches) <= 1 + 4 * 5


async def test_a_batch_that_fails_otherwise_is_not_sent_again_and_loses_no_other(
    service: respx.Router, basespace: BaseSpace
) -> None:
    sent = bulk(service, failing={"0": httpx.ReadError("gone"), "10": 503})
    outcomes = await basespace.biosamples.bulk_update([str(n) for n in range(30)], default_project="5", batch_size=10)
    assert set(outcomes.succeeded) == {str(n) for n in range(20, 30)}
    assert isinstance(outcomes.failed["9"], ConnectionLostError)
    assert isinstance(outcomes.failed["19"], ServerError)
    assert len(sent.batches) == 3
    with pytest.raises(ExceptionGroup) as caught:
        outcomes.raise_failures()
    assert len(caught.value.exceptions) == 2


async def test_an_id_that_the_answer_leaves_out_is_not_called_updated(
    service: respx.Router, basespace: BaseSpace
) -> None:
    service.get("/projects/5").respond(json={"Id": "5"})
    service.post("/biosamples/bulkupdate").respond(json={"Items": [{"Id": "1"}]})
    outcomes = await basespace.biosamples.bulk_update(["1", "2"], default_project="5")
    assert list(outcomes.succeeded) == ["1"]
    assert isinstance(outcomes.failed["2"], DecodeError)


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ({"biosamples": ["1", ""], "default_project": "5"}, "id is needed"),
        ({"biosamples": [BiosampleCompact()], "default_project": "5"}, "id is needed"),
        ({"biosamples": "12", "default_project": "5"}, "put '12' into a list"),
        ({"biosamples": ["1"], "default_project": ""}, "id is needed"),
        ({"biosamples": ["1"], "default_project": "5", "batch_size": 0}, "at least 1"),
    ],
)
async def test_ids_are_checked_before_anything_is_sent(
    service: respx.Router, basespace: BaseSpace, arguments: dict[str, Any], problem: str
) -> None:
    with pytest.raises(ConfigurationError, match=problem):
        await basespace.biosamples.bulk_update(**arguments)
    assert not service.calls


async def test_many_biosamples_are_fetched_each_once_with_what_became_of_each(
    service: respx.Router, basespace: BaseSpace
) -> None:
    service.get("/biosamples/1").respond(json={"Id": "1", "BioSampleName": "one"})
    service.get("/biosamples/2").respond(404)
    found = await basespace.biosamples.get_many(["1", "2", "1"], include="x", concurrency=5)
    assert found.succeeded["1"].biosample_name == "one"
    assert isinstance(found.failed["2"], NotFoundError)
    assert len(service.calls) == 2
    assert service.calls.last.request.url.params["include"] == "x"


def by_name(service: respx.Router, extra: list[str] | None = None) -> list[list[str]]:
    """Answers with a biosample for every name asked for; keeps the batches of names."""
    batches: list[list[str]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        assert len(request.url.query) < MAX_FILTER + 200
        names = request.url.params["biosamplename"].split(",")
        if request.url.params["offset"] == "0":
            batches.append(names)
        items = [
            {"Id": f"id-{name}", "BioSampleName": name} for name in [*names, *(extra or [])] if "absent" not in name
        ]
        return httpx.Response(200, json={"Items": items, "Paging": {"TotalCount": len(items), "SortBy": "Id"}})

    service.get("/biosamples").mock(side_effect=answer)
    return batches


async def test_any_number_of_names_is_found_in_filters_that_fit_a_url(
    service: respx.Router, basespace: BaseSpace
) -> None:
    batches = by_name(service)
    names = [f"Sample-{n:05d}" for n in range(500)]
    found = await basespace.biosamples.find_by_name([*names, "absent", names[0]])
    assert list(found) == [*names, "absent"]
    assert found["absent"] == []
    assert all([one.biosample_name for one in found[name]] == [name] for name in names)
    assert sorted(name for batch in batches for name in batch) == sorted([*names, "absent"])
    assert 3 <= len(batches) <= 5


async def test_what_was_not_asked_for_is_left_out(service: respx.Router, basespace: BaseSpace) -> None:
    by_name(service, extra=["a-longer"])
    assert {name: len(found) for name, found in (await basespace.biosamples.find_by_name(["a"])).items()} == {"a": 1}
    assert await basespace.biosamples.find_by_name([]) == {}


@pytest.mark.parametrize("names", [["a,b"], [" "], "abc"])
async def test_names_that_cannot_be_looked_for_are_refused(
    service: respx.Router, basespace: BaseSpace, names: Any
) -> None:
    with pytest.raises(ConfigurationError):
        await basespace.biosamples.find_by_name(names)
    assert not service.calls


async def test_a_failure_of_one_batch_of_names_is_raised(service: respx.Router, basespace: BaseSpace) -> None:
    service.get("/biosamples").respond(500)
    with pytest.raises(ServerError):
        await basespace.biosamples.find_by_name(["a"])


@given(names=st.lists(st.text(min_size=1, max_size=300), max_size=40))
def test_batches_keep_every_name_in_order_and_within_the_cap(names: list[str]) -> None:
    from urllib.parse import quote

    from basespace_async.resources._biosample_batches import _batches

    batches = _batches(names)
    assert [name for batch in batches for name in batch] == names
    for batch in batches:
        assert len(batch) == 1 or len(quote(",".join(batch), safe=",")) <= MAX_FILTER


async def test_an_update_sends_what_changes_and_no_more(service: respx.Router, basespace: BaseSpace) -> None:
    service.post("/biosamples/7").respond(json={"Id": "7"})
    await basespace.biosamples.update(
        BiosampleCompact(id="7"),
        name="Liver-Rep_1",
        default_project=Project(id="5"),
        subject="6",
        container_name="P",
        container_position="A1",
        status="Done",
    )
    assert json.loads(service.calls.last.request.content) == {
        "BioSampleName": "Liver-Rep_1",
        "DefaultProjectId": "5",
        "SubjectId": "6",
        "ContainerName": "P",
        "ContainerPosition": "A1",
        "Status": "Done",
    }
    await basespace.biosamples.set_status("7", "Canceled")
    assert json.loads(service.calls.last.request.content) == {"Status": "Canceled"}


@pytest.mark.parametrize("name", ["Liver Rep1", "Liver,1", "Lebér", "", "a\n"])
async def test_a_name_with_other_characters_is_refused_before_it_is_sent(
    service: respx.Router, basespace: BaseSpace, name: str
) -> None:
    with pytest.raises(PreconditionError, match="letters, digits, dashes and underscores"):
        await basespace.biosamples.update("7", name=name)
    with pytest.raises(PreconditionError, match="reference has New, Active, Done, QcFailed, Canceled"):
        await basespace.biosamples.set_status("7", "Lost")
    assert not service.calls


async def test_a_name_that_is_taken_is_the_same_error(service: respx.Router, basespace: BaseSpace) -> None:
    service.post("/biosamples/7").respond(409, json={"ErrorMessage": "exists"})
    with pytest.raises(PreconditionError, match=r"unique.*exists"):
        await basespace.biosamples.update("7", name="taken")


async def test_more_yield_goes_by_the_only_prep_request(service: respx.Router, basespace: BaseSpace) -> None:
    service.get("/biosamples/7").respond(json={"Id": "7", "PrepRequests": [{"Id": "9"}]})
    service.post("/preprequests/9/labrequeues").respond(json={"Id": "1"})
    requeue = await basespace.biosamples.request_more_yield("7", 500, lims_id="L")
    assert requeue.id == "1"
    assert json.loads(service.calls.last.request.content) == {"RequestedAdditionalYield": 500, "LIMSId": "L"}
    await basespace.biosamples.request_more_yield("7", 500, prep_request=PrepRequest(id="9"))
    assert len(service.calls) == 3


@pytest.mark.parametrize(("requests", "shown"), [([], "none"), ([{"Id": "9"}, {"Id": "10"}], "9, 10")])
async def test_without_one_prep_request_it_must_be_named(
    service: respx.Router, basespace: BaseSpace, requests: list[Any], shown: str
) -> None:
    service.get("/biosamples/7").respond(json={"Id": "7", "PrepRequests": requests})
    with pytest.raises(PreconditionError, match=f"it has {shown}"):
        await basespace.biosamples.request_more_yield("7", 500)
    with pytest.raises(PreconditionError, match="more than 0"):
        await basespace.biosamples.request_more_yield("7", 0, prep_request="9")
