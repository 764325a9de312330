"""A service on loopback that answers whatever a test says, to whatever is asked, over real HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Self

from attrs import define, field, frozen


@frozen
class Raw:
    """An answer byte by byte, after which the connection ends.

    Attributes:
        said: the answer.
        repeated: what follows it, until nobody listens any more.
    """

    said: bytes
    repeated: bytes = b""


Answer = Callable[[str, str], tuple[int, bytes] | Raw]
"""Status and body, or a raw answer, for a method and a target."""


@define
class RandomService:
    """Reads requests, and answers each as `answer` says.

    Attributes:
        answer: called for each request.
        url: of the service.
        requests: methods and targets of the requests that came.
        heads: of the same requests.
        most: requests that are answered; further ones break the connection, so that no loop goes on for ever.
    """

    answer: Answer = lambda method, target: (200, b"{}")
    url: str = ""
    requests: list[str] = field(factory=list)
    heads: list[str] = field(factory=list)
    most: int = 1000
    _server: asyncio.Server | None = None
    _tasks: set[asyncio.Task[None]] = field(factory=set)

    def expect(self, answer: Answer, *, most: int = 1000) -> None:
        """Answer so from now on."""
        self.answer, self.most = answer, most
        self.requests.clear()
        self.heads.clear()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        assert self._server is not None
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while await self._exchange(reader, writer):
                pass
        writer.close()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        lines = head.lower().split("\r\n")
        length = next((int(line.partition(":")[2]) for line in lines if line.startswith("content-length:")), 0)
        await reader.readexactly(length)
        method, target, _ = head.split(" ", 2)
        self.requests.append(f"{method} {target}")
        self.heads.append(head)
        if len(self.requests) > self.most:
            return False
        answer = self.answer(method, target)
        if isinstance(answer, Raw):
            writer.write(answer.said)
            while answer.repeated:
                writer.write(answer.repeated)
                await writer.drain()
            return False
        status, body = answer
        writer.write(
            f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        )
        writer.write(body)
        await writer.drain()
        return True
