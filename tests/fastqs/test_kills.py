"""Merged fetches that are killed, cancelled, cut, refused and damaged end exact, and go on where they were.

`FASTQ_KILLS` multiplies the number of seeds.
"""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlsplit

import pytest
from attrs import Factory, define

from basespace_async import BaseSpace, IncompleteDownloadError
from basespace_async.fastqs import FastqPlan
from basespace_async.simulator import Simulator
from basespace_async.transport import HTTPRequest, HTTPResponse, RetryPolicy, Transport
from tests.support.command_line import environment
from tests.support.refusing_transport import Made

MORE = int(os.environ.get("FASTQ_KILLS", "1"))
SEEDS = 17 * MORE
ROUNDS = 5
PROCESS_KILLS = 18 * MORE
PART = 65536
CONCURRENCY = 4
UNDER_WAY = CONCURRENCY * PART
ROOT = Path(__file__).parents[2]
FAULTS: Mapping[str, dict[str, Any]] = {
    "reset_before": {"probability": 0.3},
    "reset_after": {"probability": 0.3},
    "truncate": {"probability": 0.4, "share": 0.4},
    "status": {"probability": 0.4},
    "expired_link": {"probability": 0.4},
}
EVENTS = (*FAULTS, "cancel", "cancel", "cancel", "flip", "gone")

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")]


@define
class Wire:
    """A layer between client and service that counts what comes of each file, and spoils it.

    Attributes:
        received: Bytes of each file.
        flip: File of which one bit comes wrong, once, or "".
        gone: File that the API does not know, or "".
        cancel_at: Number of the piece at which `cancel` is called.
        cancel: Ends the fetch.
        look: Looks at the disk, at each piece.
    """

    received: Counter[str] = Factory(Counter)
    flip: str = ""
    gone: str = ""
    cancel_at: int = 0
    cancel: Callable[[], object] = lambda: None
    look: Callable[[], object] = lambda: None
    inner: Any = None

    def __call__(self, inner: Transport) -> Transport:
        self.inner = inner
        return self

    async def send(self, request: HTTPRequest) -> HTTPResponse:
        path = urlsplit(request.url).path
        if self.gone and path.endswith(f"/files/{self.gone}/content"):
            return Made(404, b'{"ErrorCode": "X", "ErrorMessage": "gone"}')
        response = await self.inner.send(request)
        is_content = "Signature=" in request.url and response.status in (200, 206)
        return Body(response, self, path.removeprefix("/")) if is_content else response  # type: ignore[no-any-return]

    async def aclose(self) -> None:
        await self.inner.aclose()

    def piece(self, file: str, data: bytes) -> bytes:
        """Return what is passed on of a piece."""
        self.received[file] += len(data)
        self.look()
        self.cancel_at -= 1
        if not self.cancel_at:
            self.cancel()
        if file == self.flip and data:
            self.flip = ""
            return bytes([data[0] ^ 1]) + data[1:]
        return data


@define
class Body:
    """A response whose pieces pass through a wire."""

    response: HTTPResponse
    wire: Wire
    file: str

    @property
    def status(self) -> int:
        return self.response.status

    @property
    def headers(self) -> Mapping[str, str]:
        return self.response.headers

    async def read(self) -> bytes:
        return self.wire.piece(self.file, await self.response.read())

    async def iter_bytes(self, chunk_size: int = 1 << 16) -> AsyncIterator[bytes]:
        async for data in self.response.iter_bytes(chunk_size):
            yield self.wire.piece(self.file, data)

    async def aclose(self) -> None:
        await self.response.aclose()


@pytest.fixture(scope="module")
def service() -> Iterator[Simulator]:
    with Simulator(biosamples=1).in_thread() as simulator:
        yield simulator


@define
class Batch:
    """A project with samples of several lanes, and what a fetch of them has to give."""

    plan: FastqPlan
    result: dict[str, bytes]

    @property
    def sizes(self) -> dict[str, int]:
        return {file.id: file.size for sample in self.plan.samples for file in sample.files}


def batch_of(service: Simulator, seed: int, folder: Path) -> Batch:
    """Build a project, and load the plan of it that was saved, so that each link is asked for."""
    draw = Random(seed)
    project = service.world.add_project(f"Batch {seed}").id
    biosample = next(iter(service.world.biosamples.values()))
    result: dict[str, bytes] = {}
    for sample in ("A", "B", "C"):
        for lane in range(1, 5):
            files = {}
            for read in ("R1", "R2"):
                size = draw.choice([0, 1, 3 * PART, draw.randrange(1, 6 * PART), draw.randrange(PART, 4 * PART)])
                content = files[f"{sample}_S1_L00{lane}_{read}_001.fastq.gz"] = draw.randbytes(size)
                name = f"{sample}_{read}.fastq.gz"
                result[name] = result.get(name, b"") + content
            service.world.add_dataset(biosample, name=f"{sample}_L00{lane}", project=project, files=files)

    async def plan() -> FastqPlan:
        async with BaseSpace(service.token, server=service.url) as basespace:
            return await basespace.fastqs.find(project=project)

    asyncio.run(plan()).save(folder / "plan.json")
    return Batch(FastqPlan.load(folder / "plan.json"), result)


def check_disk(folder: Path, result: Mapping[str, bytes]) -> None:
    """There is never more on the disk than the result; journals aside, which say what is there."""
    taken = 0
    for path in folder.glob("*") if folder.exists() else ():
        with suppress(FileNotFoundError):
            taken += 0 if path.name.endswith(".journal") else path.stat().st_size
    assert taken <= sum(map(len, result.values()))


def check_result(folder: Path, result: Mapping[str, bytes]) -> None:
    assert sorted(path.name for path in folder.iterdir()) == sorted(result)
    for name, content in result.items():
        assert (folder / name).read_bytes() == content


async def attempt(service: Simulator, plan: FastqPlan, folder: Path, wire: Wire) -> str:
    """Fetch, and return how that ended."""
    retry = RetryPolicy(max_retries=1, initial_backoff=0, max_backoff=0)
    async with BaseSpace(service.token, server=service.url, retry=retry, middleware=[wire]) as basespace:
        task = asyncio.create_task(
            basespace.fastqs.fetch(plan, to=folder, part_size=PART, concurrency=CONCURRENCY, checksum="require")
        )
        wire.cancel = task.cancel
        try:
            await task
        except asyncio.CancelledError:
            return "cancelled"
        except IncompleteDownloadError:
            return "failed"
        return "whole"


def strike(service: Simulator, event: str, draw: Random, batch: Batch, wire: Wire) -> None:
    """Prepare what goes wrong in the next attempt."""
    service.faults.clear()
    largest = [file for file, size in batch.sizes.items() if size > PART]
    wire.flip = draw.choice(largest) if event == "flip" else ""
    wire.gone = draw.choice(largest) if event == "gone" else ""
    wire.cancel_at = draw.randrange(1, sum(batch.sizes.values()) // PART) if event == "cancel" else 0
    if event in FAULTS:
        service.faults.add(event, origin="store", times=draw.randrange(1, 12), **FAULTS[event])  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", range(SEEDS))
def test_faults_and_cancellations(service: Simulator, tmp_path: Path, seed: int) -> None:
    draw = Random(f"kills {seed}")
    batch, wire = batch_of(service, seed, tmp_path), Wire()
    folder = tmp_path / "0"
    wire.look = lambda: check_disk(folder, batch.result)
    flipped: Counter[str] = Counter()
    interrupted = 0
    for number in range(ROUNDS + 1):
        # No event in the last round: that one goes on with what is there.
        event = draw.choice(EVENTS) if number < ROUNDS else ""
        strike(service, event, draw, batch, wire)
        damaged = wire.flip
        outcome = asyncio.run(attempt(service, batch.plan, folder, wire))
        flipped[damaged] += bool(damaged and not wire.flip)
        check_disk(folder, batch.result)
        interrupted += outcome != "whole"
        if outcome == "whole":
            check_result(folder, batch.result)
            check_received(wire.received, batch, flipped, interrupted)
            folder = tmp_path / str(number + 1)
            wire.received.clear()
            flipped.clear()
            interrupted = 0
    assert outcome == "whole"


def check_received(received: Counter[str], batch: Batch, flipped: Counter[str], interrupted: int) -> None:
    """A damaged lane is fetched again, and of all others at most what was under way."""
    twice = {file: received[file] - size * (1 + flipped[file]) for file, size in batch.sizes.items()}
    assert min(twice.values()) >= 0
    assert sum(twice.values()) <= interrupted * UNDER_WAY


PROGRAM = """
import sys
from tests.support.killed_download import kill_at
kill_at(int(sys.argv.pop(1)))
from basespace_async.cli import main
main()
"""


def test_killed_processes(service: Simulator, tmp_path: Path) -> None:
    """The command is killed before or within a change of the disk, and the last call goes on."""
    draw = Random("killed processes")
    service.faults.clear()
    killed_at_all = 0
    for seed in range(1000, 1000 + 3 * MORE):
        base = tmp_path / str(seed)
        base.mkdir()
        batch, folder = batch_of(service, seed, base), base / "fastq"
        served, kills = service.statistics.bytes_served, 0
        for _ in range(PROCESS_KILLS // 3 // MORE):
            ended = killed_fetch(service, base, str(draw.randrange(1, 60)))
            assert ended.returncode in (0, -signal.SIGKILL), ended.stderr
            kills += ended.returncode == -signal.SIGKILL
            check_disk(folder, batch.result)
        assert asyncio.run(attempt(service, batch.plan, folder, Wire())) == "whole"
        check_result(folder, batch.result)
        # What was under way, and what had come meanwhile and was not recorded yet.
        twice = service.statistics.bytes_served - served - sum(batch.sizes.values())
        assert twice <= kills * 4 * UNDER_WAY
        killed_at_all += kills
    assert killed_at_all >= 15 * MORE


def killed_fetch(service: Simulator, base: Path, number: str) -> subprocess.CompletedProcess[str]:
    """Fetch the plan in a process that is killed at so many changes of the disk."""
    env = {**os.environ, **environment(service), "HOME": str(base), "PYTHONPATH": str(ROOT)}
    env |= {"BASESPACE_ACCESS_TOKEN": service.token, "PYTHONPYCACHEPREFIX": str(base.parent / "cache")}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    command = ["fastq", "fetch", "--plan", str(base / "plan.json"), "--to", str(base / "fastq")]
    command += ["--part-size", str(PART), "--concurrency", str(CONCURRENCY), "--checksum", "require"]
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, number, *command], env=env, capture_output=True, text=True, check=False
    )
