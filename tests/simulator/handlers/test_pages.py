"""Every list: sorted as documented, both ways, in pages that fit together; and the tables that they are made of."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

import aiohttp
import httpx
import pytest
from attrs import frozen
from hypothesis import given, settings
from hypothesis import strategies as st

from basespace_async.simulator import Clock, Simulator
from basespace_async.simulator.handlers.pages import Selection, Selections, order
from basespace_async.simulator.queries import Query
from basespace_async.simulator.world.table import RecordTable, numbered_from
from tests.support.openapi_document import DOCUMENT, REFERENCE
from tests.support.plain_client import Reader

pytestmark = pytest.mark.usefixtures("no_task_left")


def resolved(schema: Any) -> Any:
    while "$ref" in schema:
        schema = DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def sort_fields() -> dict[str, list[str]]:
    """The values of `sortby` in the reference, by path."""
    found = {}
    for method, path, operation in REFERENCE.values():
        for parameter in operation.get("parameters", []) if method == "GET" else ():
            if parameter.get("name") == "sortby":
                found[path] = resolved(parameter["schema"])["enum"]
    return found


LISTS = sort_fields()
DEFAULTS = {"/biosamples": "Id", "/datasets": "DateCreated"}
"""Observed; the others are not known."""
OF_LIST = {
    "BioSampleName": lambda item: item["BioSampleName"],
    "Status": lambda item: item["Status"],
    "LabStatus": lambda item: item["LabStatus"],
    "Name": lambda item: item["Name"],
    "Path": lambda item: item["Path"],
    "DateCreated": lambda item: item["DateCreated"],
    "DateModified": lambda item: item["DateModified"],
    "ExecutionStatus": lambda item: item["ExecutionStatus"],
    "QcStatus": lambda item: item["QcStatus"],
    "DeliveryStatus": lambda item: item["DeliveryStatus"],
    "ModifiedOn": lambda item: item["DateModified"],
    "AppSessionName": lambda item: item["AppSession"]["Name"],
    "ApplicationName": lambda item: item["AppSession"]["Application"]["Name"],
    "ProjectName": lambda item: item["Project"]["Name"],
    "Project": lambda item: item["DefaultProject"]["Name"],
    "AppName": lambda item: item["Application"]["Name"],
    "AppId": lambda item: int(item["Application"]["Id"]),
    "VersionNumber": lambda item: item["VersionNumber"],
    "DatePublished": lambda item: item["DatePublished"],
    "TotalSize": lambda item: item["TotalSize"],
    "DateDeleted": lambda item: item["DateDeleted"],
    "Type": lambda item: item["Type"],
    "RequestedAdditionalYield": lambda item: item["RequestedAdditionalYield"],
    "Biomolecule": lambda item: item["Biomolecule"],
    "UserOwnedBy": lambda item: item["UserOwnedBy"]["Name"],
    "Start": lambda item: item["Start"],
    "End": lambda item: item["End"],
    "Timestamp": lambda item: item["DateCreated"],
}

NOT_SHOWN = {("/appsessions/{id}/properties/{name}/items", "DateCreated"), ("/users/{id}/settings", "DateModified")}
"""What is sorted by, and is not in the items."""


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    """A world with something in every list."""
    with Simulator(biosamples=60, seed=5, clock=Clock(still=True)).in_thread() as running:
        headers = {"x-access-token": running.token}
        with httpx.Client(base_url=running.url, headers=headers) as client:
            dataset, sessions = next(iter(running.world.datasets)), list(running.world.appsessions)
            for at, text in enumerate(("first", "second", "third")):
                for path in ("/lanes/90000000", f"/datasets/{dataset}", "/appsessions/110000000"):
                    client.post(path, json={"Comment": text}).raise_for_status()
                requeue = {"RequestedAdditionalYield": 9 - at}
                client.post("/preprequests/61000004/labrequeues", json=requeue).raise_for_status()
                client.delete(f"/appsessions/{sessions[-1 - at]}").raise_for_status()
        yield running


@pytest.fixture
async def reader(simulator: Simulator) -> AsyncIterator[Reader]:
    async with aiohttp.ClientSession() as session:
        yield Reader(simulator, session)


def path_of(reader: Reader, template: str) -> str:
    world = reader.simulator.world
    ids = {
        "appsessions": "110000000",
        "biosamples": "104000004",
        "datasets": next(iter(world.datasets)),
        "lanes": "90000000",
        "librarypools": "71000000",
        "projects": next(iter(world.projects)),
        "runs": next(iter(world.runs)),
        "users": "current",
    }
    path = template.replace("{name}", "Input.BioSamples")
    for placeholder in ("{id}", "{biosampleid}"):
        path = path.replace(placeholder, ids.get(template.split("/")[1], ""))
    return path


async def whole(reader: Reader, path: str, query: str) -> tuple[list[Any], dict[str, Any]]:
    _, body, _ = await reader.get(f"{path}?limit=1000&{query}")
    return body["Items"], body.get("Paging", body)


def test_all_lists_of_the_document_are_tried() -> None:
    assert len(LISTS) == 24


@pytest.mark.parametrize(("template", "field"), [(path, field) for path, fields in LISTS.items() for field in fields])
async def test_a_list_is_sorted_by_each_documented_field_both_ways(reader: Reader, template: str, field: str) -> None:
    path = path_of(reader, template)
    up, paging = await whole(reader, path, f"sortby={field}")
    down, reverse = await whole(reader, path, f"sortby={field.lower()}&sortdir=Desc")
    assert (paging["SortBy"], paging["SortDir"], reverse["SortDir"]) == (field, "Asc", "Desc")
    assert paging["TotalCount"] == len(up) > 0
    assert down == up[::-1]
    shown = (template, field) not in NOT_SHOWN
    if shown and field in OF_LIST:
        keys = [OF_LIST[field](item) for item in up]
        assert keys == sorted(keys)
    elif field == "Id":
        numbers = [int(item.get("Id", item.get("InstrumentId", 0))) for item in up]
        assert numbers == sorted(numbers)


@pytest.mark.parametrize("template", LISTS)
async def test_the_pages_of_a_list_fit_together_and_end_with_an_empty_one(reader: Reader, template: str) -> None:
    path, fields = path_of(reader, template), LISTS[template]
    items, _ = await whole(reader, path, "sortdir=Desc")
    found: list[Any] = []
    for offset in range(0, len(items) + 7, 7):
        _, body, _ = await reader.get(f"{path}?limit=7&offset={offset}&sortdir=Desc")
        paging = body.get("Paging", body)
        assert (paging["Offset"], paging["Limit"], paging["TotalCount"]) == (offset, 7, len(items))
        assert paging["DisplayedCount"] == len(body["Items"])
        found += body["Items"]
    assert found == items
    _, beyond, _ = await reader.get(f"{path}?limit=7&offset=100000")
    assert (beyond["Items"], beyond.get("Paging", beyond)["TotalCount"]) == ([], len(items))
    _, other, _ = await reader.get(f"{path}?sortby=Nonsense")
    assert other.get("Paging", other)["SortBy"] in fields, "replaced, not refused (observed)"
    assert other.get("Paging", other)["SortBy"] == DEFAULTS.get(path, other.get("Paging", other)["SortBy"])


async def test_limits_are_capped_for_items_and_for_files(reader: Reader) -> None:
    dataset = next(iter(reader.simulator.world.datasets))
    assert (await reader.get("/biosamples?limit=5000"))[1]["Paging"]["Limit"] == 1024
    assert (await reader.get(f"/datasets/{dataset}/files?limit=5000"))[1]["Paging"]["Limit"] == 1000
    _, none, _ = await reader.get("/biosamples?limit=0")
    assert (none["Items"], none["Paging"]["TotalCount"]) == ([], 60)
    names = "/appsessions/110000000/properties/Input.BioSamples/items"
    assert (await reader.get(names))[1]["Paging"]["Limit"] == 50


@frozen
class Record:
    id: str
    position: int
    value: int


STEPS = st.lists(
    st.tuples(st.sampled_from(["front", "end", "remove", "put", "restore"]), st.integers(0, 50), st.integers(0, 5)),
    max_size=30,
)


@pytest.mark.slow
@settings(deadline=None, max_examples=200)
@given(
    count=st.integers(0, 12),
    steps=STEPS,
    offset=st.integers(0, 20),
    limit=st.integers(0, 20),
    descending=st.booleans(),
    by_value=st.booleans(),
    only=st.none() | st.integers(0, 5),
)
async def test_a_table_and_its_pages_are_those_of_a_plain_list_of_records(
    count: int, steps: list[Any], offset: int, limit: int, descending: bool, by_value: bool, only: int | None
) -> None:
    changes = 0

    def changed() -> None:
        nonlocal changes
        changes += 1

    table = RecordTable(count, lambda at: Record(str(1000 + at), at, at * 7 % 5), numbered_from(1000), changed)
    model = [Record(str(1000 + at), at, at * 7 % 5) for at in range(count)]
    gone: list[Record] = []
    selections = Selections(lambda: changes)
    ordering = order("Id", natural=["Id"], Id=lambda r: r.position, Value=lambda r: r.value)
    asked = {"offset": str(offset), "limit": str(limit), "sortdir": "Desc" if descending else "Asc"}
    query = Query({**asked, "sortby": "Value" if by_value else "Id"})
    selection = Selection() if only is None else Selection((only,), None, lambda record: record.value == only)
    for what, which, value in steps:
        if what in ("front", "end"):
            position = table.next_position(front=what == "front")
            record = Record(str(1000 + position), position, value)
            table.join(record)
            model.insert(0 if what == "front" else len(model), record)
        elif what == "restore" and gone:
            model.append(table.restore(gone.pop()))
            model.sort(key=lambda each: each.position)
        elif what == "remove" and model:
            gone.append(table.remove(model.pop(which % len(model)).id))
        elif what == "put" and model:
            record = Record(model[which % len(model)].id, model[which % len(model)].position, value)
            model[which % len(model)] = table.put(record)
        chosen = [record for record in model if only in (None, record.value)]
        chosen.sort(key=lambda record: record.value if by_value else record.position)
        if descending:
            chosen.reverse()
        page = await selections.page(table, query, ordering, selection, cap=50, view=lambda record: record)
        assert page["Items"] == chosen[offset : offset + limit]
        assert page["Paging"]["TotalCount"] == len(chosen)
    assert [table[each] for each in table] == model
    assert len(table) == len(model)
    for record in gone:
        assert record.id not in table
        with pytest.raises(KeyError):
            table[record.id]
        with pytest.raises(KeyError):
            table.put(record)
        with pytest.raises(KeyError):
            table.remove(record.id)
