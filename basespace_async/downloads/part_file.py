"""The part file of an unfinished download. Everything here blocks.

A download to `reads.gz` grows in `.reads.gz.part`, which is renamed when it is complete. `.reads.gz.part.journal` lists
what is on the disk: the first line is JSON that says what is downloaded. Each line after it was written after its bytes
were flushed: the number of a complete part, or `number:offset` for one that is there up to an offset. If the list gave
no ETag, another line of JSON has the ETag of the object store; a download that ended without a kill says so in the last
line. A line that was cut is ignored. A file in one piece has a journal only once enough of it is there.

Where the locks of a file system may not hold for every process, the part file is called `.reads.gz.<scope>.part` while
it is written (see `locking`), and `.reads.gz.part` after the download has ended.
"""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from attrs import asdict

from .._util.fsync import flush_folder
from ..errors import DownloadError
from .allocation import allocate, check_room
from .checksums import Digest
from .identity import FileIdentity
from .journal import Journal, remove
from .leftovers import claim, leave
from .locking import is_named, open_locked
from .paths import make_folders, part_path
from .positioned_io import read_at, write_at

_VERSION = 1
_READ_SIZE = 1 << 20
_MIN_PROGRESS = 1 << 18  # bytes by which a part grows until that is recorded
_MIN_KEPT = 1 << 16  # bytes that are worth a part file after a failure


class PartFile:
    """The part file of one download, which no other download writes to while it is open.

    Args:
        target: Final path; its folders are created.
        identity: What is downloaded.
        part_size: Bytes of each part; a resumed download keeps its earlier part size.
        scope: Scope of the locks in the target folder; see `lock_scope`.

    Attributes:
        done: Numbers of the parts on the disk.
        seen: ETag that the object store sent with them, if it was recorded, or "".
    """

    def __init__(self, target: Path, identity: FileIdentity, part_size: int, scope: str = "") -> None:
        self.target = target
        self.identity = identity
        self.part_size = part_size
        self.done: set[int] = set()
        self.seen = ""
        self._progress: dict[int, int] = {}
        self._written: dict[int, int] = {}
        self._etag = ""
        self._path = os.fspath(part_path(target, scope))
        self._left = os.fspath(part_path(target))
        self._descriptor = -1
        self._journal = Journal(f"{self._path}.journal")

    def open(self) -> None:
        """Open an earlier part file of this download, or begin a new one.

        Raises:
            DownloadError: If another download is writing the file, or a folder has the final name.
            OSError: If the disk refuses.
        """
        if _is_folder(self.target):
            raise DownloadError(f"cannot write {self.target}: there is a folder of that name")
        try:
            self._descriptor, is_new = open_locked(self._path, self.target)
        except FileNotFoundError:
            make_folders(self.target.parent)
            self._descriptor, is_new = open_locked(self._path, self.target)
        if is_new and self._path != self._left and claim(self._left, self._path):
            self._close_descriptors()
            self._descriptor, _ = open_locked(self._path, self.target)
        if not self._resume():
            self.begin_anew()

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
        return sum(self.reached(number) - self.span(number)[0] for number in {*self.done, *self._progress})

    @property
    def has_complete(self) -> bool:
        """Whether a part is complete that is not recorded."""
        return any(offset == self.span(number)[1] for number, offset in self._unrecorded())

    def _unrecorded(self) -> list[tuple[int, int]]:
        return [(number, offset) for number, offset in list(self._written.items()) if number not in self.done]

    @property
    def is_open(self) -> bool:
        """Whether the part file is open."""
        return self._descriptor >= 0

    @property
    def has_journal(self) -> bool:
        """Whether what is on the disk is recorded already, so that `note_etag` has work to do."""
        return self._journal.is_open

    def write(self, pieces: list[bytes], offset: int) -> None:
        """Write consecutive pieces of a part at an offset."""
        write_at(self._descriptor, pieces, offset)
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
        os.fsync(self._descriptor)
        if not self._journal.is_open:
            self._create_journal()
        self._journal.add(done, progress)
        self.done.update(done)
        self._progress.update(progress)
        for number in done:
            self._written.pop(number)

    def note_etag(self, etag: str) -> None:
        """Record the ETag of the first response, so that only the same content is resumed."""
        self._etag = self._etag or etag
        if self._journal.is_open and not self.seen:
            self._journal.add_object({"seen": etag})
            self.seen = etag

    def feed(self, digest: Digest, start: int, stop: int) -> None:
        """Feed a digest the bytes from `start` to `stop` (exclusive)."""
        buffer = memoryview(bytearray(min(_READ_SIZE, max(stop - start, 1))))
        while start < stop:
            read = read_at(self._descriptor, buffer[: stop - start], start)
            if not read:
                raise DownloadError(f"{self._path} was cut by somebody else while it was downloaded")
            digest.update(buffer[:read])
            start += read

    def finish(self) -> None:
        """Flush the part file, rename it to the target, and close it.

        Raises:
            DownloadError: If the part file was removed by somebody else.
            OSError: If the disk refuses.
        """
        os.fsync(self._descriptor)
        gone = f"{self._path} was removed or replaced by somebody else while it was downloaded"
        if not is_named(self._descriptor, self._path):
            raise DownloadError(gone)
        has_journal = self.has_journal
        self._release_for_windows()
        try:
            os.replace(self._path, self.target)
        except FileNotFoundError:
            raise DownloadError(gone) from None
        flush_folder(self.target.parent)
        if has_journal:
            self._journal.remove()
        self._close_descriptors()

    def close(self, *, keep: bool) -> int:
        """Close the part file. Safe after `finish`, and before `open`.

        Args:
            keep: Keep what is there for the next attempt; if it is too little, the file is removed.

        Returns:
            Bytes that are kept.

        Raises:
            OSError: If the file could not be removed.
        """
        if self._descriptor < 0:
            return 0
        try:
            kept = keep and self._keep()
            self._release_for_windows()
            if not kept:
                # In this order, because the lock goes with the name of the part file.
                self._journal.remove()
                if sys.platform == "win32" or is_named(self._descriptor, self._path):
                    remove(self._path)
        finally:
            self._close_descriptors()
        return self.kept if kept else 0

    def _keep(self) -> bool:
        """Record what is there for the next attempt, and return whether it is worth it."""
        there = self.kept + sum(offset - self.reached(number) for number, offset in self._written.items())
        if not self.done and there < _MIN_KEPT:
            return False
        with suppress(OSError):  # what was recorded before stays
            self.flush(1)
        if not self._journal.is_open or not (self.done or self._progress):
            return False
        self._journal.add_object({"closed": os.fstat(self._descriptor).st_ino})
        leave(self._path, self._left)
        return True

    def begin_anew(self) -> None:
        """Discard all parts, and allocate space for the whole file.

        Raises:
            DownloadError: If there is not enough space.
            OSError: If the disk refuses.
        """
        self.done.clear()
        self._progress.clear()
        self._written.clear()
        self.seen = self._etag = ""
        os.ftruncate(self._descriptor, 0)
        self._journal.remove()
        check_room(self._descriptor, self.identity.size, self.target)
        allocate(self._descriptor, self.identity.size)
        if self.parts > 1:
            self._create_journal()

    def _create_journal(self) -> None:
        self._journal.create(self._head())
        if self._etag:
            self.note_etag(self._etag)

    def _head(self) -> dict[str, Any]:
        return {"version": _VERSION, "part_size": self.part_size, **asdict(self.identity)}

    def _resume(self) -> bool:
        """Resume from the journal if it belongs to this download; return whether it does."""
        record = self._journal.resume(self._head())
        status = os.fstat(self._descriptor)
        if record is None or status.st_size != self.identity.size:
            return False
        if self._path != self._left and record.inode not in (None, status.st_ino):
            return False  # two that ended at the same time left a part file and a journal each
        self.part_size = record.part_size
        self.done = {number for number in record.done if number < self.parts}
        for number, offset in record.progress.items():
            start, stop = self.span(number)
            if number not in self.done and start < offset < stop:
                self._progress[number] = offset
        self.seen = record.seen
        return True

    def _release_for_windows(self) -> None:
        # There, an open file has its name for good; elsewhere the lock must last until the name is another one.
        if sys.platform == "win32":
            self._close_descriptors()

    def _close_descriptors(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
        self._descriptor = -1
        self._journal.close()


def _is_folder(path: Path) -> bool:
    """Return whether a path is a folder; raise OSError for one that is too long for the file system."""
    try:
        return stat.S_ISDIR(os.stat(path).st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False
