"""A proxy that cuts, stalls and corrupts what passes, and says answers again unasked, by a seed."""

from __future__ import annotations

import asyncio
import math
import os
import select
import socket
import struct
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from random import Random
from typing import Literal, Self

from attrs import frozen

from basespace_async.simulator.http.threads import running_in_thread
from tests.support.chaos.answers import read_answer

Kind = Literal[
    "none", "reset", "close", "half_close", "stall", "hang", "trickle", "flip", "twice", "late", "out_of_turn"
]
CUTS: tuple[Kind, ...] = ("reset", "close", "half_close")
DELAYS: tuple[Kind, ...] = ("stall", "hang", "trickle")
FLIPS: tuple[Kind, ...] = ("flip",)
REPEATS: tuple[Kind, ...] = ("twice", "late", "out_of_turn")
HOST = "127.0.0.1"
_CHUNK = 65_536
_TRICKLED = 200
"""Bytes that come one at a time."""
_NO_LINGER = struct.pack("ii", 1, 0)


@frozen
class Harm:
    """What happens to one direction of a connection.

    Attributes:
        kind: `reset` and `close` end both directions, by RST or in peace; `half_close` ends this one, and swallows what
            follows; `stall` waits; `hang` lets nothing more through; `trickle` lets bytes through one by one; `flip`
            changes a bit. On the way back only, and of HTTP without TLS: `twice` says an answer twice, `late` says it
            again after a while, `out_of_turn` says then what another connection was answered. They come when no
            request is under way, because else nobody could tell them from its answer.
        after: bytes that pass before it; of what is said again, answers.
        seconds: of `stall`, and until an answer is said again.
        bit: that `flip` changes.
    """

    kind: Kind = "none"
    after: int = 0
    seconds: float = 0.05
    bit: int = 0


HARMLESS = Harm()
Harms = Callable[[int], tuple[Harm, Harm]]
"""What happens to a connection, by its number from 1: on the way to the server, and on the way back."""


def harms_by_seed(seed: int | str, kinds: tuple[Kind, ...], *, share: float = 0.5) -> Harms:
    """Harm to a share of the connections, in one direction of each, anywhere from its first byte.

    Args:
        seed: the same seed does the same to a connection of the same number.
        kinds: what may happen.
        share: of the connections.
    """

    def harms(number: int) -> tuple[Harm, Harm]:
        random = Random(f"{seed} {number}")
        if random.random() >= share:
            return HARMLESS, HARMLESS
        if kinds == REPEATS:
            return HARMLESS, Harm(random.choice(kinds), min(random.randrange(8), random.randrange(8)))
        back = random.random() < 0.75
        most = 300_000 if back else 6_000
        after = int(math.exp(random.uniform(0, math.log(most)))) - 1
        harm = Harm(random.choice(kinds), after, random.uniform(0.01, 0.2), random.randrange(8))
        return (HARMLESS, harm) if back else (harm, HARMLESS)

    return harms


class _Turn:
    """Whose turn it is on a connection with a client.

    Attributes:
        writer: to the client.
        answers: how many there were.
        is_asked: whether a request came since the last answer.
    """

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.writer = writer
        self.answers = 0
        self.is_asked = False
        self._feed = reader.feed_data
        reader.feed_data = self._note  # type: ignore[method-assign]

    def _note(self, data: bytes) -> None:
        self.is_asked = True
        self._feed(data)

    def say(self, unasked: bytes) -> bool:
        """Say something unless a request, or the end, is under way; call it in the client's loop, which sends neither
        meanwhile.
        """
        connection = self.writer.get_extra_info("socket")
        if self.is_asked or self.writer.is_closing() or connection.fileno() < 0:
            return False
        if select.select([connection], [], [], 0)[0]:
            return False
        with suppress(OSError):
            os.write(connection.fileno(), unasked)
        return True


class _Cut(Exception):
    """Both directions of a connection end."""

    def __init__(self, *, in_peace: bool) -> None:
        super().__init__()
        self.in_peace = in_peace


class CuttingProxy:
    """Passes connections on to a server, and harms them on the way; an async context manager.

    Args:
        port: of the server, on loopback.
        harms: what happens to each connection.

    Attributes:
        struck: harm that was done, by kind.
        connections: how many there were.
        port: to connect to.
        calm: set, it lets everything through that comes later.
        loop: of the client, if it is another one than the proxy's.
    """

    loop: asyncio.AbstractEventLoop

    def __init__(self, port: int, harms: Harms) -> None:
        self.struck: Counter[str] = Counter()
        self.connections = 0
        self.port = 0
        self.calm = False
        self._upstream = port
        self._harms = harms
        self._open: dict[asyncio.Task[None], list[asyncio.StreamWriter]] = {}
        self._said: deque[bytes] = deque(maxlen=20)

    async def __aenter__(self) -> Self:
        self.loop = asyncio.get_running_loop()
        self._server = await asyncio.start_server(self._accept, HOST, 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        self._server.close()
        while self._open:
            # Not cancelled: the streams of Python 3.11 log that as an error.
            for writers in self._open.values():
                for writer in writers:
                    writer.transport.abort()
            await asyncio.wait(self._open, timeout=0.1)
        await self._server.wait_closed()

    @contextmanager
    def in_thread(self) -> Iterator[Self]:
        """The proxy in a thread of its own, with its own event loop."""
        with running_in_thread(self, "proxy"):
            yield self

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open[task] = [writer]
        self.connections += 1
        there, back = (HARMLESS, HARMLESS) if self.calm else self._harms(self.connections)
        try:
            server, upstream = await asyncio.open_connection(HOST, self._upstream)
            self._open[task].append(upstream)
            async with asyncio.TaskGroup() as group:
                if back.kind in REPEATS:
                    turn = _Turn(reader, writer)
                    group.create_task(self._pass(reader, upstream, there))
                    group.create_task(self._pass_answers(server, turn, back))
                else:
                    group.create_task(self._pass(reader, upstream, there))
                    group.create_task(self._pass(server, writer, back))
        except* _Cut as cuts:
            if not all(isinstance(cut, _Cut) and cut.in_peace for cut in cuts.exceptions):
                for each in self._open[task]:
                    _reset(each)
        except* OSError:
            pass  # a peer went away, which ends the connection for the other one, too
        finally:
            for each in self._open[task]:
                await _closed(each)
            del self._open[task]

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, harm: Harm) -> None:
        """Pass on what comes, to its end."""
        passed = 0
        while data := await reader.read(_CHUNK):
            if self.calm or not passed <= harm.after < passed + len(data) or harm.kind == "none":
                writer.write(data)
            elif await self._strike(harm, data, harm.after - passed, writer):
                while await reader.read(_CHUNK):
                    continue  # swallowed
                return
            passed += len(data)
            await writer.drain()
        with suppress(OSError):
            if writer.can_write_eof():
                writer.write_eof()

    async def _pass_answers(self, reader: asyncio.StreamReader, turn: _Turn, harm: Harm) -> None:
        """Pass on answers as a whole, and from one of them on say them, or those of other connections, again."""
        while answer := await read_answer(reader):
            strikes = turn.answers >= harm.after and not self.calm
            turn.answers += 1
            turn.is_asked = False
            if strikes and harm.kind == "twice":
                self.struck[harm.kind] += 1
                answer *= 2
            turn.writer.write(answer)
            await turn.writer.drain()
            if strikes and harm.kind != "twice":
                await asyncio.sleep(harm.seconds)
                with suppress(RuntimeError):  # the client's loop has ended
                    self.loop.call_soon_threadsafe(self._say_again, turn, harm, answer, turn.answers)
            self._said.append(answer)
        turn.writer.write_eof()

    def _say_again(self, turn: _Turn, harm: Harm, answer: bytes, number: int) -> None:
        others = [said for said in list(self._said) if said != answer]
        if turn.answers == number and turn.say(others[0] if harm.kind == "out_of_turn" and others else answer):
            self.struck[harm.kind] += 1

    async def _strike(self, harm: Harm, data: bytes, at: int, writer: asyncio.StreamWriter) -> bool:
        """Do harm at a place in the data that came.

        Returns:
            Whether nothing more is to be let through.
        """
        self.struck[harm.kind] += 1
        if harm.kind == "flip":
            writer.write(data[:at] + bytes([data[at] ^ 1 << harm.bit]) + data[at + 1 :])
            return False
        writer.write(data[:at])
        await writer.drain()
        match harm.kind:
            case "reset" | "close":
                raise _Cut(in_peace=harm.kind == "close")
            case "half_close":
                writer.write_eof()
                return True
            case "hang":
                return True
            case "stall":
                await asyncio.sleep(harm.seconds)
            case _:
                for place in range(at, min(at + _TRICKLED, len(data))):
                    writer.write(data[place : place + 1])
                    await writer.drain()
                    await asyncio.sleep(0)
                at += _TRICKLED
        writer.write(data[at:])
        return False


def _reset(writer: asyncio.StreamWriter) -> None:
    """End a connection with RST."""
    connection = writer.get_extra_info("socket")
    if connection is not None:
        with suppress(OSError):
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
    writer.transport.abort()


async def _closed(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()
