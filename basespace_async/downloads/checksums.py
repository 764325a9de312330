"""ETags of the object store as checksums of a file's content.

An ETag is the MD5 of the content, or for an upload in parts the MD5 of the parts' MD5s and their number (observed). The
service does not tell the size of the parts: it is found by trying.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
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
    """How a downloaded file was verified.

    Attributes:
        method: `md5` or `multipart` if the content matches the ETag; `size` if only the size was compared.
        reason: Why only the size was compared, or "".

    Example:
        ```python
        downloaded = await basespace.files.download(file, "fastq")
        if not downloaded.verification.complete:
            print(downloaded.verification.reason)
        ```
    """

    method: Literal["md5", "multipart", "size"]
    reason: str = ""

    @property
    def complete(self) -> bool:
        """Whether the content was compared, not only its size."""
        return self.method != "size"

    @staticmethod
    def weakest(verifications: Iterable[Verification]) -> Verification:
        """Return how a file was verified whose stretches were verified one by one."""
        return min(verifications, key=lambda verification: verification.complete)


@frozen
class ETag:
    """A parsed ETag: the MD5 of the content, or of its parts' MD5s."""

    digest: str
    parts: int | None = None

    @staticmethod
    def parse(text: str) -> ETag | None:
        """Parse the ETag in a header or a file's record; return None for any other form."""
        match = _FORM.fullmatch(plain_etag(text).lower())
        if match is None:
            return None
        return ETag(match[1], int(match[2]) if match[2] else None)

    def __str__(self) -> str:
        return self.digest if self.parts is None else f"{self.digest}-{self.parts}"

    def part_sizes(self, size: int) -> list[int]:
        """Return part sizes in bytes that the upload may have used, likely ones first.

        Beside the usual sizes, whole MiB are tried if few of them fit.

        Args:
            size: Bytes of the whole content.
        """
        if self.parts is None:
            return []
        if self.parts == 1:
            return [max(size, 1)]
        smallest, largest = -(-size // self.parts), (size - 1) // (self.parts - 1)
        whole = range(-(-smallest // MIB), min(largest // MIB, smallest // MIB + _MAX_TRIED) + 1)
        # The last one: an upload that was cut into equal parts.
        tried = dict.fromkeys([*_USUAL, *_DECIMAL, *(count * MIB for count in whole), smallest])
        return [part_size for part_size in tried if smallest <= part_size <= largest][:_MAX_TRIED]


def _md5() -> hashlib._Hash:
    return hashlib.md5(usedforsecurity=False)


class Digest:
    """An incremental ETag of the bytes fed to it in order. Blocking.

    Args:
        part_size: Bytes of each part of the upload; None for the MD5 of the whole content.
    """

    def __init__(self, part_size: int | None = None) -> None:
        self._part_size = part_size
        self._parts: list[bytes] = []
        self._current = _md5()
        self._fed = 0

    def update(self, data: memoryview) -> None:
        """Feed the next bytes."""
        while self._part_size is not None and self._fed + len(data) > self._part_size:
            room = self._part_size - self._fed
            self._current.update(data[:room])
            data = data[room:]
            self._parts.append(self._current.digest())
            self._current, self._fed = _md5(), 0
        self._current.update(data)
        self._fed += len(data)

    def empty_copy(self) -> Digest:
        """Return an empty digest of the same kind."""
        return Digest(self._part_size)

    def begins_anew_at(self, position: int) -> bool:
        """Return whether a part of the upload begins at a position, so that a new digest can start there."""
        return self._part_size is not None and position % self._part_size == 0

    @staticmethod
    def joined(digests: Sequence[Digest]) -> Digest:
        """Join digests of consecutive ranges, each of which starts where a part of the upload starts."""
        *before, last = digests or [Digest()]
        for digest in reversed(before):
            last._parts[:0] = [*digest._parts, digest._current.digest()]
        return last

    def etag(self) -> ETag:
        """Return the ETag of all bytes fed so far."""
        if self._part_size is None:
            return ETag(self._current.hexdigest())
        parts = [*self._parts, self._current.digest()]
        return ETag(hashlib.md5(b"".join(parts), usedforsecurity=False).hexdigest(), len(parts))


def digests_of(etag: ETag, size: int) -> list[Digest]:
    """Return the digests to try for content of `size` bytes; one of them must produce the ETag."""
    if etag.parts is None:
        return [Digest()]
    return [Digest(part_size) for part_size in etag.part_sizes(size)]
