"""Search in Lucene's language: quoting, fields, near matches, and a failure for what is not escaped."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from attrs import evolve

from basespace_async.resources.search import escape
from tests.support.plain_client import Reader

pytestmark = pytest.mark.usefixtures("no_task_left")
ODD = 'Batch (7): R&D "A/B" [x] {y} a+b -c !d ~e ^f *g ?h |i\\j'


@pytest.fixture
def reader(reader: Reader) -> Reader:
    world = reader.simulator.world
    for name in ("Liver study", "Liver study 12", "liver STUDY 12", "Old Liver study", "Livers", "Batch-7", ODD):
        world.add_project(name)
    run = world.upload_run("240108_X_1")
    world.runs.put(evolve(run, experiment="Liver study"))
    return reader


async def names(reader: Reader, query: str, scope: str = "projects") -> set[str]:
    items = await reader.items(f"/search?scope={scope}&limit=100&query={quote(query)}")
    return {(item.get("Project") or item.get("Run"))["Name"] for item in items}


NEAR = {"Liver study", "Liver study 12", "liver STUDY 12", "Old Liver study"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ('Name:"Liver study"', NEAR),
        ('name:"LIVER STUDY"', NEAR),
        ('(name:"liver study")', NEAR),
        ('Name:"Liver study" AND Name:12', {"Liver study 12", "liver STUDY 12"}),
        ('Name:"Liver study" AND NOT Name:12', {"Liver study", "Old Liver study"}),
        ("Name:(Livers OR Batch)", {"Livers", "Batch-7", ODD}),
        ("Name:livers", {"Livers"}),
        ("Name:liver?", {"Livers"}),
        (r"Name:Batch\-7", {"Batch-7"}),
        ("Name:Batch-7", {"Batch-7"}),
        (f'Name:"{escape(ODD)}"', {ODD}),
        (f"Name:{escape('Batch-7')}", {"Batch-7"}),
        ("Name:nothing", set()),
        ("Description:nothing", set()),
    ],
)
async def test_a_query_finds_near_matches_too(reader: Reader, query: str, found: set[str]) -> None:
    assert await names(reader, query) == found


async def test_one_name_can_be_of_a_run_and_of_a_project(reader: Reader) -> None:
    query = quote('"Liver study"')
    items = await reader.items(f"/search?scope=runs,projects&limit=100&query={query}")
    assert {item["Type"] for item in items} == {"run", "project"}
    assert await names(reader, 'ExperimentName:"Liver study"', "runs") == {"240108_X_1"}


@pytest.mark.parametrize(
    "query",
    [
        *('"', 'Name:"a', "Name:a:b", "Name:", "(a", "a)", "a AND ", "OR a", "[a", "{a", "a/b", "R&D", "a!", "a^", "~"),
        *("\\", "Name:a\\", "AND", "()", "a || ", "&& a"),
    ],
)
async def test_what_is_not_escaped_is_a_failure_of_the_server(reader: Reader, query: str) -> None:
    status, _, _ = await reader.get(f"/search?query={quote(query)}")
    assert status == 500
