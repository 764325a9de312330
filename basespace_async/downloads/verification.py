"""Compare content with an ETag, slice by slice, so that a large file does not delay a cancellation."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from .._util.tasks import in_thread
from .checksums import MIB, Digest, ETag, Verification, digests_of
from .identity import FileIdentity

SLICE = 16 * MIB
_READ_SIZE = MIB

Feed = Callable[[Digest, int, int], None]
"""Feeds a digest the bytes from one offset to another (exclusive). Blocking."""

NO_ETAG = "the service gives no checksum of it"
NOT_ASKED = "checksums were not asked for"
UNUSUAL_PARTS = "its ETag is of an upload in parts of an unusual size"


async def fed(digest: Digest, feed: Feed, size: int) -> ETag:
    """Feed `size` bytes to a digest, and return the ETag."""
    for start in range(0, size, SLICE):
        await in_thread(feed, digest, start, min(start + SLICE, size))
    return digest.etag()


async def matches(etag: ETag, digests: list[Digest], feed: Feed, size: int) -> bool:
    """Return whether a digest of `size` bytes gives the ETag; each digest reads all bytes."""
    for digest in digests:
        if await fed(digest, feed, size) == etag:
            return True
    return False


async def verify_existing(path: Path, identities: Sequence[FileIdentity]) -> Verification | None:
    """Verify a file on disk; return None if it is missing or differs from the service's.

    Args:
        path: Its path.
        identities: Which files follow each other in it; an ETag of "" is not compared.
    """
    if await in_thread(_size_of, path) != sum(identity.size for identity in identities):
        return None
    verifications = []
    start = 0
    for identity in identities:
        verification = await _verify_stretch(path, start, identity)
        if verification is None:
            return None
        verifications.append(verification)
        start += identity.size
    return Verification.weakest(verifications)


async def _verify_stretch(path: Path, start: int, identity: FileIdentity) -> Verification | None:
    etag = ETag.parse(identity.etag)
    if etag is None:
        return Verification("size", NO_ETAG)

    def feed(digest: Digest, first: int, stop: int) -> None:
        _feed_from(path, digest, start + first, start + stop)

    if await matches(etag, digests_of(etag, identity.size), feed, identity.size):
        return Verification("md5" if etag.parts is None else "multipart")
    return None


def _size_of(path: Path) -> int | None:
    try:
        status = os.stat(path)
    except FileNotFoundError:
        return None
    return status.st_size


def _feed_from(path: Path, digest: Digest, start: int, stop: int) -> None:
    with path.open("rb") as stream:
        stream.seek(start)
        while start < stop and (data := stream.read(min(_READ_SIZE, stop - start))):
            digest.update(memoryview(data))
            start += len(data)
