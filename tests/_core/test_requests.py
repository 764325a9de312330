"""What is sent for an operation's request, and what is refused before that."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from basespace_async import ConfigurationError, HTTPRequest, RetryPolicy, Timeouts, __version__
from basespace_async._core.options import CallSettings
from basespace_async._core.requests import http_request
from basespace_openapi.api.analyses import delete_appsession_property, list_appsessions, update_appsession
from basespace_openapi.api.applications import set_application_qc_thresholds
from basespace_openapi.api.biosamples import get_biosample, list_biosamples
from basespace_openapi.api.datasets import list_dataset_files
from basespace_openapi.client import Request
from basespace_openapi.models import AppSession, QcThreshold, UpdateAppSessionRequest

SERVER = "https://api.example.org/v2"


def sent(request: Request[Any]) -> HTTPRequest:
    return http_request(request, CallSettings(Timeouts(), RetryPolicy()), "interactive", server=SERVER)


def test_a_request_is_method_address_and_headers() -> None:
    request = sent(get_biosample.request("7"))
    assert (request.method, request.url, request.body) == ("GET", f"{SERVER}/biosamples/7", None)
    assert request.headers == {"Accept": "application/json", "User-Agent": f"basespace-async/{__version__}"}
    assert not request.stream


def test_an_array_is_sent_comma_separated_and_absent_values_are_not_sent() -> None:
    url = sent(list_biosamples.request(status=["New", "Active"], include=["a b"], limit=5)).url
    assert url == f"{SERVER}/biosamples?include=a%20b&status=New,Active&limit=5"


def test_numbers_booleans_and_tildes_are_sent_as_the_service_takes_them() -> None:
    url = sent(
        list_dataset_files.request("ds.1", turbomode=False, excludeemptyfiles=True, extensions="~x", offset=0)
    ).url
    assert url == f"{SERVER}/datasets/ds.1/files?extensions=~x&excludeemptyfiles=true&turbomode=false&offset=0"
    assert sent(list_appsessions.request(output_projects=[1, 2])).url == f"{SERVER}/appsessions?output.projects=1,2"


def test_objects_in_the_query_are_compact_json_joined_by_commas() -> None:
    thresholds = [QcThreshold(name="Q30", operator="GreaterThan", threshold_values=[80]), QcThreshold(name="Pf")]
    query = urlsplit(sent(set_application_qc_thresholds.request("7", qcthresholds=thresholds)).url).query
    assert query.count(",") == 1
    ((name, value),) = parse_qsl(query)
    assert name == "qcthresholds"
    first = {"Name": "Q30", "Operator": "GreaterThan", "ThresholdValues": [80]}
    assert orjson.loads(f"[{value}]") == [first, {"Name": "Pf"}]


def test_an_array_that_the_document_has_as_repeated_keys_is_sent_so() -> None:
    request: Request[AppSession] = Request(
        operation="op", method="GET", path="/x", result="AppSession", query={"a": ["1", "b&c"]}
    )
    assert sent(request).url == f"{SERVER}/x?a=1&a=b%26c"


def test_a_body_is_json_in_which_null_is_sent_and_absent_is_not() -> None:
    request = sent(update_appsession.request("7", body=UpdateAppSessionRequest(qc_status="QcPassed", comment=None)))
    assert request.method == "POST"
    assert request.headers["Content-Type"] == "application/json"
    assert orjson.loads(request.body or b"") == {"QcStatus": "QcPassed", "Comment": None}


@pytest.mark.parametrize("id_", ["", ".", ".."])
def test_an_id_that_would_change_the_path_is_refused(id_: str) -> None:
    with pytest.raises(ConfigurationError, match=f"getBiosample: '{id_.replace('.', '[.]')}' is not an id"):
        sent(get_biosample.request(id_))


def test_a_filter_that_would_not_filter_as_meant_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="listBiosamples: status is an empty list"):
        sent(list_biosamples.request(status=[]))
    with pytest.raises(ConfigurationError, match=r"biosamplename has a value with a comma.*'a,b'"):
        sent(list_biosamples.request(biosamplename=["a,b"]))


@given(st.text(min_size=1).filter(lambda text: text not in (".", "..")), st.text(min_size=1))
def test_any_id_is_one_segment_of_the_path_and_comes_back_whole(first: str, second: str) -> None:
    if second in (".", ".."):
        second = "x"
    path = urlsplit(sent(delete_appsession_property.request(first, second)).url).path
    segments = path.removeprefix("/v2/appsessions/").split("/")
    assert [unquote(segments[0]), segments[1], unquote(segments[2])] == [first, "properties", second]
    assert path.isascii()


@given(st.lists(st.text(min_size=1).filter(lambda text: "," not in text), min_size=1))
def test_any_filter_values_come_back_whole(values: list[str]) -> None:
    query = urlsplit(sent(list_biosamples.request(biosamplename=values)).url).query
    name, _, joined = query.partition("=")
    assert name == "biosamplename"
    assert [unquote(value) for value in joined.split(",")] == values


@given(st.text(min_size=1))
def test_any_text_value_comes_back_whole(value: str) -> None:
    query = urlsplit(sent(list_appsessions.request(name=value)).url).query
    assert [unquote(part) for part in query.split("=")] == ["name", value]
