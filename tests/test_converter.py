"""Bytes to models and back: nothing lost, nothing coerced, and every misfit named by its place."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import orjson
import pytest
from document_strategies import FREE, body
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openapi_document import SCHEMAS

from basespace_async import ConfigurationError, DecodeError
from basespace_async.converter import ReceivedDatetime, decode, encode
from basespace_openapi import models
from basespace_openapi.types import UNSET, Model

RECORDED = Path(__file__).parent.parent.parent / "shared" / "recorded"
RESULT_OF = {
    "/files?": models.V2FilesList,
    "/datasets?": models.V2DatasetCompactList,
    "/biosamples?": models.V2BiologicalSampleCompactList,
}
DATE = "2018-07-19T23:50:10.0000000Z"


def classes() -> dict[str, type[Model]]:
    """Every schema that has a class, and its class."""
    found = {name: getattr(models, name, None) for name in SCHEMAS}
    return {name: value for name, value in found.items() if isinstance(value, type) and issubclass(value, Model)}


CLASSES = classes()


def test_nearly_every_schema_has_a_class() -> None:
    without = set(SCHEMAS) - set(CLASSES)
    structured = {name for name in without if "properties" in SCHEMAS[name] and name.isidentifier()}
    assert structured == set()
    assert len(CLASSES) > 139


def recorded() -> list[Any]:
    if not RECORDED.is_dir():
        return [pytest.param(None, marks=pytest.mark.skip("no recorded responses beside the checkout"))]
    return [
        pytest.param(exchange, id=f"{path.name}-{number}")
        for path in sorted(RECORDED.glob("*.json"))
        for number, exchange in enumerate(json.loads(path.read_text(encoding="utf-8")))
    ]


@pytest.mark.parametrize("exchange", recorded())
def test_a_recorded_body_is_decoded_and_encoded_to_what_came_in(exchange: Any) -> None:
    found = [model for part, model in RESULT_OF.items() if part in exchange["uri"]]
    model = found[0] if exchange["status"] == 200 else models.ResponseStatusError
    decoded = decode(json.dumps(exchange["body"]).encode(), model)
    assert json.loads(encode(decoded)) == exchange["body"]
    assert decoded.additional_properties == {}, "the document knows every field at the top"


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
@pytest.mark.parametrize("name", sorted(CLASSES))
def test_what_the_document_describes_survives_both_ways(name: str, data: st.DataObject) -> None:
    sent = data.draw(body(name))
    decoded = decode(orjson.dumps(sent), CLASSES[name])
    again = encode(decoded)
    assert orjson.loads(again) == sent
    assert decode(again, CLASSES[name]) == decoded


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(value=FREE)
@pytest.mark.parametrize("name", sorted(CLASSES))
def test_any_json_at_all_is_decoded_or_refused_with_our_own_error(name: str, value: Any) -> None:
    fields = [field.metadata["wire"] for field in CLASSES[name].__attrs_attrs__ if "wire" in field.metadata]
    for sent in (value, dict.fromkeys(fields, value)):
        try:
            decoded = decode(orjson.dumps(sent), CLASSES[name], operation="op")
        except DecodeError as error:
            assert error.operation == "op"  # noqa: PT017
            assert error.path.startswith("$")  # noqa: PT017
        else:
            assert orjson.loads(encode(decoded)) == sent


def test_absent_null_and_a_value_are_three_states() -> None:
    biosample = decode(b'{"Id": "1", "Nickname": null}', models.V2BiologicalSampleCompact)
    assert (biosample.id, biosample.nickname, biosample.status) == ("1", None, UNSET)
    assert json.loads(encode(biosample)) == {"Id": "1", "Nickname": None}


def test_unknown_fields_and_unknown_values_pass_through() -> None:
    sent = {"Status": "Teleported", "Tomorrow": {"a": [1, None, 2.5]}}
    biosample = decode(orjson.dumps(sent), models.V2BiologicalSampleCompact)
    assert biosample.status == "Teleported"
    assert biosample.additional_properties == {"Tomorrow": {"a": [1, None, 2.5]}}
    assert json.loads(encode(biosample)) == sent


@pytest.mark.parametrize(
    ("field", "sent", "kept"),
    [
        ("ErrorRate", 0, 0),
        ("ErrorRate", 0.5, 0.5),
        ("LaneNumber", 5, 5),
        ("LaneNumber", 5.0, 5.0),
        ("ContainsComments", False, False),
        ("Reads", 2**62, 2**62),
    ],
)
def test_numbers_and_booleans_are_kept_as_they_came(field: str, sent: Any, kept: Any) -> None:
    again = json.loads(encode(decode(orjson.dumps({field: sent}), models.Lane)))
    assert again == {field: kept}
    assert type(again[field]) is type(kept)


@pytest.mark.parametrize(
    ("sent", "problem"),
    [
        ({"Id": 5}, "expected text, found a number at $.Id"),
        ({"Id": ["x"]}, "expected text, found a list at $.Id"),
        ({"LaneNumber": "5"}, "expected a whole number, found text at $.LaneNumber"),
        ({"LaneNumber": True}, "expected a whole number, found a boolean at $.LaneNumber"),
        ({"LaneNumber": 5.5}, "expected a whole number, found a number at $.LaneNumber"),
        ({"ErrorRate": "high"}, "expected a number, found text at $.ErrorRate"),
        ({"ErrorRate": True}, "expected a number, found a boolean at $.ErrorRate"),
        ({"ContainsComments": 1}, "expected a boolean, found a number at $.ContainsComments"),
        ([], "expected an object, found a list at $"),
        (None, "expected an object, found null at $"),
        ("text", "expected an object, found text at $"),
    ],
)
def test_a_value_of_another_kind_is_refused_with_its_place(sent: Any, problem: str) -> None:
    with pytest.raises(DecodeError) as caught:
        decode(orjson.dumps(sent), models.Lane, operation="getLane")
    assert str(caught.value) == f"getLane: {problem}"
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    ("model", "sent", "path"),
    [
        (models.V2DatasetCompactList, {"Items": [{}, {"DateCreated": "soon"}]}, "$.Items[1].DateCreated"),
        (models.V2DatasetCompactList, {"Items": {}}, "$.Items"),
        (
            models.V2DatasetCompactList,
            {"Items": [{"AppSession": {"Application": 1}}]},
            "$.Items[0].AppSession.Application",
        ),
        (models.V2PropertyCompact, {"ContentMap": [{"Key": "k", "Values": ["a", 1]}]}, "$.ContentMap[0].Values[1]"),
        (models.V2PropertyCompact, {"ContentMapItems": [[{"Key": 1}]]}, "$.ContentMapItems[0][0].Key"),
        (models.V2DatasetCompact, {"Attributes": []}, "$.Attributes"),
        (models.V2InstrumentStatsBin, {"FromDate": 5}, "$.FromDate"),
        (models.V2InstrumentStatsBin, {"FromDate": {"Day": "x"}}, "$.FromDate.Day"),
    ],
)
def test_a_misfit_deep_in_a_body_is_named_by_its_json_path(model: type[Model], sent: Any, path: str) -> None:
    with pytest.raises(DecodeError) as caught:
        decode(orjson.dumps(sent), model)
    assert caught.value.path == path


def test_a_value_that_the_reference_and_the_wire_disagree_about_is_taken_in_either_form() -> None:
    for sent in ({"FromDate": DATE}, {"FromDate": {"Day": 5}}):
        assert json.loads(encode(decode(orjson.dumps(sent), models.V2InstrumentStatsBin))) == sent
    for prep in ({"Count": 1}, ["TruSeq"]):
        sent_pool = {"LibraryPrep": prep}
        assert json.loads(encode(decode(orjson.dumps(sent_pool), models.V1pre3LibraryPoolCompact))) == sent_pool


@pytest.mark.parametrize(
    ("sent", "place"),
    [
        (b"", "the body is empty at $"),
        (b"<html></html>", r"the body (13 bytes) is not JSON"),
        (b'{"Id": "1"', "not JSON"),
        (b'{"Id": NaN}', "not JSON"),
        (b'{"Id": "\xff"}', "not JSON"),
        (b'\xef\xbb\xbf{"Id": "1"}', "not JSON"),
        (b"[" * 100_000, "not JSON"),
    ],
)
def test_a_body_that_is_not_json_says_so(sent: bytes, place: str) -> None:
    with pytest.raises(DecodeError) as caught:
        decode(sent, models.Lane, operation="getLane")
    assert str(caught.value).startswith("getLane: ")
    assert place in str(caught.value)


def nested(levels: int) -> bytes:
    return b'{"Dependencies": [' * levels + b"]}" * levels


def test_nesting_is_decoded_as_far_as_it_makes_sense_and_refused_beyond_that() -> None:
    model = models.V2AnalysisWorkflowDependency
    assert orjson.loads(encode(decode(nested(50), model))) == orjson.loads(nested(50))
    with pytest.raises(DecodeError, match=r"op: the body .* is not JSON"):
        decode(nested(900), model, operation="op")

    def far_down_the_stack(frames: int) -> Model:
        return far_down_the_stack(frames - 1) if frames else decode(nested(300), model, operation="op")

    with pytest.raises(DecodeError, match="op: the body is nested too deeply"):
        far_down_the_stack(600)


def test_what_has_no_json_form_is_refused_before_it_is_sent() -> None:
    with pytest.raises(ConfigurationError, match=r"cannot be sent as JSON: .*complex"):
        encode(models.V2UserSetting(value=1j))
    deep = models.V2AnalysisWorkflowDependency()
    for _ in range(2000):
        deep = models.V2AnalysisWorkflowDependency(dependencies=[deep])
    with pytest.raises(ConfigurationError, match="nested too deeply"):
        encode(deep)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        (DATE, datetime(2018, 7, 19, 23, 50, 10, tzinfo=UTC)),
        ("2018-07-19T23:50:10.1234567Z", datetime(2018, 7, 19, 23, 50, 10, 123456, tzinfo=UTC)),
        ("2018-07-19T23:50:10", datetime(2018, 7, 19, 23, 50, 10, tzinfo=UTC)),
        ("2018-07-20T01:50:10+02:00", datetime(2018, 7, 19, 23, 50, 10, tzinfo=UTC)),
        ("0001-01-01T00:00:00.0000000Z", datetime(1, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_date_is_a_moment_with_a_time_zone_and_is_encoded_as_it_came(text: str, moment: datetime) -> None:
    project = decode(orjson.dumps({"DateCreated": text}), models.V1pre3Project)
    assert project.date_created == moment
    assert isinstance(project.date_created, ReceivedDatetime) == (not text.endswith("0Z"))
    assert json.loads(encode(project)) == {"DateCreated": text}


@pytest.mark.parametrize("text", ["", "yesterday", "2018-13-01T00:00:00.0000000Z", "2018-07-19T23:50:61.0000000Z"])
def test_text_that_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(DecodeError, match=r"expected an ISO 8601 date, found other text at \$\.DateCreated"):
        decode(orjson.dumps({"DateCreated": text}), models.V1pre3Project)


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2018, 7, 19, 23, 50, 10),
        datetime(2018, 7, 19, 23, 50, 10, tzinfo=UTC),
        datetime(2018, 7, 20, 1, 50, 10, tzinfo=timezone(timedelta(hours=2))),
    ],
)
def test_a_date_of_ones_own_is_encoded_in_the_usual_form_in_utc(moment: datetime) -> None:
    assert json.loads(encode(models.V1pre3Project(date_created=moment))) == {"DateCreated": DATE}


def test_decoding_a_page_imports_the_models_that_are_in_it_and_few_others() -> None:
    code = (
        "import sys\nfrom basespace_async import converter\n"
        "from basespace_openapi.api.biosamples import list_biosamples\n"
        "before = [m for m in sys.modules if m.startswith('basespace_openapi.models.')]\n"
        'converter.decode(b\'{"Items": [{"Id": "1"}]}\', list_biosamples.request().result_type)\n'
        "after = [m for m in sys.modules if m.startswith('basespace_openapi.models.')]\n"
        "print(len(before), len(after), 'httpx' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    before, after, httpx = run.stdout.split()
    assert (int(before), httpx) == (0, "False")
    assert int(after) < 20
