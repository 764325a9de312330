"""Bytes that may be held at a time, taken in turn."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class ByteSlots:
    """A limit of parts that are held at a time, by their number and their bytes; who asks first is served first.

    Args:
        concurrency: Parts at most.
        max_bytes: Bytes at most; a single part may have more.
    """

    def __init__(self, concurrency: int, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._least = -(-max_bytes // concurrency)
        self._held = 0
        self._waiting: deque[tuple[int, asyncio.Future[None]]] = deque()

    @asynccontextmanager
    async def take(self, size: int) -> AsyncIterator[None]:
        """Wait for room for a part of `size` bytes, and have it for the time of the block."""
        share = min(max(size, self._least), self._max_bytes)
        await self._enter(share)
        try:
            yield
        finally:
            self._held -= share
            self._wake()

    async def _enter(self, share: int) -> None:
        if not self._waiting and self._held + share <= self._max_bytes:
            self._held += share
            return
        turn = asyncio.get_running_loop().create_future()
        entry = (share, turn)
        self._waiting.append(entry)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._held -= share
            elif entry in self._waiting:
                self._waiting.remove(entry)
            self._wake()
            raise

    def _wake(self) -> None:
        while self._waiting and self._held + self._waiting[0][0] <= self._max_bytes:
            share, turn = self._waiting.popleft()
            if not turn.done():
                self._held += share
                turn.set_result(None)
