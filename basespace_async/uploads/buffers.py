"""Buffers of parts that are under way: lent in turn, used again, and never more than a number of bytes."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class BufferPool:
    """Buffers for parts, limited by their number and their bytes; who asks first is served first.

    They are used again, because fresh ones cost a third of the time of sending, and what is freed in another thread
    than it was made in stays with the process.

    Args:
        concurrency: Buffers that are lent at most.
        max_bytes: Bytes of all buffers at most; a single one may have more.
    """

    def __init__(self, concurrency: int, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._min_share = -(-max_bytes // concurrency)
        self._lent = 0
        self._waiting: deque[tuple[int, asyncio.Future[None]]] = deque()
        self._free: list[bytearray] = []
        self._allocated = 0

    @asynccontextmanager
    async def lend(self, size: int) -> AsyncIterator[memoryview]:
        """Wait for a buffer of `size` bytes, and have it for the time of the block."""
        share = min(max(size, self._min_share), self._max_bytes)
        await self._enter(share)
        try:
            buffer = self._buffer(size, share)
            try:
                yield memoryview(buffer)[:size]
            except BaseException:
                self._allocated -= len(buffer)  # a connection that broke may hold it still
                raise
            self._free.append(buffer)
        finally:
            self._lent -= share
            self._wake()

    def _buffer(self, size: int, share: int) -> bytearray:
        for index, buffer in enumerate(self._free):
            if size <= len(buffer) <= share:
                return self._free.pop(index)
        while self._free and self._allocated + size > self._max_bytes:
            self._allocated -= len(self._free.pop())
        self._allocated += size
        return bytearray(size)

    async def _enter(self, share: int) -> None:
        if not self._waiting and self._lent + share <= self._max_bytes:
            self._lent += share
            return
        turn = asyncio.get_running_loop().create_future()
        entry = (share, turn)
        self._waiting.append(entry)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._lent -= share
            elif entry in self._waiting:
                self._waiting.remove(entry)
            self._wake()
            raise

    def _wake(self) -> None:
        while self._waiting and self._lent + self._waiting[0][0] <= self._max_bytes:
            share, turn = self._waiting.popleft()
            if not turn.done():
                self._lent += share
                turn.set_result(None)
