from __future__ import annotations

import asyncio
import os

import aiohttp
import pytest
from attrs import evolve

from basespace_async import BaseSpace, samplesheets
from basespace_async.errors import ConfigurationError
from basespace_async.filesystem import BaseSpaceFileSystem
from basespace_async.simulator import Simulator
from tests.samplesheets.plans import plan, sample


def test_urls_and_links_of_a_sheet_have_the_bytes_of_the_files() -> None:
    with Simulator(edge_cases=True, biosamples=4).in_thread() as simulator:

        async def sheets() -> tuple[samplesheets.SampleSheet, samplesheets.SampleSheet, dict[str, bytes]]:
            async with BaseSpace(simulator.token, server=simulator.url) as basespace:
                project = (await basespace.projects.find_by_name("Batch 7"))[0]
                made = await basespace.fastqs.find(["Laneless", "133_121308_G_086"], project=project)
                contents = {}
                for file in made.samples[0].files:
                    async with basespace.files.open(file.id) as stream:
                        contents[file.id] = await stream.read()
                links = await samplesheets.presigned_urls(basespace, made)
                urls = samplesheets.basespace_urls(made)
                return (
                    samplesheets.build(made, "generic", urls=urls),
                    samplesheets.build(made, "generic", urls=links),
                    contents,
                )

        async def fetched(url: str) -> bytes:
            async with aiohttp.ClientSession() as session, session.get(url) as response:
                assert response.status == 200
                return await response.read()

        by_url, by_link, contents = asyncio.run(sheets())
        assert len(by_url.rows) == len(by_link.rows) == 5
        filesystem = BaseSpaceFileSystem(token=simulator.token, server=simulator.url)
        for column, expected in zip(("fastq_1", "fastq_2"), contents.values(), strict=True):
            url = by_url.rows[0][column]
            assert url.endswith(".fastq.gz")
            assert filesystem.cat_file(url) == expected
            assert asyncio.run(fetched(by_link.rows[0][column])) == expected
        assert "Signature" in by_link.to_text()
        assert "Signature" not in repr(by_link)


def test_names_with_special_characters_are_in_a_url_as_one_segment() -> None:
    made = plan(sample("a b,#?/::%"))
    for url in samplesheets.basespace_urls(made).values():
        assert url.startswith("basespace://files/@")
        assert url.count("/") == 3
        assert not set(url) & set(" #?")


async def test_a_file_without_a_link_is_refused() -> None:
    async with (
        Simulator(edge_cases=True, biosamples=4) as simulator,
        BaseSpace(simulator.token, server=simulator.url) as basespace,
    ):
        made = await basespace.fastqs.find(["Laneless"], project=(await basespace.projects.find_by_name("Batch 7"))[0])
        (one,) = made.samples
        gone = evolve(made, samples=(evolve(one, files=(evolve(one.files[0], id="999"),)),))
        with pytest.raises(ConfigurationError, match="the service gives no link to the file 999"):
            await samplesheets.presigned_urls(basespace, gone)


def test_paths_of_names_that_lead_elsewhere_stay_in_the_folder() -> None:
    sheet = samplesheets.build(plan(sample("../x"), sample("..")), "generic", to="/d/e")
    folder = os.path.abspath("/d/e")
    assert all(os.path.dirname(row["fastq_1"]) == folder for row in sheet.rows)
