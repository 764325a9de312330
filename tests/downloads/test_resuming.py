"""Downloads that are killed are gone on with, and hold little in memory."""

from __future__ import annotations

import asyncio
import hashlib
import os
import random
import re
import signal
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest

from basespace_async import BaseSpace
from basespace_async.models import File
from basespace_async.simulator import Simulator
from tests.support.paths import SUPPORT

pytestmark = pytest.mark.slow


def world_with(simulator: Simulator, size: int, count: int = 1) -> list[str]:
    """Ids of new files of about that size."""
    dataset = next(iter(simulator.world.datasets.values()))
    return [simulator.world.add_file(dataset, f"{n}.fastq.gz", size).id for n in range(count)]


def sha256(simulator: Simulator, file_id: str) -> str:
    content = simulator.world.files[file_id].content
    digest = hashlib.sha256()
    for piece in content.pieces(0, content.size):
        digest.update(piece)
    return digest.hexdigest()


def test_a_download_killed_at_any_change_of_the_disk_is_gone_on_with_and_nothing_is_fetched_twice(
    tmp_path: Path,
) -> None:
    with Simulator(biosamples=4).in_thread() as simulator:
        (file_id,) = world_with(simulator, 4 * 65536 + 1000)
        program = [sys.executable, str(SUPPORT / "killed_download.py"), simulator.url, simulator.token, file_id]
        ended = subprocess.run(
            [*program, str(tmp_path / "results"), sha256(simulator, file_id)],
            capture_output=True,
            text=True,
            check=False,
        )
    found = re.fullmatch(r"(\d+) kills\n", ended.stdout)
    assert found, ended.stdout + ended.stderr
    assert int(found[1]) > 15


PROGRAM = """
import asyncio, sys
from basespace_async import BaseSpace

class Meter:
    total = None
    def __init__(self, **_): ...
    def update(self, n=1, /): print(n, flush=True)
    def close(self): ...

async def main(server, token, file, folder, part_size):
    async with BaseSpace(token, server=server) as basespace:
        await basespace.files.download(
            file, folder, part_size=int(part_size), concurrency=4, bandwidth=40e6, name="reads.gz",
            progress=lambda **named: Meter(),
        )

asyncio.run(main(*sys.argv[1:]))
"""
HELD = 4 << 20  # bytes that four streams hold until they write them
UNRECORDED = 16 << 20  # bytes that are being flushed, or written meanwhile


@pytest.mark.parametrize("part_size", [1 << 20, pytest.param(1 << 30, marks=pytest.mark.exhaustive)])
def test_a_download_killed_twenty_times_at_random_moments_fetches_little_twice(tmp_path: Path, part_size: int) -> None:
    draw = random.Random(part_size)
    with Simulator(biosamples=4).in_thread() as simulator:
        (file_id,) = world_with(simulator, 48 << 20)
        size = simulator.world.files[file_id].content.size
        arguments = [sys.executable, "-c", PROGRAM, simulator.url, simulator.token, file_id, str(tmp_path)]
        lost = kept = kills = 0
        for _ in range(20):
            with subprocess.Popen([*arguments, str(part_size)], stdout=subprocess.PIPE) as process:
                assert process.stdout is not None
                lines = [process.stdout.readline() for _ in range(draw.randrange(1, 40))]
                process.send_signal(signal.SIGKILL)
                received = sum(map(int, [*lines, *process.stdout]))  # with what was there before
            if process.returncode == 0:
                break
            kills += 1
            now = bytes_kept(tmp_path / ".reads.gz.part", size, part_size)
            assert now >= kept
            lost, kept = lost + received - now, now
        subprocess.run([*arguments, str(part_size)], stdout=subprocess.PIPE, check=True)
        digest = sha256(simulator, file_id)
    assert hashlib.sha256((tmp_path / "reads.gz").read_bytes()).hexdigest() == digest
    assert [path.name for path in tmp_path.iterdir()] == ["reads.gz"]
    assert kills > 4
    assert kept > size // 4
    assert lost <= size * 0.05 + kills * (HELD + UNRECORDED)


def bytes_kept(part: Path, size: int, part_size: int) -> int:
    """What the journal says is there, as it is documented."""
    journal = part.with_name(part.name + ".journal")
    reached = dict[int, int]()
    for line in journal.read_bytes().split(b"\n")[1:-1] if journal.exists() else []:
        number, _, offset = line.partition(b":")
        if number.isdigit():
            stop = min((int(number) + 1) * part_size, size)
            reached[int(number)] = max(reached.get(int(number), 0), int(offset) if offset else stop)
    return sum(offset - number * part_size for number, offset in reached.items())


async def test_sixteen_files_at_a_time_hold_little_in_memory(tmp_path: Path, no_task_left: None) -> None:
    with Simulator(biosamples=4).in_thread() as simulator:
        ids = world_with(simulator, 24 << 20, 16)
        sizes = [simulator.world.files[file_id].content.size for file_id in ids]
        _ = [simulator.world.files[file_id].content.etag for file_id in ids]
        files = [
            File(id=one, path=f"{one}.gz", size=size, etag=simulator.world.files[one].content.etag)
            for one, size in zip(ids, sizes, strict=True)
        ]
        async with BaseSpace(simulator.token, server=simulator.url) as basespace:
            tracemalloc.start()
            try:
                report = await basespace.files.download_many(files, tmp_path, concurrency=16)
                _, peak = tracemalloc.get_traced_memory()
            finally:
                tracemalloc.stop()
    assert report.fetched == sum(sizes)
    assert all(done.verification.complete for done in report.files)
    # The simulator's own buffers are in it too.
    assert peak < 64 << 20


async def test_the_loop_goes_on_while_a_large_file_is_written_and_verified(tmp_path: Path) -> None:
    """Everything that blocks is in threads: between two steps of the loop no file is read, written or hashed."""
    in_loop = asyncio.get_running_loop()
    blocked: list[str] = []

    def guarded(name: str) -> None:
        real = getattr(os, name)

        def call(*arguments: object, **named: object) -> object:
            if asyncio._get_running_loop() is in_loop:
                blocked.append(name)
            return real(*arguments, **named)

        patch.setattr(os, name, call)

    with (
        Simulator(biosamples=4).in_thread() as simulator,
        pytest.MonkeyPatch.context() as patch,
    ):
        (file_id,) = world_with(simulator, 3 << 20)
        for name in ("pwritev", "preadv", "fsync", "replace", "fstatvfs", "unlink", "open", "stat", "close"):
            guarded(name)
        async with BaseSpace(simulator.token, server=simulator.url) as basespace:
            await basespace.files.download(file_id, tmp_path, part_size=1 << 20)
            await basespace.files.download(file_id, tmp_path)
    assert blocked == []
