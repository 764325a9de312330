"""The ETag of a file whose parts come side by side."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Protocol

from .._util.tasks import in_thread
from .checksums import Digest, ETag
from .part_file import PartFile
from .verification import SLICE


class Digesting(Protocol):
    """Computes the ETag of all parts while they come."""

    def of_part(self, number: int) -> Digest | None:
        """What a part is fed to while it is written, from its beginning; None where it is read later."""
        ...

    @property
    def follows(self) -> bool:
        """Whether `follow` has work to do."""
        ...

    async def follow(self) -> None:
        """Read what is not fed while it is written, as far as it is there, to the end."""
        ...

    async def part_is_done(self) -> None:
        """One more part is there."""
        ...

    def etag(self) -> ETag:
        """The ETag, when all parts are there and `follow` has ended."""
        ...


def digesting_of(part: PartFile, digest: Digest) -> Digesting:
    """How to compute what `digest` computes, of all parts of a file."""
    if part.parts == 1 or digest.begins_anew_at(part.part_size):
        return DigestOfEach(part, digest)
    return FollowingDigest(part, digest)


class DigestOfEach:
    """A digest for each part, fed as the part is written: none waits for another, or is read again."""

    def __init__(self, part: PartFile, digest: Digest) -> None:
        self._part = part
        self._digests = [digest.another() for _ in range(part.parts)]
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
        """Nobody waits for it."""

    def etag(self) -> ETag:
        return Digest.joined(self._digests).etag()


class FollowingDigest:
    """One digest, fed in order with what is on the disk."""

    def __init__(self, part: PartFile, digest: Digest) -> None:
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


async def _feed(part: PartFile, number: int, digest: Digest) -> None:
    start, stop = part.span(number)
    for at in range(start, stop, SLICE):
        await in_thread(part.feed, digest, at, min(at + SLICE, stop))
