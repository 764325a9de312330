"""The proxy does to a connection what it was told, where it was told, and nothing else."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from tests.support.chaos.cutting_proxy import CUTS, DELAYS, FLIPS, HARMLESS, REPEATS, CuttingProxy, Harm, harms_by_seed

SENT = bytes(range(256)) * 40
pytestmark = pytest.mark.usefixtures("no_task_left")


@asynccontextmanager
async def echoing() -> AsyncIterator[tuple[int, list[bytes]]]:
    """A server that gives back what it gets, up to the end, and notes it."""
    got: list[bytes] = []

    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            got.append(b"")
            while data := await reader.read(4096):
                got[-1] += data
                writer.write(data)
                await writer.drain()
        except OSError:
            got.append(b"broken")
        finally:
            writer.close()

    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1], got


async def exchange(proxy: CuttingProxy, *, stays: bool = False) -> bytes | None:
    """What comes back of what was sent; None where the connection was reset. It is half closed, unless it stays."""
    reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
    try:
        writer.write(SENT)
        if not stays:
            writer.write_eof()
        found = b""
        while data := await reader.read(4096):
            found += data
        return found
    except OSError:
        return None
    finally:
        writer.transport.abort()


def always(there: Harm = HARMLESS, back: Harm = HARMLESS) -> Callable[[int], tuple[Harm, Harm]]:
    return lambda _: (there, back)


async def test_without_harm_all_passes_both_ways() -> None:
    async with echoing() as (port, got), CuttingProxy(port, always()) as proxy:
        assert await exchange(proxy) == SENT
        assert got == [SENT]
        assert (proxy.connections, dict(proxy.struck)) == (1, {})


@pytest.mark.parametrize("after", [0, 1, 5000])
async def test_a_connection_is_closed_after_so_many_bytes(after: int) -> None:
    async with echoing() as (port, _), CuttingProxy(port, always(back=Harm("close", after))) as proxy:
        assert await exchange(proxy) == SENT[:after]
        assert proxy.struck == {"close": 1}


async def test_a_connection_is_reset() -> None:
    async with echoing() as (port, got), CuttingProxy(port, always(there=Harm("reset", 100))) as proxy:
        assert await exchange(proxy) is None
        while got[-1] not in (b"broken", SENT[:100]):  # noqa: ASYNC110
            await asyncio.sleep(0.001)
        assert SENT.startswith(got[0])
        assert len(got[0]) <= 100


async def test_the_way_there_is_half_closed_and_the_way_back_still_works() -> None:
    async with echoing() as (port, got), CuttingProxy(port, always(there=Harm("half_close", 300))) as proxy:
        assert await exchange(proxy) == SENT[:300]
        assert got == [SENT[:300]]


@pytest.mark.parametrize("bit", [0, 7])
async def test_one_bit_is_flipped(bit: int) -> None:
    async with echoing() as (port, got), CuttingProxy(port, always(back=Harm("flip", 777, bit=bit))) as proxy:
        found = await exchange(proxy)
        assert got == [SENT]
        assert found is not None
        assert [place for place, pair in enumerate(zip(found, SENT, strict=True)) if pair[0] != pair[1]] == [777]
        assert found[777] ^ SENT[777] == 1 << bit


@pytest.mark.parametrize("kind", ["stall", "trickle"])
async def test_what_is_delayed_arrives_whole(kind: str) -> None:
    harm = Harm(kind, 1000, seconds=0.01)  # type: ignore[arg-type]
    async with echoing() as (port, _), CuttingProxy(port, always(back=harm)) as proxy:
        assert await exchange(proxy) == SENT
        assert proxy.struck == {kind: 1}


async def test_a_connection_that_hangs_lets_nothing_more_through_and_stays() -> None:
    async with echoing() as (port, _), CuttingProxy(port, always(back=Harm("hang", 10))) as proxy:
        exchanging = asyncio.create_task(exchange(proxy, stays=True))
        done, _ = await asyncio.wait([exchanging], timeout=0.1)
        assert (proxy.struck, done) == ({"hang": 1}, set())
        exchanging.cancel()
        await asyncio.gather(exchanging, return_exceptions=True)


async def test_calm_it_does_no_harm() -> None:
    async with echoing() as (port, _), CuttingProxy(port, always(back=Harm("reset", 0))) as proxy:
        proxy.calm = True
        assert await exchange(proxy) == SENT
        assert not proxy.struck


async def test_a_server_that_is_not_there_ends_the_connection() -> None:
    async with echoing() as (port, _):
        pass
    async with CuttingProxy(port, always()) as proxy:
        assert await exchange(proxy) in (b"", None)


def test_the_same_seed_does_the_same_harm_and_in_the_share_that_was_asked_for() -> None:
    kinds = CUTS + DELAYS + FLIPS
    first, second = harms_by_seed(5, kinds), harms_by_seed(5, kinds)
    drawn = [first(number) for number in range(400)]
    assert drawn == [second(number) for number in range(400)]
    assert drawn != [harms_by_seed(6, kinds)(number) for number in range(400)]
    struck = [harm for pair in drawn for harm in pair if harm.kind != "none"]
    assert 150 < len(struck) < 250
    assert {harm.kind for harm in struck} == set(kinds)
    assert min(harm.after for harm in struck) < 5
    assert max(harm.after for harm in struck) > 50_000


# --- what is said again -----------------------------------------------------------------------------------------------


@asynccontextmanager
async def answering() -> AsyncIterator[int]:
    """A server that answers each request with its path, by turns with a length and in chunks."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        number = 0
        while head := (await reader.read(4096)):
            path = head.split()[1]
            sized = b"Content-Length: %d\r\n\r\n%b" % (len(path), path)
            chunked = b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%b\r\n0\r\n\r\n" % (len(path), path)
            writer.write(b"HTTP/1.1 200 OK\r\n" + (chunked if number % 2 else sized))
            number += 1
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


async def talk(proxy: CuttingProxy, *paths: str, until_struck: bool = False) -> list[bytes]:
    """The paths of the answers that come to requests on one connection, each sent when the one before was answered."""
    reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
    said = b""
    for path in paths:
        writer.write(b"GET %b HTTP/1.1\r\n\r\n" % path.encode())
        said += await reader.read(4096)
        while until_struck and not proxy.struck:  # noqa: ASYNC110
            await asyncio.sleep(0.001)
    writer.write_eof()
    while data := await reader.read(4096):
        said += data
    writer.close()
    await writer.wait_closed()
    return re.findall(rb"/\w+", said.replace(b"HTTP/1", b""))


async def test_answers_are_said_twice_at_once() -> None:
    async with answering() as port, CuttingProxy(port, always(back=Harm("twice", 1))) as proxy:
        assert await talk(proxy, "/a", "/b", "/c") == [b"/a", b"/b", b"/b", b"/c", b"/c"]
        assert proxy.struck == {"twice": 2}


async def test_an_answer_is_said_again_when_no_request_is_under_way() -> None:
    async with answering() as port, CuttingProxy(port, always(back=Harm("late", 0, seconds=0.01))) as proxy:
        assert await talk(proxy, "/a", until_struck=True) == [b"/a", b"/a"]
        assert proxy.struck == {"late": 1}


async def test_while_a_request_is_under_way_nothing_is_said_again() -> None:
    async with answering() as port, CuttingProxy(port, always(back=Harm("late", 0, seconds=0.05))) as proxy:
        assert await talk(proxy, "/a", "/b", "/c") == [b"/a", b"/b", b"/c"]
        assert not proxy.struck


async def test_what_another_connection_was_answered_is_said_out_of_turn() -> None:
    async with answering() as port, CuttingProxy(port, always(back=Harm("out_of_turn", 0, seconds=0.01))) as proxy:
        assert await talk(proxy, "/a") == [b"/a"]
        assert await talk(proxy, "/b", until_struck=True) == [b"/b", b"/a"]
        assert proxy.struck == {"out_of_turn": 1}


def test_what_is_said_again_is_drawn_by_seed() -> None:
    drawn = [harms_by_seed(5, REPEATS)(number) for number in range(200)]
    assert drawn == [harms_by_seed(5, REPEATS)(number) for number in range(200)]
    assert {back.kind for _, back in drawn} == {"none", *REPEATS}
    assert all(there == HARMLESS for there, _ in drawn)
