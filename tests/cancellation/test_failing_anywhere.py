"""An error of the transport, whatever it is and whichever request meets it, comes out as itself, with nothing left."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from attrs import define

from basespace_async.harvest import harvest
from basespace_async.simulator import Simulator
from basespace_async.transport import HTTPRequest, HTTPResponse, Transport
from tests.support.cancellation.every_point import Case, laboratory
from tests.support.cancellation.worlds import Client, client_of

pytestmark = pytest.mark.slow


class StrangeError(Exception):
    """None of the package's, and none that it knows."""


@define
class FailingAt:
    """A layer that raises at one request.

    Attributes:
        inner: sends the others.
        at: which one, counted from 1; 0 for none.
        error: what it raises.
        count: requests so far.
    """

    inner: Transport
    at: int
    error: Exception
    count: int = 0

    async def send(self, request: HTTPRequest) -> HTTPResponse:
        self.count += 1
        if self.count == self.at:
            raise self.error
        return await self.inner.send(request)

    async def aclose(self) -> None:
        await self.inner.aclose()


async def a_list(client: Client) -> None:
    assert len(await client.basespace.biosamples.list(page_size=4, concurrency=2).collect()) >= 12


async def a_list_as_it_arrives(client: Client) -> None:
    assert len(await client.basespace.biosamples.list(page_size=4, concurrency=2, ordered=False).collect()) >= 12


async def many_biosamples(client: Client) -> None:
    assert (await client.basespace.biosamples.get_many(["104000000", "104000001"], concurrency=2)).complete


async def many_updates(client: Client) -> None:
    ids = [f"10400000{number}" for number in range(4)]
    project = client.notes["project"]
    assert (
        await client.basespace.biosamples.bulk_update(ids, default_project=project, batch_size=1, concurrency=2)
    ).complete


async def content(client: Client) -> None:
    async with client.basespace.files.open(client.notes["big"]) as opened:
        await opened.read()


async def a_download(client: Client) -> None:
    to = client.folder
    downloaded = await client.basespace.files.download(client.notes["big"], to, part_size=1 << 18, concurrency=2)
    downloaded.path.unlink()


async def downloads(client: Client) -> None:
    pager = client.basespace.datasets.files(client.notes["dataset"], page_size=1, concurrency=2)
    report = await client.basespace.files.download_many(pager, client.folder, concurrency=2)
    for file in report.files:
        file.path.unlink()


async def datasets(client: Client) -> None:
    to = client.folder
    report = await client.basespace.biosamples.download(client.notes["biosample"], to, concurrency=2)
    for file in report.files:
        file.path.unlink()


async def a_harvest(client: Client) -> None:
    folder = client.folder / client.notes["name"]
    await harvest(client.basespace, folder, tables=["biosamples"], format="jsonl", concurrency=2, page_size=6)


OPERATIONS = [
    a_list,
    a_list_as_it_arrives,
    many_biosamples,
    many_updates,
    content,
    a_download,
    downloads,
    datasets,
    a_harvest,
]


def allowed(path: Path) -> bool:
    return not path.name.startswith(".") or path.name in (".big.bin.part", ".big.bin.part.journal")


@pytest.mark.parametrize("operate", OPERATIONS)
async def test_an_error_of_any_request_comes_out_as_itself_and_leaves_nothing(
    service: Simulator, big_file: str, tmp_path: Path, operate: Callable[[Client], Any]
) -> None:
    world = service.world
    biosample = world.add_biosample(f"of {tmp_path.name}")
    dataset = world.add_dataset(biosample, name="two", files={"a.txt": b"a" * 1000, "b.txt": b"b" * 2000})
    notes = {
        "big": big_file,
        "dataset": str(dataset.id),
        "biosample": str(biosample.id),
        "project": str(next(iter(world.projects.values())).id),
    }
    async with laboratory() as lab:
        at = 1
        while True:
            error, layers = StrangeError(f"request {at}"), []

            @asynccontextmanager
            async def opened(
                at: int = at, error: Exception = error, layers: list[FailingAt] = layers
            ) -> AsyncIterator[Client]:
                def layer(inner: Transport) -> Transport:
                    layers.append(FailingAt(inner, at, error))
                    return layers[-1]

                async with client_of(service, tmp_path, middleware=[layer], concurrency=2) as client:
                    client.allowed = allowed
                    client.notes.update(notes, name=f"before {at}")
                    yield client

            outcome = await lab.run(Case(opened, operate), {})
            assert not outcome.problems, f"request {at}: {outcome.problems}"
            if layers[0].count < at:
                assert outcome.error is None
                break
            assert outcome.error is error
            at += 1
    assert at > 2
