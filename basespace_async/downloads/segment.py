"""The bytes of one file within a part file, which may have those of other files beside them. Everything here blocks."""

from __future__ import annotations

import os
from pathlib import Path

from .._util.platform.descriptors import read_at, write_at
from ..errors import DownloadError
from .checksums import Digest
from .identity import FileIdentity
from .journal import Journal, Record

_READ_SIZE = 1 << 20
_MIN_PROGRESS = 1 << 18  # bytes by which a part grows until that is recorded


class Segment:
    """The bytes of one file within a part file. Offsets are those of the file.

    Args:
        identity: Which file it is.
        start: Offset of its first byte in the part file.
        journal: Journal of the part file.
        target: Final path of the part file, for errors.

    Attributes:
        done: Numbers of the parts on the disk.
        seen: ETag that the object store sent with them, if it was recorded, or "".
        descriptor: The open part file, or -1.
        part_size: Bytes of each part.
    """

    def __init__(self, identity: FileIdentity, start: int, journal: Journal, target: Path) -> None:
        self.identity = identity
        self.target = target
        self.done: set[int] = set()
        self.seen = ""
        self.descriptor = -1
        self.part_size = 1
        self._progress: dict[int, int] = {}
        self._written: dict[int, int] = {}
        self._etag = ""
        self._start = start
        self._first = 0
        self._journal = journal

    def place(self, first: int, part_size: int) -> None:
        """Set the number that its first part has in the journal, and the bytes of each part."""
        self._first, self.part_size = first, part_size

    def resume(self, record: Record) -> None:
        """Take over what a journal says is on the disk."""
        numbers = range(self._first, self._first + self.parts)
        self.done = {number - self._first for number in record.done if number in numbers}
        for recorded, offset in record.progress.items():
            number, offset = recorded - self._first, offset - self._start
            if recorded in numbers and number not in self.done and self.span(number)[0] < offset < self.span(number)[1]:
                self._progress[number] = offset
        self.seen = record.seen.get(self._first, "") if self.parts else ""

    @property
    def parts(self) -> int:
        """The number of parts."""
        return -(-self.identity.size // self.part_size)

    def span(self, number: int) -> tuple[int, int]:
        """Return the offsets of a part: its start, and its end (exclusive)."""
        start = number * self.part_size
        return start, min(start + self.part_size, self.identity.size)

    def reached(self, number: int) -> int:
        """Return the offset up to which a part is on the disk."""
        start, stop = self.span(number)
        return stop if number in self.done else self._progress.get(number, start)

    @property
    def kept(self) -> int:
        """Bytes on the disk that need not be fetched again."""
        if not self.done and not self._progress:
            return 0
        return sum(self.reached(number) - self.span(number)[0] for number in {*self.done, *self._progress})

    @property
    def written(self) -> int:
        """Bytes on the disk, recorded or not."""
        return self.kept + sum(offset - self.reached(number) for number, offset in self._unrecorded())

    @property
    def has_complete(self) -> bool:
        """Whether a part is complete that is not recorded."""
        return any(offset == self.span(number)[1] for number, offset in self._unrecorded())

    def _unrecorded(self) -> list[tuple[int, int]]:
        return [(number, offset) for number, offset in list(self._written.items()) if number not in self.done]

    @property
    def has_journal(self) -> bool:
        """Whether what is on the disk is recorded already, so that `note_etag` has work to do."""
        return self._journal.is_open

    def write(self, pieces: list[bytes], offset: int) -> None:
        """Write consecutive pieces of a part at an offset."""
        write_at(self.descriptor, pieces, self._start + offset)
        number = offset // self.part_size
        if offset == self._written.get(number, self.reached(number)):
            self._written[number] = offset + sum(map(len, pieces))

    def flush(self, min_progress: int = _MIN_PROGRESS) -> None:
        """Record what was written of each part, after its bytes have reached the disk.

        Args:
            min_progress: Bytes by which an incomplete part must have grown.
        """
        written = dict(self._unrecorded())
        done = {number for number, offset in written.items() if offset == self.span(number)[1]}
        progress = {
            number: offset
            for number, offset in written.items()
            if number not in done and offset - self.reached(number) >= min_progress
        }
        if not done and not progress:
            return
        os.fsync(self.descriptor)
        if not self._journal.is_open:
            self._journal.create()
            self.note_etag(self._etag)
        self._journal.add(
            [self._first + number for number in done],
            {self._first + number: self._start + offset for number, offset in progress.items()},
        )
        self.done.update(done)
        self._progress.update(progress)
        for number in done:
            self._written.pop(number)

    def note_etag(self, etag: str) -> None:
        """Record the ETag of the first response, so that only the same content is resumed."""
        self._etag = self._etag or etag
        if etag and self.parts and self._journal.is_open and not self.seen:
            self._journal.note_etag(self._first, etag)
            self.seen = etag

    def feed(self, digest: Digest, start: int, stop: int) -> None:
        """Feed a digest the bytes from `start` to `stop` (exclusive)."""
        buffer = memoryview(bytearray(min(_READ_SIZE, max(stop - start, 1))))
        while start < stop:
            read = read_at(self.descriptor, buffer[: stop - start], self._start + start)
            if not read:
                raise DownloadError(f"{self.target} was cut by somebody else while it was downloaded")
            digest.update(buffer[:read])
            start += read

    def discard(self) -> None:
        """Forget all parts, also in the journal: their bytes are of no use."""
        self.done.clear()
        self._progress.clear()
        self._written.clear()
        self.seen = self._etag = ""
        if self.parts and self._journal.is_open:
            self._journal.discard(self._first, self._first + self.parts)
