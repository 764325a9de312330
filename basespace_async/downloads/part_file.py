"""The part file of an unfinished download, and its journal. Everything here blocks.

A download to `reads.gz` grows in `.reads.gz.part`, which is renamed when it is complete. If it has several parts,
`.reads.gz.part.journal` lists those on the disk: the first line is JSON that says what is downloaded, and one line per
part follows, written after the part's bytes were flushed. If the list gave no ETag, another line of JSON has the ETag
of the object store. A line that was cut is ignored.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from pathlib import Path
from threading import Lock
from typing import Any

import orjson
from attrs import asdict, frozen

from .._util.fsync import flush_folder
from ..errors import DownloadError
from .allocation import allocate
from .checksums import Digest
from .journal import etag_in, part_size_in, read_journal
from .locking import OPEN_FLAGS, open_locked
from .paths import make_folders

_VERSION = 1
_MAX_NAME = 240  # bytes: file systems take 255, and the journal's name is longer by 8
_READ_SIZE = 1 << 20


@frozen
class FileIdentity:
    """Identity of a file's content. A download can be resumed only if all of it is the same.

    Attributes:
        file_id: Id of the file.
        size: Size in bytes.
        etag: ETag as the service gives it, or "".
    """

    file_id: str
    size: int
    etag: str


def remove_stray_journal(target: Path) -> None:
    """Remove the journal of a download that was killed between its last two steps."""
    part = part_path(target)
    if not part.exists():
        part.with_name(part.name + ".journal").unlink(missing_ok=True)


def part_path(target: Path) -> Path:
    """Return the path of the part file of a download to `target`."""
    name = f".{target.name}.part"
    if len(os.fsencode(name)) <= _MAX_NAME:
        return target.with_name(name)
    digest = hashlib.sha256(os.fsencode(target.name)).hexdigest()[:16]
    return target.with_name(f".{digest}.part")


class PartFile:
    """The part file of one download, locked against other downloads while it is open.

    Args:
        target: Final path; its folders are created.
        identity: What is downloaded.
        part_size: Bytes of each part; a resumed download keeps its earlier part size.

    Attributes:
        done: Numbers of the parts on the disk.
        seen: ETag that the object store sent with them, if it was recorded, or "".
    """

    def __init__(self, target: Path, identity: FileIdentity, part_size: int) -> None:
        self.target = target
        self.identity = identity
        self.part_size = part_size
        self.done: set[int] = set()
        self.seen = ""
        self._path = os.fspath(part_path(target))
        self._journal_path = f"{self._path}.journal"
        self._descriptor = self._journal = -1
        self._may_have_journal = True
        self._seeking = Lock()

    def open(self) -> None:
        """Open an earlier part file of this download, or begin a new one.

        Raises:
            DownloadError: If another download is writing the file, or a folder has the final name.
            OSError: If the disk refuses.
        """
        if _is_folder(self.target):
            raise DownloadError(f"cannot write {self.target}: there is a folder of that name")
        try:
            self._descriptor = open_locked(self._path, self.target)
        except FileNotFoundError:
            make_folders(self.target.parent)
            self._descriptor = open_locked(self._path, self.target)
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

    @property
    def is_open(self) -> bool:
        """Whether the part file is open."""
        return self._descriptor >= 0

    @property
    def has_journal(self) -> bool:
        """Whether complete parts are recorded, so that `commit` and `note_etag` have work to do."""
        return self._journal >= 0

    def write(self, pieces: list[bytes], offset: int) -> None:
        """Write consecutive pieces at an offset."""
        if not hasattr(os, "pwritev"):
            self._write_seeking(b"".join(pieces), offset)
            return
        expected = sum(map(len, pieces))
        written = os.pwritev(self._descriptor, pieces, offset)
        if written < expected:
            rest = memoryview(b"".join(pieces))[written:]
            while rest:
                offset, written = offset + written, os.pwrite(self._descriptor, rest, offset + written)
                rest = rest[written:]

    def _write_seeking(self, data: bytes, offset: int) -> None:
        with self._seeking:
            os.lseek(self._descriptor, offset, os.SEEK_SET)
            view = memoryview(data)
            while view:
                view = view[os.write(self._descriptor, view) :]

    def commit(self, *numbers: int) -> None:
        """Record complete parts. Their bytes reach the disk before the record does."""
        if self._journal >= 0:
            os.fsync(self._descriptor)
            os.write(self._journal, b"".join(b"%d\n" % number for number in numbers))
        self.done.update(numbers)

    def note_etag(self, etag: str) -> None:
        """Record the ETag of the first response, so that only the same content is resumed."""
        if self._journal >= 0 and not self.seen:
            os.write(self._journal, orjson.dumps({"seen": etag}) + b"\n")
            self.seen = etag

    def feed(self, digest: Digest, start: int, stop: int) -> None:
        """Feed a digest the bytes from `start` to `stop` (exclusive)."""
        buffer = memoryview(bytearray(min(_READ_SIZE, max(stop - start, 1))))
        while start < stop:
            read = self._read_into(buffer[: stop - start], start)
            if not read:
                raise DownloadError(f"{self._path} was cut by somebody else while it was downloaded")
            digest.update(buffer[:read])
            start += read

    def _read_into(self, buffer: memoryview, offset: int) -> int:
        if hasattr(os, "preadv"):
            return os.preadv(self._descriptor, [buffer], offset)
        with self._seeking:
            os.lseek(self._descriptor, offset, os.SEEK_SET)
            data = os.read(self._descriptor, len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def finish(self) -> None:
        """Flush the part file, rename it to the target, and close it."""
        has_journal = self.has_journal
        os.fsync(self._descriptor)
        self._release_for_windows()
        os.replace(self._path, self.target)
        flush_folder(self.target.parent)
        if has_journal:
            _remove(self._journal_path)
        self._close_descriptors()

    def close(self, *, keep: bool) -> None:
        """Close the part file. Safe after `finish`, and before `open`.

        Args:
            keep: Keep the complete parts for the next attempt; if there are none, the file is removed.

        Raises:
            OSError: If the file could not be removed.
        """
        if self._descriptor < 0:
            return
        kept = keep and self.done and self._journal >= 0
        self._release_for_windows()
        try:
            if not kept:
                # In this order, because the lock goes with the name of the part file.
                _remove(self._journal_path)
                _remove(self._path)
        finally:
            self._close_descriptors()

    def begin_anew(self) -> None:
        """Discard all parts, and allocate space for the whole file.

        Raises:
            DownloadError: If there is not enough space.
            OSError: If the disk refuses.
        """
        self.done.clear()
        self.seen = ""
        os.ftruncate(self._descriptor, 0)
        if self._journal >= 0:
            os.close(self._journal)
            self._journal = -1
        if self._may_have_journal:
            _remove(self._journal_path)
        allocate(self._descriptor, self.identity.size, self.target)
        if self.parts > 1:
            self._may_have_journal = True
            self._journal = os.open(self._journal_path, OPEN_FLAGS | os.O_APPEND, 0o666)
            os.write(self._journal, orjson.dumps(self._head()) + b"\n")

    def _head(self) -> dict[str, Any]:
        return {"version": _VERSION, "part_size": self.part_size, **asdict(self.identity)}

    def _resume(self) -> bool:
        """Resume from the journal if it belongs to this download; return whether it does."""
        try:
            journal = read_journal(self._journal_path)
        except FileNotFoundError:
            self._may_have_journal = False
            return False
        head, *rest = journal.split(b"\n")
        # What follows the last line break is a line that was cut, be it the first one.
        part_size = part_size_in(head, self._head()) if rest else None
        if part_size is None or os.fstat(self._descriptor).st_size != self.identity.size:
            return False
        self.part_size = part_size
        numbers = {int(line) for line in rest[:-1] if line.isdigit() and len(line) < 20}
        self.done = {number for number in numbers if number < self.parts}
        self.seen = next(filter(None, map(etag_in, rest[:-1])), "")
        self._journal = os.open(self._journal_path, OPEN_FLAGS | os.O_APPEND, 0o666)
        os.ftruncate(self._journal, len(journal) - len(rest[-1]))
        return True

    def _release_for_windows(self) -> None:
        # There, an open file has its name for good; elsewhere the lock must last until the name is another one.
        if sys.platform == "win32":
            self._close_descriptors()

    def _close_descriptors(self) -> None:
        for descriptor in (self._descriptor, self._journal):
            if descriptor >= 0:
                os.close(descriptor)
        self._descriptor = self._journal = -1


def _is_folder(path: Path) -> bool:
    """Return whether a path is a folder; raise OSError for one that is too long for the file system."""
    try:
        return stat.S_ISDIR(os.stat(path).st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False


def _remove(path: str) -> None:
    Path(path).unlink(missing_ok=True)
