"""A client under load for a long time, watched: memory, tasks, sockets, descriptors and threads must not grow."""

from __future__ import annotations

import asyncio
import gc
import os
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random

from attrs import Factory, astuple, define, frozen

from basespace_async import BaseSpace
from basespace_async.errors import BaseSpaceError
from basespace_async.harvest import harvest
from basespace_async.transport import AiohttpTransport, RateLimit, RetryPolicy, Timeouts
from tests.support.chaos.strays import TURNS, open_descriptors

CONCURRENCY = 64
"""Requests under way at one time: as many as a client allows itself when nothing is said."""
WORKERS = 40
FAULTS = (
    "reset_before:probability=0.01;reset_after:probability=0.01;truncate:probability=0.01;status:probability=0.01,status=503;"
    "throttle:probability=0.005,seconds=0;malformed:probability=0.005;slow:probability=0.01,bytes_per_second=500000;"
    "reset_before:origin=store,probability=0.02;truncate:origin=store,probability=0.02;expired_link:probability=0.02"
)
MIB = 1 << 20


@frozen
class Sample:
    """What the process has at a moment.

    Attributes:
        at: seconds since the beginning.
        memory: bytes that are resident.
        tasks, sockets, descriptors, threads: how many there are.
    """

    at: float
    memory: int
    tasks: int
    sockets: int
    descriptors: int
    threads: int


@frozen
class Limits:
    """How much more of each there may be at the end than at the beginning, by the line through all samples.

    Attributes:
        memory: bytes, and beside them a share of what there was (`memory_share`).
        tasks, sockets, descriptors, threads: more of them. What is under way varies from second to second.
    """

    memory: int = 8 * MIB
    memory_share: float = 0.05
    tasks: float = 40.0
    sockets: float = 24.0
    descriptors: float = 32.0
    threads: float = 2.0


def take_sample(started: float) -> Sample:
    """What this process has now, after what can be freed was freed."""
    gc.collect()
    with open("/proc/self/statm", encoding="ascii") as stream:
        resident = int(stream.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    open_now = open_descriptors()
    sockets = sum(name.startswith("socket:") for name in open_now.values())
    at = time.monotonic() - started
    return Sample(at, resident, len(asyncio.all_tasks()), sockets, len(open_now), threading.active_count())


def growth(samples: Sequence[Sample], what: str) -> float:
    """How much more there is at the end than at the beginning, by the straight line through all samples."""
    slope = statistics.linear_regression([each.at for each in samples], [getattr(each, what) for each in samples]).slope
    return slope * (samples[-1].at - samples[0].at)


def settled(samples: Sequence[Sample]) -> Sequence[Sample]:
    """The samples after the first quarter: until then caches fill, and connections and threads are made."""
    return [each for each in samples if each.at >= samples[-1].at / 4]


def what_grew(samples: Sequence[Sample], limits: Limits | None = None) -> list[str]:
    """What there is more of at the end than there may be; nothing where all is well.

    Both ways of looking must agree: the line through all samples, and the medians of their first and last third. A
    single peak in either is no growth.
    """
    limits, samples = limits or Limits(), settled(samples)
    if len(samples) < 6:
        return [f"{len(samples)} samples are too few"]
    third = len(samples) // 3
    found: list[str] = []
    for what in ("memory", "tasks", "sockets", "descriptors", "threads"):
        first, last = (
            statistics.median(getattr(each, what) for each in part) for part in (samples[:third], samples[-third:])
        )
        most = getattr(limits, what) + (limits.memory_share * first if what == "memory" else 0)
        if min(growth(samples, what), (last - first) * 1.5) > most:
            found.append(f"{what} grew from {first:,.0f} to {last:,.0f}")
    return found


@define
class Soak:
    """A client under load.

    Attributes:
        samples: one a second.
        done: what was done, by kind.
        errors: what it ended with otherwise, by class.
        left: what was there after the client was closed that was not before.
    """

    samples: list[Sample] = Factory(list)
    done: Counter[str] = Factory(Counter)
    errors: Counter[str] = Factory(Counter)
    left: list[str] = Factory(list)
    requests: int = 0

    def problems(self, limits: Limits | None = None) -> list[str]:
        """What must not be."""
        return what_grew(self.samples, limits) + self.left

    def summary(self) -> str:
        """What was done, and what there was of each, at the beginning and at the end."""
        steady = settled(self.samples)
        third = max(1, len(steady) // 3)
        lines = [f"{self.requests:,} requests; done: {dict(self.done)}; errors: {dict(self.errors)}"]
        for what in ("memory", "tasks", "sockets", "descriptors", "threads"):
            values = [getattr(each, what) / (MIB if what == "memory" else 1) for each in steady]
            unit = " MiB" if what == "memory" else ""
            grown = growth(steady, what) / (MIB if what == "memory" else 1)
            lines.append(
                f"{what}: {statistics.median(values[:third]):.1f}{unit} at the beginning, "
                f"{statistics.median(values[-third:]):.1f}{unit} at the end, {max(values):.1f}{unit} at most, "
                f"{grown:+.2f}{unit} by the line"
            )
        return "\n".join(lines)


Act = Callable[[BaseSpace, Random, Path], Awaitable[None]]


async def soak(
    server: str, token: str, seconds: float, *, more: Sequence[Act] = (), tell: Callable[[str], None] = lambda _: None
) -> Soak:
    """Load a client for so many seconds.

    Args:
        server, token: of a simulator in another process.
        seconds: how long.
        more: further things to do beside the usual ones.
        tell: told a line every half a minute.
    """
    made, started = Soak(), time.monotonic()
    before = take_sample(started)
    with tempfile.TemporaryDirectory() as folder:
        async with BaseSpace(
            token,
            server=server,
            transport=AiohttpTransport(),
            rate_limit=RateLimit(concurrency=CONCURRENCY, adaptive=False),
            retry=RetryPolicy(max_retries=3, initial_backoff=0.01, max_backoff=0.1, deadline=30),
            timeouts=Timeouts(connect=10, read=10, total=30),
        ) as basespace:
            await _load(basespace, made, Path(folder), started, started + seconds, [*ACTS, *more], tell)
            made.requests = basespace.stats.requests
    for _ in range(TURNS):
        await asyncio.sleep(0)
    after = take_sample(started)
    for what in ("tasks", "sockets"):
        if getattr(after, what) > getattr(before, what):
            made.left.append(
                f"{getattr(after, what)} {what} after the client was closed, {getattr(before, what)} before"
            )
    return made


async def _load(
    basespace: BaseSpace,
    made: Soak,
    folder: Path,
    started: float,
    until: float,
    acts: Sequence[Act],
    tell: Callable[[str], None],
) -> None:
    async def work(number: int) -> None:
        try:
            await work_on(number)
        finally:
            if time.monotonic() < until:
                made.left.append(f"task {number} ended before its time, after {sum(made.done.values())} were done")

    async def work_on(number: int) -> None:
        random = Random(number)
        while time.monotonic() < until:
            act = acts[random.randrange(len(acts))]
            own = folder / f"{number}"
            try:
                await act(basespace, random, own)
                made.done[act.__name__] += 1
            except BaseSpaceError as error:
                made.errors[type(error).__name__] += 1

    async with asyncio.TaskGroup() as group:
        for number in range(WORKERS):
            group.create_task(work(number))
        while time.monotonic() < until:
            await asyncio.sleep(1)
            made.samples.append(take_sample(started))
            if len(made.samples) % 30 == 0:
                tell(
                    f"{', '.join(f'{value:,.0f}' for value in astuple(made.samples[-1]))}; {sum(made.done.values()):,} done"
                )


# --- what is done -----------------------------------------------------------------------------------------------------


async def whole_list(basespace: BaseSpace, random: Random, folder: Path) -> None:
    """A list to its end, in any order."""
    ordered = random.random() < 0.5
    async for _ in basespace.biosamples.list(page_size=random.choice([20, 200]), concurrency=4, ordered=ordered):
        pass


async def list_left_early(basespace: BaseSpace, random: Random, folder: Path) -> None:
    """A list that is left in its middle, as programs do: with nothing said of its generator."""
    left = random.randrange(1, 60)
    async for _ in basespace.datasets.list(page_size=10, concurrency=4):
        left -= 1
        if not left:
            break


async def single_calls(basespace: BaseSpace, random: Random, folder: Path) -> None:
    """Calls one by one, and several at a time."""
    biosample = str(104_000_000 + random.randrange(150))
    await basespace.biosamples.get(biosample)
    await basespace.users.current()
    await basespace.biosamples.get_many([str(104_000_000 + number) for number in range(5)])


async def change(basespace: BaseSpace, random: Random, folder: Path) -> None:
    """A call that changes something."""
    await basespace.biosamples.set_status(str(104_000_000 + random.randrange(150)), random.choice(["Active", "Done"]))


async def cancelled(basespace: BaseSpace, random: Random, folder: Path) -> None:
    """A list, a call or a download that is cancelled at any moment."""
    what: list[Awaitable[object]] = [
        basespace.appsessions.list(page_size=5).collect(),
        _first_download(basespace, folder),
    ]
    chosen = what.pop(random.randrange(2))
    for other in what:
        other.close()  # type: ignore[attr-defined]
    own = asyncio.current_task()
    assert own is not None
    # Before Python 3.13, a group of tasks that failed earlier leaves a mark of a cancellation behind.
    marks = own.cancelling()
    task = asyncio.ensure_future(chosen)
    await asyncio.sleep(random.random() * 0.1)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        if own.cancelling() > marks:
            raise


async def timed_out(basespace: BaseSpace, random: Random, folder: Path) -> None:
    """A call that gives up after a few milliseconds."""
    quick = basespace.with_options(deadline=0.001 + random.random() * 0.02)
    await quick.appsessions.list(page_size=50).collect()


async def stream(basespace: BaseSpace, random: Random, folder: Path) -> None:
    """Content that is read to its end, or left."""
    file = await _some_file(basespace, random)
    if file is None:
        return
    async with basespace.files.open(file) as content:
        await content.read(random.choice([1, 10_000, -1]))


async def download(basespace: BaseSpace, random: Random, folder: Path) -> None:
    """A dataset to the disk."""
    try:
        await _first_download(basespace, folder)
    finally:
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)


async def small_harvest(basespace: BaseSpace, random: Random, folder: Path) -> None:
    """A harvest of a few tables, into a folder that is new or of the harvest before."""
    if random.random() < 0.8:
        return  # it is long
    await harvest(basespace, folder / "lab", tables=["appsessions"], format="jsonl", page_size=20, concurrency=4)


async def _first_download(basespace: BaseSpace, folder: Path) -> object:
    dataset = await basespace.datasets.list(page_size=1).first()
    return dataset and await basespace.datasets.download(
        dataset, folder / "files", part_size=65_536, if_exists="replace"
    )


async def _some_file(basespace: BaseSpace, random: Random) -> str | None:
    dataset = await basespace.datasets.list(offset=random.randrange(100), page_size=1).first()
    found = None if dataset is None else await basespace.datasets.files(dataset).first()
    return None if found is None else str(found.id)


ACTS: tuple[Act, ...] = (
    whole_list,
    list_left_early,
    single_calls,
    change,
    cancelled,
    timed_out,
    stream,
    download,
    small_harvest,
)


@asynccontextmanager
async def served(*, size: int = 160, file_size: str = "200K", faults: str = FAULTS) -> AsyncIterator[tuple[str, str]]:
    """A simulator in a process of its own: its address and token."""
    command = ["-m", "basespace_async.cli", "simulate", "--port", "0", "--size", str(size), "--file-size", file_size]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *command,
        "--faults",
        faults,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert process.stdout is not None
    try:
        lines = [(await process.stdout.readline()).decode().strip() for _ in range(2)]
        server, token = (line.partition("=")[2] for line in lines)
        yield f"{server}/v2", token
    finally:
        process.terminate()
        await process.wait()
