"""Properties of appsessions: values of every type, read and written."""

from __future__ import annotations

import json
from typing import Any

import pytest
import respx
from hypothesis import given
from hypothesis import strategies as st

from basespace_async import BaseSpace, ConfigurationError, DecodeError, NotFoundError
from basespace_async._codec.converter import structure
from basespace_async.models import (
    BiosampleCompact,
    LegacyRunCompact,
    Project,
    Property,
    PropertyCompact,
    PropertyToWrite,
)
from basespace_async.resources._property_values import property_value, to_write

PATH = "/appsessions/7/properties"


def sent(service: respx.Router) -> Any:
    return json.loads(service.calls.last.request.content)["Properties"]


@pytest.mark.parametrize(
    ("body", "value"),
    [
        ({"Type": "string", "Content": "x"}, "x"),
        ({"Type": "string"}, None),
        ({"Type": "string[]", "ContentItems": ["a", "b"]}, ["a", "b"]),
        ({"Type": "string[]"}, []),
        ({"Type": "map", "ContentMap": [{"Key": "k", "Values": ["v", "w"]}, {"Key": "l"}]}, {"k": ["v", "w"], "l": []}),
        ({"Type": "map[]", "ContentMapItems": [[{"Key": "k", "Values": ["v"]}]]}, [{"k": ["v"]}]),
        ({"Type": "run[]", "RunItems": [{"Id": "5"}]}, [LegacyRunCompact(id="5")]),
        ({"Type": "project", "Project": {"Id": "5"}, "Content": None}, "project"),
    ],
)
def test_a_value_is_taken_from_the_field_of_its_type(body: dict[str, Any], value: object) -> None:
    found = property_value(structure(body, PropertyCompact))
    if value == "project":
        assert found.id == "5"
    else:
        assert found == value


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("x", {"Type": "string", "Content": "x"}),
        ("", {"Type": "string", "Content": ""}),
        (["a", "b"], {"Type": "string[]", "Items": ["a", "b"]}),
        ((), {"Type": "string[]", "Items": []}),
        (
            {"k": ["v"], "l": "w"},
            {"Type": "map", "ContentMap": [{"Key": "k", "Values": ["v"]}, {"Key": "l", "Values": ["w"]}]},
        ),
        ([{"k": "v"}], {"Type": "map[]", "ItemsMap": [[{"Key": "k", "Values": ["v"]}]]}),
        (BiosampleCompact(id="5", href="v2/biosamples/5"), {"Type": "biosample", "Content": "v2/biosamples/5"}),
        ([Project(id="5")], {"Type": "project[]", "Items": ["5"]}),
    ],
)
async def test_setting_a_value_writes_the_type_that_it_suggests(
    service: respx.Router, basespace: BaseSpace, value: object, written: dict[str, Any]
) -> None:
    service.post(PATH).respond(201, json={"Items": [{"Name": "Lab.X", "Href": "h"}]})
    answer = await basespace.appsessions.properties("7").set("Lab.X", value)
    assert answer.href == "h"
    assert sent(service) == [{"Name": "Lab.X", **written}]


async def test_a_type_and_a_description_can_be_given(service: respx.Router, basespace: BaseSpace) -> None:
    service.post(PATH).respond(json={"Items": [{"Name": "Other"}, {"Name": "Lab.X"}]})
    answer = await basespace.appsessions.properties("7").set("Lab.X", ["1"], type="integer[]", description="d")
    assert answer.name == "Lab.X"
    assert sent(service) == [{"Name": "Lab.X", "Type": "integer[]", "Items": ["1"], "Description": "d"}]


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("Lab.X", 5, "write numbers and booleans as text"),
        ("Lab.X", True, "write numbers"),
        ("Lab.X", None, "properties are texts"),
        ("Lab.X", ["a", LegacyRunCompact(id="5")], "several types: run, string"),
        ("Lab.X", {"k": 5}, "texts or lists of texts"),
        ("Lab.X", {5: "k"}, "texts as keys"),
        ("Lab.X", PropertyToWrite(name="x"), "properties are texts"),
        ("Lab.X", LegacyRunCompact(), "neither an Href nor an id"),
        (" ", "x", "needs a name"),
    ],
)
async def test_a_value_without_a_form_is_refused_before_anything_is_sent(
    service: respx.Router, basespace: BaseSpace, name: str, value: object, problem: str
) -> None:
    with pytest.raises(ConfigurationError, match=problem):
        await basespace.appsessions.properties("7").set(name, value)
    assert not service.calls


async def test_several_properties_are_written_in_one_request_and_none_is_refused(
    service: respx.Router, basespace: BaseSpace
) -> None:
    service.post(PATH).respond(json={"Items": [{"Name": "a"}, {"Name": "b"}]})
    view = basespace.appsessions.properties("7")
    assert len(await view.set_many({"a": "1", "b": "2"})) == 2
    assert [one["Name"] for one in sent(service)] == ["a", "b"]
    with pytest.raises(ConfigurationError, match="no property"):
        await view.set_many({})
    service.post(PATH).respond(json={})
    with pytest.raises(DecodeError, match="says nothing of 'a'"):
        await view.set("a", "1")


async def test_a_value_with_more_items_than_came_with_it_is_read_to_its_end(
    service: respx.Router, basespace: BaseSpace
) -> None:
    service.get(f"{PATH}/Input.Runs").respond(
        json={
            "Name": "Input.Runs",
            "Type": "run[]",
            "RunItems": [{"Id": "1"}],
            "ItemsDisplayedCount": 1,
            "ItemsTotalCount": 3,
        }
    )
    items = [{"Id": str(n), "Run": {"Id": str(n)}} for n in (1, 2, 3)]
    service.get(f"{PATH}/Input.Runs/items").respond(json={"Items": items, "Paging": {"TotalCount": 3}})
    found = await basespace.appsessions.properties("7").value("Input.Runs")
    assert [run.id for run in found] == ["1", "2", "3"]


async def test_all_values_come_as_a_dict_each_complete(service: respx.Router, basespace: BaseSpace) -> None:
    cut = {"Name": "b", "Type": "string[]", "ContentItems": ["x"], "ItemsDisplayedCount": 1, "ItemsTotalCount": 2}
    listed = [{"Name": "a", "Type": "string", "Content": "1"}, cut, {"Type": "string", "Content": "nameless"}]
    service.get(PATH).respond(json={"Items": listed, "Paging": {"TotalCount": 3}})
    service.get(f"{PATH}/b").respond(json=cut)
    service.get(f"{PATH}/b/items").respond(
        json={
            "Items": [{"Id": "1", "Content": "x"}, {"Id": "2", "Content": "y"}, {"Id": "3"}],
            "Paging": {"TotalCount": 3},
        }
    )
    view = basespace.appsessions.properties("7")
    assert await view.as_dict() == {"a": "1", "b": ["x", "y", None]}
    assert [name async for name in view] == ["a", "b"]


async def test_a_property_is_deleted_by_name_and_its_name_is_one_segment(
    service: respx.Router, basespace: BaseSpace
) -> None:
    route = service.delete(f"{PATH}/a%2Fb").respond(204)
    await basespace.appsessions.properties("7").delete("a/b")
    assert route.called
    service.get(f"{PATH}/none").respond(404)
    with pytest.raises(NotFoundError):
        await basespace.appsessions.properties("7").value("none")


texts = st.text(max_size=20)


@given(value=texts | st.lists(texts) | st.dictionaries(texts, st.lists(texts), min_size=1))
def test_what_is_written_is_read_back(value: Any) -> None:
    written = to_write("n", value)
    kept: dict[str, Any] = {"Type": written.type_, "Content": None}
    if isinstance(value, str):
        kept["Content"] = written.content
    elif isinstance(value, list):
        kept["ContentItems"] = written.items
    found = structure(kept, Property)
    if isinstance(value, dict):
        found.content_map = written.content_map
    assert property_value(found) == value
