"""How many responses a job reads at a time: more while that is faster, fewer where it is not."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from itertools import cycle

import pytest
from attrs import define, field

from basespace_async.downloads.streams import ProcessorLoad, Streams
from tests.support import simulated_time

PIECE = 1 << 18
ORIGINAL_OF = ProcessorLoad.of


@pytest.fixture(autouse=True)
def load(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The load of the processor that the streams see: none, because time is simulated."""
    loads = [0.0]
    monkeypatch.setattr(ProcessorLoad, "of", lambda self, seconds: loads[0])
    return loads


@define
class Network:
    """A simulated network, and the parts that are read over it.

    Attributes:
        connection: Bytes a second of each connection.
        link: Bytes a second of all connections.
        limits: The streams' limit after each piece.
        busy: Responses that are read.
        throttled: How often the store has asked to slow down.
    """

    connection: float = 10e6
    link: float = 1e12
    limits: list[int] = field(factory=list)
    busy: int = 0
    peak: int = 0
    throttled: int = 0

    async def read(self, streams: Streams, parts: int, part_size: int = 8 << 20) -> None:
        """Read parts as a file's worker does, in its turn."""
        async with streams.turn():
            for _ in range(parts):
                self.busy += 1
                self.peak = max(self.peak, self.busy)
                for _ in range(part_size // PIECE):
                    await asyncio.sleep(PIECE / min(self.connection, self.link / self.busy))
                    streams.received(PIECE)
                    self.limits.append(streams.limit)
                self.busy -= 1
                await streams.renew()

    def run(self, streams: Callable[[], Streams], work: Callable[[Streams], list[Awaitable[None]]]) -> float:
        """Return the seconds that the work takes."""

        async def timed() -> float:
            began = asyncio.get_running_loop().time()
            await asyncio.gather(*work(streams()))
            return asyncio.get_running_loop().time() - began

        return simulated_time.run(timed())


def test_the_number_grows_to_its_most_while_each_connection_has_a_cap() -> None:
    network = Network()
    seconds = network.run(lambda: Streams(64), lambda streams: [network.read(streams, 4) for _ in range(128)])
    assert network.limits[-1] == network.peak == 64
    assert seconds < 1.2 * 512 * (8 << 20) / (64 * 10e6)  # 16 at a time would take four times as long


def test_the_number_grows_where_only_large_files_that_have_not_begun_wait() -> None:
    network = Network()

    @define
    class Large:
        remaining: int = 2

    async def download(streams: Streams) -> None:
        file = Large()

        async def part() -> None:
            await network.read(streams, 1)
            file.remaining -= 1
            streams.let_in()

        async with streams.room(file):
            await asyncio.gather(part(), part())

    network.run(lambda: Streams(64), lambda streams: [download(streams) for _ in range(256)])
    assert network.limits[-1] == network.peak == 64


def test_no_more_are_read_where_one_connection_fills_the_link() -> None:
    network = Network(connection=100e6, link=100e6)
    network.run(lambda: Streams(64), lambda streams: [network.read(streams, 4) for _ in range(200)])
    limits = network.limits[: len(network.limits) // 2]  # at the end nothing waits, and nothing is compared
    assert set(limits) == {16, 32}
    assert sum(limit > 16 for limit in limits) < len(limits) / 8


def test_moments_of_less_load_are_not_taken_for_a_processor_that_has_time(monkeypatch: pytest.MonkeyPatch) -> None:
    loads = cycle([1.0, 1.0, 0.85, 1.0])
    monkeypatch.setattr(ProcessorLoad, "of", lambda self, seconds: next(loads))
    network = Network()
    network.run(lambda: Streams(64), lambda streams: [network.read(streams, 4) for _ in range(64)])
    assert set(network.limits) == {16}


def test_no_more_are_read_while_the_processor_is_busy(load: list[float]) -> None:
    network = Network()

    async def finish_other_work() -> None:
        load[0] = 1.0
        await asyncio.sleep(20)
        assert set(network.limits) == {16}
        load[0] = 0.5

    network.run(
        lambda: Streams(64), lambda streams: [finish_other_work(), *(network.read(streams, 8) for _ in range(100))]
    )
    assert network.limits[-1] == 64


def test_a_time_in_which_nothing_came_is_not_held_against_more() -> None:
    async def stall(streams: Streams) -> None:
        async with streams.turn():
            streams.received(0)
            await asyncio.sleep(1)
            streams.received(0)
            await asyncio.sleep(60)

    network = Network()
    network.run(
        lambda: Streams(64),
        lambda streams: [*(stall(streams) for _ in range(16)), *(network.read(streams, 2) for _ in range(160))],
    )
    assert network.limits[-1] == 64


def test_the_number_follows_a_link_that_becomes_wider() -> None:
    network = Network(link=100e6)

    async def widen() -> None:
        await asyncio.sleep(20)
        network.link = 1e12

    network.run(lambda: Streams(64), lambda streams: [widen(), *(network.read(streams, 8) for _ in range(100))])
    assert network.limits[-1] == 64


def test_a_store_that_asks_to_slow_down_is_asked_by_half_as_many() -> None:
    network = Network()

    async def refuse() -> None:
        await asyncio.sleep(5)
        for _ in range(7):  # what was under way is refused, too
            network.throttled += 1
            await asyncio.sleep(0.1)

    network.run(
        lambda: Streams(64, lambda: network.throttled),
        lambda streams: [refuse(), *(network.read(streams, 4) for _ in range(200))],
    )
    steps = [limit for limit, before in zip(network.limits[1:], network.limits, strict=False) if limit != before]
    assert steps[:3] == [32, 64, 32]


def test_it_stops_at_two_however_often_it_is_asked_to_slow_down() -> None:
    network = Network()

    async def refuse() -> None:
        for _ in range(20):
            await asyncio.sleep(0.5)
            network.throttled += 1

    network.run(
        lambda: Streams(64, lambda: network.throttled),
        lambda streams: [refuse(), *(network.read(streams, 8) for _ in range(100))],
    )
    assert min(network.limits) == 2


def test_what_is_given_is_the_most() -> None:
    for most in (1, 5, 40):
        network = Network()
        network.run(lambda: Streams(most), lambda streams: [network.read(streams, 2) for _ in range(60)])  # noqa: B023
        assert network.peak == most


async def test_a_turn_that_is_cancelled_while_it_is_renewed_is_not_lost() -> None:
    throttled = 0
    streams = Streams(4, lambda: throttled)
    holding = asyncio.Event()

    async def work() -> None:
        async with streams.turn():
            holding.set()
            await asyncio.sleep(0)
            await streams.renew()
            await asyncio.sleep(3600)

    tasks = [asyncio.create_task(work()) for _ in range(4)]
    await holding.wait()
    throttled = 1
    streams._return_to(2)
    for _ in range(5):
        await asyncio.sleep(0)
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
    async with streams.turn(), streams.turn():
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0):
                await streams.turn().__aenter__()


def test_large_files_begin_in_their_order_when_a_stream_has_nothing_to_do() -> None:
    @define
    class Large:
        remaining: int

    begun: list[int] = []

    async def download(streams: Streams, number: int, parts: int) -> None:
        file = Large(parts)
        async with streams.room(file):
            begun.append(number)
            for _ in range(parts):
                await asyncio.sleep(1)
                file.remaining -= 1
                streams.let_in()

    async def run() -> None:
        streams = Streams(8)
        async with asyncio.TaskGroup() as group:
            for number in range(6):
                group.create_task(download(streams, number, 5))
            await asyncio.sleep(0.5)
            assert begun == [0, 1]
            await asyncio.sleep(1)
            assert begun == [0, 1]
            await asyncio.sleep(1)
            assert begun == [0, 1, 2]
        assert begun == list(range(6))

    simulated_time.run(run())


def test_the_load_is_the_share_of_the_busier_of_loop_and_process() -> None:
    load = ProcessorLoad()
    began = time.thread_time()
    while (used := time.thread_time() - began) < 0.02:
        pass
    assert ORIGINAL_OF(load, used) >= 1.0
    assert ORIGINAL_OF(load, 3600.0) < 0.1
