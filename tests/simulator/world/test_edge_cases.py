"""Samples that programs stumble over: each shape is there, with reads whose numbers agree."""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote

import aiohttp
import pytest

from basespace_async.errors import ConfigurationError
from basespace_async.simulator import Simulator
from basespace_async.simulator.world.edge_cases import COLLECTION
from tests.support.plain_client import Reader

pytestmark = pytest.mark.usefixtures("no_task_left")


@pytest.fixture
async def lab() -> AsyncIterator[Reader]:
    async with Simulator(biosamples=30, seed=3, edge_cases=True) as simulator, aiohttp.ClientSession() as session:
        yield Reader(simulator, session)


async def collections(lab: Reader) -> dict[str, list[str]]:
    """The ids of what has the name of the edge cases' collection, by type."""
    query = quote(f'Name:"{COLLECTION}" OR ExperimentName:"{COLLECTION}"')
    ids: dict[str, list[str]] = {"project": [], "run": []}
    for item in await lab.items(f"/search?query={query}"):
        ids[item["Type"]].append((item.get("Project") or item["Run"])["Id"])
    return ids


async def datasets(lab: Reader) -> list[Any]:
    projects = (await collections(lab))["project"]
    return [each for project in projects for each in await lab.items(f"/datasets?limit=100&projectid={project}")]


async def files(lab: Reader, dataset: Any) -> list[Any]:
    return await lab.items(f"/datasets/{dataset['Id']}/files?limit=100")


async def test_one_name_is_of_two_runs_and_of_two_projects(lab: Reader) -> None:
    ids = await collections(lab)
    assert [len(set(ids["project"])), len(set(ids["run"]))] == [2, 2]
    for run in ids["run"]:
        assert await lab.items(f"/datasets?inputruntokens={run}")


async def test_names_of_datasets_have_lanes_or_none(lab: Reader) -> None:
    names = Counter(each["Name"] for each in await datasets(lab))
    assert {f"133_121308_G_086_L{lane:03d}" for lane in (1, 2, 3, 4)} <= names.keys()
    assert {"NA1200-3_4", "NA1200-3_4_L001", "CA-001_L001", "CA-0012_L001", "CA-001_L1_extra"} <= names.keys()
    assert "Laneless" in names
    assert "Laneless_L001" not in names
    assert (names["Top-up_L001"], names["Top-up_L002"]) == (2, 1)
    assert names["Twin_L001"] == 2


async def test_a_top_up_is_of_one_biosample_and_twins_are_not(lab: Reader) -> None:
    biosamples = {"Top-up": 1, "Twin": 2}
    for name, count in biosamples.items():
        items = await lab.items(f"/biosamples?biosamplename={name}")
        assert len(items) == count
        for each in items:
            own = await lab.items(f"/datasets?inputbiosamples={each['Id']}")
            assert len(own) == (3 if name == "Top-up" else 1)


async def test_files_have_hyphens_for_underscores_and_reads_of_equal_number(lab: Reader) -> None:
    shapes = {}
    contents = []
    for dataset in await datasets(lab):
        listed = await files(lab, dataset)
        assert all("_" not in file["Name"].partition("_S")[0] for file in listed)
        shapes[dataset["Name"]] = tuple(file["Name"].split("_")[-2] for file in listed)
        reads = {file["Name"].split("_")[-2]: await content(lab, file) for file in listed}
        assert len({text.count(b"\n") for text in reads.values()}) == 1
        attributes = dataset["Attributes"]["common_fastq"]
        assert attributes["IsPairedEnd"] is ("R2" in reads)
        assert attributes["TotalClustersPF"] * 4 == reads["R1"].count(b"\n")
        contents.append(reads["R1"])
    assert len(set(contents)) == len(contents)
    assert shapes["133_121308_G_086_L003"] == shapes["Laneless"] == ("R1", "R2")
    assert shapes["Single-end_L002"] == ("R1",)
    assert shapes["Indexed_L001"] == ("I1", "I2", "R1", "R2")


async def content(lab: Reader, file: Any) -> bytes:
    headers = {"x-access-token": lab.simulator.token}
    async with lab.session.get(
        f"{lab.simulator.url}/files/{file['Id']}/content?redirect=meta", headers=headers
    ) as meta:
        link = (await meta.json())["Response"]["HrefContent"]
    async with lab.session.get(link) as response:
        return gzip.decompress(await response.read())


async def test_the_world_is_the_same_beside_the_edge_cases(lab: Reader) -> None:
    plain = Simulator(biosamples=30, seed=3).world
    assert {each: lab.simulator.world.datasets[each] for each in plain.datasets} == dict(plain.datasets)
    assert set(plain.projects) < set(lab.simulator.world.projects)
    with pytest.raises(ConfigurationError, match="1 biosample or more"):
        Simulator(biosamples=0, edge_cases=True)
