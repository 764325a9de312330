"""Compute the ETag of a file while its parts arrive in parallel."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Protocol

from .._util.tasks import in_thread
from .checksums import Digest, ETag
from .segment import Segment
from .verification import SLICE


class ETagPipeline(Protocol):
    """Computes the ETag of a file while its parts arrive."""

    def of_part(self, number: int) -> Digest | None:
        """Return the digest to feed while a part is written; None if the part is read later."""
        ...

    @property
    def follows(self) -> bool:
        """Whether `follow` has work to do."""
        ...

    async def follow(self) -> None:
        """Feed the parts that are not fed while they are written, as they become available."""
        ...

    async def part_is_done(self) -> None:
        """Tell the pipeline that another part is complete."""
        ...

    def etag(self) -> ETag:
        """Return the ETag, once all parts are complete and `follow` has ended."""
        ...


def etag_pipeline_for(part: Segment, digest: Digest) -> ETagPipeline:
    """Choose how to compute the ETag of a file from a digest."""
    if part.parts == 1 or digest.begins_anew_at(part.part_size):
        return _PerPartPipeline(part, digest)
    return _SequentialPipeline(part, digest)


class _PerPartPipeline:
    """One digest per part, fed as the part is written: no part waits for another or is read again."""

    def __init__(self, part: Segment, digest: Digest) -> None:
        self._part = part
        self._digests = [digest.empty_copy() for _ in range(part.parts)]
        self._kept = sorted(part.done)

    def of_part(self, number: int) -> Digest | None:
        return self._digests[number]

    @property
    def follows(self) -> bool:
        return bool(self._kept)

    async def follow(self) -> None:
        for number in self._kept:
            await _feed(self._part, number, self._digests[number])

    async def part_is_done(self) -> None:
        """Do nothing: no digest waits for another part."""

    def etag(self) -> ETag:
        return Digest.joined(self._digests).etag()


class _SequentialPipeline:
    """One digest, fed in order from the disk."""

    def __init__(self, part: Segment, digest: Digest) -> None:
        self._part = part
        self._digest = digest
        self._grown = asyncio.Condition()

    def of_part(self, number: int) -> Digest | None:
        return None

    @property
    def follows(self) -> bool:
        return True

    async def follow(self) -> None:
        for number in range(self._part.parts):
            async with self._grown:
                await self._grown.wait_for(partial(self._part.done.__contains__, number))
            await _feed(self._part, number, self._digest)

    async def part_is_done(self) -> None:
        async with self._grown:
            self._grown.notify_all()

    def etag(self) -> ETag:
        return self._digest.etag()


async def _feed(part: Segment, number: int, digest: Digest) -> None:
    await feed_range(part, digest, *part.span(number))


async def feed_range(part: Segment, digest: Digest | None, start: int, stop: int) -> None:
    """Feed a digest, if there is one, the bytes on the disk from `start` to `stop` (exclusive)."""
    if digest is None:
        return
    for offset in range(start, stop, SLICE):
        await in_thread(part.feed, digest, offset, min(offset + SLICE, stop))
