"""A soak is quiet where nothing grows, and finds what does."""

from __future__ import annotations

import asyncio
from mmap import mmap
from pathlib import Path
from random import Random

import pytest
from attrs import evolve

from basespace_async import BaseSpace
from tests.support.chaos.soaking import MIB, Sample, served, settled, soak, take_sample, what_grew

pytestmark = pytest.mark.slow

NOISE = Random(4)


def samples(count: int = 120, **slopes: float) -> list[Sample]:
    """Samples a second apart, with noise, that grow by so much a second."""
    steady = {"memory": 100.0 * MIB, "tasks": 90.0, "sockets": 60.0, "descriptors": 80.0, "threads": 9.0}
    noise = {"memory": 0.5 * MIB, "tasks": 25.0, "sockets": 6.0, "descriptors": 8.0, "threads": 0.0}
    made = []
    for at in range(count):
        values = {
            name: int(value + slopes.get(name, 0) * at + NOISE.uniform(-1, 1) * noise[name])
            for name, value in steady.items()
        }
        made.append(Sample(at=float(at), **values))
    return made


def test_what_only_varies_does_not_grow() -> None:
    assert what_grew(samples()) == []
    assert what_grew(samples(1800)) == []


@pytest.mark.parametrize(
    ("what", "slope"),
    [("memory", 0.3 * MIB), ("tasks", 1.0), ("sockets", 0.6), ("descriptors", 0.8), ("threads", 0.1)],
)
def test_what_grows_is_found(what: str, slope: float) -> None:
    (found,) = what_grew(samples(120, **{what: slope}))
    assert found.startswith(f"{what} grew from")


@pytest.mark.parametrize(
    ("what", "slope"), [("memory", 0.02 * MIB), ("tasks", 0.1), ("sockets", 0.05), ("descriptors", 0.06)]
)
def test_in_half_an_hour_little_of_it_is_found(what: str, slope: float) -> None:
    assert len(what_grew(samples(1800, **{what: slope}))) == 1


def test_caches_may_fill_at_the_beginning_and_one_peak_is_no_growth() -> None:
    filling = [evolve(each, memory=each.memory - max(0, 25 - int(each.at)) * MIB) for each in samples()]
    assert what_grew(filling) == []
    assert settled(filling)[0].at == 30.0
    peak = samples()
    peak[-1] = evolve(peak[-1], memory=900 * MIB, sockets=400)
    assert what_grew(peak) == []


def test_a_few_samples_show_nothing() -> None:
    assert what_grew(samples(6)) == ["4 samples are too few"]


async def test_a_sample_counts_what_this_process_has() -> None:
    first = take_sample(0)
    # Mapped: the allocator may answer with memory that an earlier test freed, and the process already has.
    async with await asyncio.start_server(lambda reader, writer: None, "127.0.0.1", 0), asyncio.TaskGroup() as tasks:
        task = tasks.create_task(asyncio.sleep(60))
        with mmap(-1, 40 * MIB) as held:
            held.write(b"x" * len(held))
            second = take_sample(0)
        task.cancel()
    assert (second.tasks - first.tasks, second.sockets - first.sockets) == (1, 1)
    assert second.descriptors - first.descriptors == 1
    assert second.memory - first.memory > 30 * MIB


async def test_a_client_under_load_leaves_nothing_and_one_that_leaks_is_found() -> None:
    left: list[object] = []

    async def leaks(basespace: BaseSpace, random: Random, folder: Path) -> None:
        left.append(asyncio.create_task(asyncio.sleep(3600)))

    async with served(size=60, file_size="20K") as (server, token):
        clean = await soak(server, token, 6.0)  # so long that a busy machine has samples, too
        leaking = await soak(server, token, 3.0, more=[leaks])
    assert clean.left == []
    assert sum(clean.done.values()) > 20
    assert clean.requests > 100
    assert "memory: " in clean.summary()
    assert leaking.left[0].split()[1] == "tasks"
    for task in left:
        task.cancel()  # type: ignore[attr-defined]
    await asyncio.gather(*left, return_exceptions=True)  # type: ignore[call-overload]
