"""ETags of an object store, and what they say of a file's content.

An ETag is the MD5 of the content, or for an upload in parts the MD5 of the parts' MD5s and their number (observed). The
size of the parts is not told: it is found by trying.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Literal

from attrs import frozen

from ..content.reader import plain_etag

MIB = 1 << 20
_USUAL = tuple(size * MIB for size in (8, 5, 16, 10, 15, 25, 32, 50, 64, 100, 128, 250, 256, 500, 512, 1024, 5120))
_DECIMAL = tuple(size * 10**6 for size in (5, 8, 10, 16, 25, 50, 64, 100, 128, 250, 256, 500, 1000))
_MAX_TRIED = 16
_FORM = re.compile(r"([0-9a-f]{32})(?:-([1-9][0-9]{0,4}))?")


@frozen
class Verification:
    """How far a file's content was compared with what the service says of it.

    Attributes:
        method: `md5` or `multipart` where the ETag was found to be the content's; `size` where only the size was.
        reason: why only the size, or "".
    """

    method: Literal["md5", "multipart", "size"]
    reason: str = ""

    @property
    def complete(self) -> bool:
        """Whether the content was compared, and not only its size."""
        return self.method != "size"


@frozen
class ETag:
    """An ETag that says something of the content: an MD5, of the content or of its parts' MD5s."""

    digest: str
    parts: int | None = None

    @staticmethod
    def parse(text: str) -> ETag | None:
        """The ETag in a header or a file's record, or None where it is of another form."""
        found = _FORM.fullmatch(plain_etag(text).lower())
        if found is None:
            return None
        return ETag(found[1], int(found[2]) if found[2] else None)

    def __str__(self) -> str:
        return self.digest if self.parts is None else f"{self.digest}-{self.parts}"

    def part_sizes(self, size: int) -> list[int]:
        """Sizes of parts that an upload of `size` bytes in so many parts can have had, the likely ones first.

        Beside the usual sizes these are whole MiB, where there are few that fit.
        """
        if self.parts is None:
            return []
        if self.parts == 1:
            return [max(size, 1)]
        smallest, largest = -(-size // self.parts), (size - 1) // (self.parts - 1)
        whole = range(-(-smallest // MIB), min(largest // MIB, smallest // MIB + _MAX_TRIED) + 1)
        # The last one: an upload that was cut into equal parts.
        tried = dict.fromkeys([*_USUAL, *_DECIMAL, *(count * MIB for count in whole), smallest])
        return [each for each in tried if smallest <= each <= largest][:_MAX_TRIED]


def _md5() -> hashlib._Hash:
    return hashlib.md5(usedforsecurity=False)


class Digest:
    """The ETag of what it is fed, in order. Blocking.

    Args:
        part_size: bytes of each part of the upload; None for the MD5 of the whole.
    """

    def __init__(self, part_size: int | None = None) -> None:
        self._part_size = part_size
        self._parts: list[bytes] = []
        self._current = _md5()
        self._fed = 0

    def update(self, data: memoryview) -> None:
        """Feed it the next bytes."""
        while self._part_size is not None and self._fed + len(data) > self._part_size:
            room = self._part_size - self._fed
            self._current.update(data[:room])
            data = data[room:]
            self._parts.append(self._current.digest())
            self._current, self._fed = _md5(), 0
        self._current.update(data)
        self._fed += len(data)

    def another(self) -> Digest:
        """A digest like this one that was fed nothing."""
        return Digest(self._part_size)

    def begins_anew_at(self, position: int) -> bool:
        """Whether a part of the upload begins there, so that what follows can be fed to a digest of its own."""
        return self._part_size is not None and position % self._part_size == 0

    @staticmethod
    def joined(digests: Sequence[Digest]) -> Digest:
        """The digest of what was fed to several in turn, each of which began where a part of the upload begins."""
        *before, last = digests or [Digest()]
        for digest in reversed(before):
            last._parts[:0] = [*digest._parts, digest._current.digest()]
        return last

    def etag(self) -> ETag:
        """The ETag of everything that was fed."""
        if self._part_size is None:
            return ETag(self._current.hexdigest())
        parts = [*self._parts, self._current.digest()]
        return ETag(hashlib.md5(b"".join(parts), usedforsecurity=False).hexdigest(), len(parts))


def digests_of(etag: ETag, size: int) -> list[Digest]:
    """What can show that content of `size` bytes is the ETag's: one of them must come to it."""
    if etag.parts is None:
        return [Digest()]
    return [Digest(each) for each in etag.part_sizes(size)]
