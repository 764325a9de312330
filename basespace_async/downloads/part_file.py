"""A file that is not whole yet: its bytes, and the journal of what is there. Everything here blocks.

A download to `reads.gz` grows in `.reads.gz.part`, which gets the final name when it is whole. Where it comes in
several parts, `.reads.gz.part.journal` lists those that are on the disk: a line of JSON says what is downloaded, and
one line for each part follows, written after its bytes were flushed. Where the list gave no ETag, a line of JSON says
that of the object store. A line that was cut is as none.
"""

from __future__ import annotations

import errno
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
from .checksums import Digest
from .locking import OPEN_FLAGS, allocate, open_locked

_VERSION = 1
_MAX_NAME = 240  # bytes: file systems take 255, and the journal's name is longer by 8
_READ_SIZE = 1 << 20
_MAX_JOURNAL = 1 << 27
_MAX_PARTS = 1 << 22


@frozen
class FileIdentity:
    """What is downloaded. What was kept of a download is of use only while all of it is the same.

    Attributes:
        file_id: of the file.
        size: in bytes.
        etag: as the service gives it, or "".
    """

    file_id: str
    size: int
    etag: str


def remove_stray_journal(target: Path) -> None:
    """Remove the journal of a download that was killed between its last two steps. Blocking."""
    part = part_path(target)
    if not part.exists():
        part.with_name(part.name + ".journal").unlink(missing_ok=True)


def part_path(target: Path) -> Path:
    """Where the bytes of a download to `target` grow."""
    name = f".{target.name}.part"
    if len(os.fsencode(name)) <= _MAX_NAME:
        return target.with_name(name)
    digest = hashlib.sha256(os.fsencode(target.name)).hexdigest()[:16]
    return target.with_name(f".{digest}.part")


class PartFile:
    """The part file of one download, locked against others while it is open.

    Args:
        target: the final name; folders are made.
        identity: what is downloaded.
        part_size: bytes of each part; what is resumed keeps the size that it was begun with.

    Attributes:
        done: the parts that are on the disk.
        seen: the ETag that came with them, where it was noted, or "".
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
        """Open what there is of this download, or begin it.

        Raises:
            DownloadError: another download writes it at this time, or a folder has the final name.
            OSError: the disk refused.
        """
        if os.path.isdir(self.target):
            raise DownloadError(f"cannot write {self.target}: there is a folder of that name")
        try:
            self._descriptor = open_locked(self._path, self.target)
        except FileNotFoundError:
            self.target.parent.mkdir(parents=True, exist_ok=True)
            self._descriptor = open_locked(self._path, self.target)
        if not self._resume():
            self.begin_anew()

    @property
    def parts(self) -> int:
        """How many parts there are."""
        return -(-self.identity.size // self.part_size)

    def span(self, number: int) -> tuple[int, int]:
        """Where a part starts and stops."""
        start = number * self.part_size
        return start, min(start + self.part_size, self.identity.size)

    @property
    def is_open(self) -> bool:
        """Whether there is something to close."""
        return self._descriptor >= 0

    @property
    def has_journal(self) -> bool:
        """Whether parts are noted as they are whole, so that `commit` and `note_etag` have work to do."""
        return self._journal >= 0

    def write(self, pieces: list[bytes], offset: int) -> None:
        """Write pieces that follow each other."""
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
        """Note that parts are whole. Their bytes reach the disk before the note does."""
        if self._journal >= 0:
            os.fsync(self._descriptor)
            os.write(self._journal, b"".join(b"%d\n" % number for number in numbers))
        self.done.update(numbers)

    def note_etag(self, etag: str) -> None:
        """Note the ETag that came with the first bytes, so that no others are gone on with."""
        if self._journal >= 0 and not self.seen:
            os.write(self._journal, orjson.dumps({"seen": etag}) + b"\n")
            self.seen = etag

    def feed(self, digest: Digest, start: int, stop: int) -> None:
        """Feed a digest the bytes from `start` to before `stop`."""
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
        """Give it the final name, with every byte on the disk; nothing can be done with it after that."""
        has_journal = self.has_journal
        os.fsync(self._descriptor)
        self._release_for_windows()
        os.replace(self._path, self.target)
        flush_folder(self.target.parent)
        if has_journal:
            _remove(self._journal_path)
        self._close_descriptors()

    def close(self, *, keep: bool) -> None:
        """Close it. Safe after `finish`, and where it was not opened.

        Args:
            keep: leave the parts that are whole, so that another time goes on from them; without them nothing stays.

        Raises:
            OSError: what is there could not be removed.
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
        """Forget what is there, and make room for all of it.

        Raises:
            OSError: there is not enough room.
        """
        self.done.clear()
        self.seen = ""
        os.ftruncate(self._descriptor, 0)
        if self._journal >= 0:
            os.close(self._journal)
            self._journal = -1
        if self._may_have_journal:
            _remove(self._journal_path)
        allocate(self._descriptor, self.identity.size)
        if self.parts > 1:
            self._may_have_journal = True
            self._journal = os.open(self._journal_path, OPEN_FLAGS | os.O_APPEND, 0o666)
            os.write(self._journal, orjson.dumps(self._head()) + b"\n")

    def _head(self) -> dict[str, Any]:
        return {"version": _VERSION, "part_size": self.part_size, **asdict(self.identity)}

    def _resume(self) -> bool:
        """Whether what is there is a part of this download; then it is gone on with."""
        try:
            journal = _journal_in(self._journal_path)
        except FileNotFoundError:
            self._may_have_journal = False
            return False
        head, *rest = journal.split(b"\n")
        # What follows the last line break is a line that was cut, be it the first one.
        part_size = _part_size_of(head, self._head()) if rest else None
        if part_size is None or os.fstat(self._descriptor).st_size != self.identity.size:
            return False
        self.part_size = part_size
        numbers = {int(line) for line in rest[:-1] if line.isdigit() and len(line) < 20}
        self.done = {number for number in numbers if number < self.parts}
        self.seen = next(filter(None, map(_seen_in, rest[:-1])), "")
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


def _part_size_of(line: bytes, expected: dict[str, Any]) -> int | None:
    """The size of the parts in a journal's first line, or None where it is of another download."""
    try:
        head = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(head, dict) or {**head, "part_size": None} != {**expected, "part_size": None}:
        return None
    size = head.get("part_size")
    if type(size) is not int or not 0 < size < expected["size"]:
        return None
    # Each part costs memory, and a damaged number could ask for all of it.
    return size if size == expected["part_size"] or expected["size"] // size < _MAX_PARTS else None


def _journal_in(path: str) -> bytes:
    """The content of a journal; empty where what has its name is none, such as a link, a pipe, or far too large.

    Raises:
        OSError: it is not there, or cannot be read.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags | getattr(os, "O_CLOEXEC", 0))
    except OSError as error:
        if error.errno == errno.ELOOP:
            return b""
        raise
    with open(descriptor, "rb") as stream:
        there = os.fstat(descriptor)
        return stream.read() if stat.S_ISREG(there.st_mode) and there.st_size <= _MAX_JOURNAL else b""


def _seen_in(line: bytes) -> str:
    """The ETag in a journal's line, or "" where it has none."""
    try:
        noted = orjson.loads(line)
    except orjson.JSONDecodeError:
        return ""
    seen = noted.get("seen") if isinstance(noted, dict) else None
    return seen if isinstance(seen, str) else ""


def _remove(path: str) -> None:
    Path(path).unlink(missing_ok=True)
