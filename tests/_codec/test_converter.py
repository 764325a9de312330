"""Bytes to models and back: nothing lost, nothing coerced, and every misfit named by its place."""

from __future__ import annotations

import copy
import enum
import json
import pickle
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Any

import orjson
import pytest
from attrs import define
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from basespace_async import ConfigurationError, DecodeError, MissingFieldError, Page
from basespace_async._codec import structure as structure_hooks
from basespace_async._codec import unstructure as unstructure_hooks
from basespace_async._codec.converter import ReceivedDatetime, converter, decode, encode, structure
from basespace_openapi import models
from basespace_openapi.types import UNSET, Model
from tests.support.document_strategies import FREE, body
from tests.support.openapi_document import CLASSES, OPENED
from tests.support.paths import RECORDED
from tests.support.sampling import every_third

RESULT_OF = {
    "/files?": models.FilesList,
    "/datasets?": models.DatasetCompactList,
    "/biosamples?": models.BiosampleCompactList,
}
DATE = "2018-07-19T23:50:10.0000000Z"


def test_nearly_every_schema_has_a_class() -> None:
    schemas = OPENED["components"]["schemas"]  # what only wraps a result has none
    structured = {name for name in set(schemas) - set(CLASSES) if "properties" in schemas[name]}
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


@pytest.mark.slow
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
@pytest.mark.parametrize("name", every_third(sorted(CLASSES)))
def test_what_the_document_describes_survives_both_ways(name: str, data: st.DataObject) -> None:
    sent = data.draw(body(name))
    decoded = decode(orjson.dumps(sent), CLASSES[name])
    again = encode(decoded)
    assert orjson.loads(again) == sent
    assert converter.unstructure(decoded) == sent, "the converter's own way gives the same"
    assert decode(again, CLASSES[name]) == decoded


@pytest.mark.slow
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(value=FREE)
@pytest.mark.parametrize("name", every_third(sorted(CLASSES)))
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


def test_null_and_absence_are_none_and_the_model_knows_which_came() -> None:
    biosample = decode(b'{"Id": "1", "Nickname": null}', models.BiosampleCompact)
    assert (biosample.id, biosample.nickname, biosample.lab_status) == ("1", None, None)
    assert biosample.fields_set == {"id", "nickname"}
    assert json.loads(encode(biosample)) == {"Id": "1", "Nickname": None}
    biosample.nickname, biosample.lab_status = "n", "Sequencing"
    assert json.loads(encode(biosample)) == {"Id": "1", "Nickname": "n", "LabStatus": "Sequencing"}


def test_a_request_keeps_absent_null_and_a_value_apart() -> None:
    request = decode(b'{"Comment": null, "Status": "x"}', models.UpdateLaneRequest)
    assert (request.comment, request.status) == (None, "x")
    request.status = UNSET
    assert json.loads(encode(request)) == {"Comment": None}
    assert request.fields_set == {"comment"}


@pytest.mark.parametrize("body", [{}, {"Id": "1", "Size": None}])
def test_a_required_field_that_did_not_come_raises_when_it_is_read(body: dict[str, Any]) -> None:
    file = decode(orjson.dumps(body), models.File)
    with pytest.raises(MissingFieldError, match="this File without a value for size") as caught:
        _ = file.size
    assert (caught.value.model, caught.value.field) == ("File", "size")
    again = pickle.loads(pickle.dumps(caught.value))
    assert (again.model, again.field, str(again)) == ("File", "size", str(caught.value))
    assert not hasattr(file, "size")
    assert getattr(file, "size", 0) == 0
    for each in (file, copy.deepcopy(file), pickle.loads(pickle.dumps(file))):
        assert json.loads(encode(each)) == body
        assert each == file
        assert "size" not in repr(each)
    file.size = 7
    assert json.loads(encode(file)) == {**body, "Size": 7}


def test_unknown_fields_and_unknown_values_pass_through() -> None:
    sent = {"Status": "Teleported", "Tomorrow": {"a": [1, None, 2.5]}}
    biosample = decode(orjson.dumps(sent), models.BiosampleCompact)
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
        ("LaneNumber", 12.5, 12.5),
        ("LaneNumber", -1e300, -1e300),
        ("ContainsComments", False, False),
        ("Reads", 2**62, 2**62),
    ],
)
def test_numbers_and_booleans_are_kept_as_they_came(field: str, sent: Any, kept: Any) -> None:
    again = json.loads(encode(decode(orjson.dumps({field: sent}), models.Lane)))
    assert again == {field: kept}
    assert type(again[field]) is type(kept)


def test_a_fraction_where_the_reference_says_integer_ends_no_list() -> None:
    wallet = decode(b'{"ICreditBalance": 12.5, "ICreditUsage": -0.25}', models.Wallet)
    assert (wallet.icredit_balance, wallet.icredit_usage) == (12.5, -0.25)
    assert encode(wallet) == b'{"ICreditBalance":12.5,"ICreditUsage":-0.25}'
    page = Page(
        b'{"Items": [{"Size": 1.5}, {"Size": 2}], "Paging": {"TotalCount": 2.0}}', models.File, offset=0, operation=""
    )
    assert [file.size for file in page] == [1.5, 2]
    assert (page.total_count, type(page.total_count)) == (2, int)


@pytest.mark.parametrize(
    ("sent", "problem"),
    [
        ({"Id": 5}, "expected text, found a number at $.Id"),
        ({"Id": ["x"]}, "expected text, found a list at $.Id"),
        ({"LaneNumber": "5"}, "expected a number, found text at $.LaneNumber"),
        ({"LaneNumber": True}, "expected a number, found a boolean at $.LaneNumber"),
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
        (models.DatasetCompactList, {"Items": [{}, {"DateCreated": "soon"}]}, "$.Items[1].DateCreated"),
        (models.DatasetCompactList, {"Items": {}}, "$.Items"),
        (
            models.DatasetCompactList,
            {"Items": [{"AppSession": {"Application": 1}}]},
            "$.Items[0].AppSession.Application",
        ),
        (models.PropertyCompact, {"ContentMap": [{"Key": "k", "Values": ["a", 1]}]}, "$.ContentMap[0].Values[1]"),
        (models.PropertyCompact, {"ContentMapItems": [[{"Key": 1}]]}, "$.ContentMapItems[0][0].Key"),
        (models.DatasetCompact, {"Attributes": []}, "$.Attributes"),
        (models.InstrumentStatsBin, {"FromDate": 5}, "$.FromDate"),
        (models.InstrumentStatsBin, {"FromDate": {"Day": "x"}}, "$.FromDate.Day"),
    ],
)
def test_a_misfit_deep_in_a_body_is_named_by_its_json_path(model: type[Model], sent: Any, path: str) -> None:
    with pytest.raises(DecodeError) as caught:
        decode(orjson.dumps(sent), model)
    assert caught.value.path == path


def test_a_value_that_the_reference_and_the_wire_disagree_about_is_taken_in_either_form() -> None:
    for sent in ({"FromDate": DATE}, {"FromDate": {"Day": 5}}):
        assert json.loads(encode(decode(orjson.dumps(sent), models.InstrumentStatsBin))) == sent
    for prep in ({"Count": 1}, ["TruSeq"]):
        sent_pool = {"LibraryPrep": prep}
        assert json.loads(encode(decode(orjson.dumps(sent_pool), models.LibraryPool))) == sent_pool


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
    model = models.WorkflowDependency
    assert orjson.loads(encode(decode(nested(50), model))) == orjson.loads(nested(50))
    with pytest.raises(DecodeError, match=r"op: the body .* is not JSON"):
        decode(nested(900), model, operation="op")

    def far_down_the_stack(frames: int) -> Model:
        return far_down_the_stack(frames - 1) if frames else decode(nested(300), model, operation="op")

    with pytest.raises(DecodeError, match="op: the body is nested too deeply"):
        far_down_the_stack(600)


def test_what_has_no_json_form_is_refused_before_it_is_sent() -> None:
    with pytest.raises(ConfigurationError, match=r"cannot be sent as JSON: .*complex"):
        encode(models.UserSetting(value=1j))
    deep = models.WorkflowDependency()
    for _ in range(2000):
        deep = models.WorkflowDependency(dependencies=[deep])
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
    project = decode(orjson.dumps({"DateCreated": text}), models.Project)
    assert project.date_created == moment
    assert isinstance(project.date_created, ReceivedDatetime) == (not text.endswith("0Z"))
    assert json.loads(encode(project)) == {"DateCreated": text}


@pytest.mark.parametrize("text", ["", "yesterday", "2018-13-01T00:00:00.0000000Z", "2018-07-19T23:50:61.0000000Z"])
def test_text_that_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(DecodeError, match=r"expected an ISO 8601 date, found other text at \$\.DateCreated"):
        decode(orjson.dumps({"DateCreated": text}), models.Project)


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2018, 7, 19, 23, 50, 10),
        datetime(2018, 7, 19, 23, 50, 10, tzinfo=UTC),
        datetime(2018, 7, 20, 1, 50, 10, tzinfo=timezone(timedelta(hours=2))),
    ],
)
def test_a_date_of_ones_own_is_encoded_in_the_usual_form_in_utc(moment: datetime) -> None:
    assert json.loads(encode(models.Project(date_created=moment))) == {"DateCreated": DATE}


class Zone(tzinfo):
    """A zone that leaves summer time at 1:00 UTC."""

    def utcoffset(self, moment: datetime | None) -> timedelta:
        return timedelta(hours=1 if moment is None or moment.fold else 2)

    def dst(self, moment: datetime | None) -> timedelta:
        return self.utcoffset(moment) - timedelta(hours=1)


def test_the_hour_that_comes_twice_is_encoded_as_the_hour_that_it_is() -> None:
    first = datetime(2018, 10, 28, 2, 30, tzinfo=Zone())
    sent = [models.Project(date_created=moment) for moment in (first, first.replace(fold=1), first)]
    written = [each["DateCreated"][11:16] for each in json.loads(encode(sent))]
    assert written == ["00:30", "01:30", "00:30"]


class Moment(datetime):
    """Somebody's own kind of date."""


def test_dates_of_other_classes_and_digits_are_encoded_in_the_usual_form() -> None:
    sent = {
        "own": Moment(2018, 7, 19, 23, 50, 10, tzinfo=UTC),
        "digits": datetime(2018, 7, 19, 23, 50, 10, 120, tzinfo=UTC),
        "early": datetime(1, 1, 1, tzinfo=UTC),
    }
    expected = {"own": DATE, "digits": "2018-07-19T23:50:10.0001200Z", "early": "0001-01-01T00:00:00.0000000Z"}
    assert json.loads(encode(sent)) == expected
    assert json.loads(encode(models.NameAndId(additional_properties=sent))) == expected
    assert converter.unstructure(models.NameAndId(additional_properties=sent)) == expected


class Colour(enum.Enum):
    RED = "red"


@define
class Own:
    name: str


def test_values_that_have_a_json_form_are_encoded_wherever_they_are() -> None:
    free = {"day": date(2018, 7, 19), "colour": Colour.RED, "own": Own("a"), "pair": (1, models.NameAndId(id="7"))}
    expected = {"day": "2018-07-19", "colour": "red", "own": {"name": "a"}, "pair": [1, {"Id": "7"}]}
    assert json.loads(encode(free)) == expected
    assert json.loads(encode(models.DatasetCompact(attributes=free))) == {"Attributes": expected}


@pytest.mark.parametrize("value", [{1}, {1: "a"}, object()], ids=["a-set", "a-number-as-key", "an-object"])
def test_values_without_a_json_form_are_refused_deep_in_a_body(value: Any) -> None:
    with pytest.raises(ConfigurationError, match="cannot be sent as JSON"):
        encode({"a": [models.DatasetCompact(attributes={"b": value})]})


def test_how_a_date_was_written_cannot_be_changed_as_equal_ones_may_share_it() -> None:
    project = decode(b'{"DateCreated": "2018-07-19"}', models.Project)
    assert isinstance(project.date_created, ReceivedDatetime)
    with pytest.raises(AttributeError):
        project.date_created.received = "2019-01-01"  # type: ignore[misc]
    assert project.date_created.received == "2018-07-19"


def test_dates_that_were_met_take_a_bounded_amount_of_memory() -> None:
    start = datetime(2018, 1, 1, tzinfo=UTC)
    sent = [{"DateCreated": f"{start + timedelta(days=day):%Y-%m-%dT%H:%M:%S}.0000000Z"} for day in range(2500)]
    decoded = structure(sent, list[models.Project])
    assert json.loads(encode(decoded)) == sent
    assert len(structure_hooks.dates) <= 1000
    assert len(unstructure_hooks._texts) <= 1000


def test_models_of_the_same_json_share_no_list() -> None:
    sent = {"ConformsToIds": ["a", None], "Attributes": []}
    first, second = (structure(sent, models.DatasetTypeCompact) for _ in range(2))
    assert first.conforms_to_ids == second.conforms_to_ids == ["a", None]
    assert first.conforms_to_ids is not second.conforms_to_ids
    assert first.conforms_to_ids is not sent["ConformsToIds"]


def test_decoding_a_page_imports_the_models_that_are_in_it_and_few_others() -> None:
    code = (
        "import sys\nfrom basespace_async._codec import converter\n"
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
