"""The journal of a part file; `part_file` describes its format. Everything here blocks."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import orjson
from attrs import Factory, define

from .._util.platform.descriptors import O_BINARY, O_NOFOLLOW, O_NONBLOCK
from .locking import APPEND_FLAGS, CREATE_FLAGS

_MAX_JOURNAL = 1 << 27  # bytes
_MAX_PARTS = 1 << 22
_MAX_DIGITS = 20


@define
class Record:
    """What a journal says is on the disk.

    Attributes:
        part_size: Bytes of each part.
        done: Numbers of the complete parts.
        progress: Offsets up to which other parts are there, by number.
        seen: ETag that the object store sent of each file, by the number of its first part.
        inode: Number of the part file at the end of the download; None if the last one was killed.
    """

    part_size: int
    done: set[int] = Factory(set)
    progress: dict[int, int] = Factory(dict)
    seen: dict[int, str] = Factory(dict)
    inode: int | None = None

    def add(self, line: bytes) -> None:
        """Take a line after the first; one that makes no sense is ignored."""
        number, _, offset = line.partition(b":")
        self.inode = None
        if line.isdigit() and len(line) < _MAX_DIGITS:
            self.done.add(int(line))
        elif number.isdigit() and offset.isdigit() and len(line) < 2 * _MAX_DIGITS:
            self.progress[int(number)] = int(offset)
        else:
            self._add_object(_object_in(line))

    def _add_object(self, noted: dict[str, Any]) -> None:
        seen, first, inode = noted.get("seen"), noted.get("first", 0), noted.get("closed")
        if isinstance(seen, str) and type(first) is int:
            self.seen.setdefault(first, seen)
        if type(inode) is int:
            self.inode = inode
        match noted.get("discarded"):
            case [int(first), int(stop)]:
                self._discard(first, stop)

    def _discard(self, first: int, stop: int) -> None:
        self.done = {number for number in self.done if not first <= number < stop}
        self.progress = {number: offset for number, offset in self.progress.items() if not first <= number < stop}
        self.seen.pop(first, None)


class Journal:
    """The journal of a part file, open for appending or not.

    Args:
        path: Path of the journal.
        head: First line of this download's journal.
    """

    def __init__(self, path: str, head: dict[str, Any]) -> None:
        self.path = path
        self._head = head
        self._descriptor = -1
        self._may_exist = True

    @property
    def is_open(self) -> bool:
        """Whether it is open for appending."""
        return self._descriptor >= 0

    def resume(self) -> Record | None:
        """Open an earlier journal and return what it says; None if it belongs to another download."""
        try:
            text = read_journal(self.path)
        except FileNotFoundError:
            self._may_exist = False
            return None
        first, *rest = text.split(b"\n")
        # What follows the last line break is a line that was cut, be it the first one.
        part_size = part_size_in(first, self._head) if rest else None
        if part_size is None:
            return None
        record = Record(part_size)
        for line in rest[:-1]:
            record.add(line)
        self._descriptor = os.open(self.path, APPEND_FLAGS)
        os.ftruncate(self._descriptor, len(text) - len(rest[-1]))
        return record

    def create(self) -> None:
        """Create the journal with its first line."""
        self._may_exist = True
        self._descriptor = os.open(self.path, CREATE_FLAGS | os.O_APPEND, 0o666)
        self.add_object(self._head)

    def add(self, done: Iterable[int], progress: Mapping[int, int]) -> None:
        """Record complete parts, and offsets up to which other parts are there."""
        lines = [b"%d\n" % number for number in done]
        lines += [b"%d:%d\n" % place for place in progress.items()]
        os.write(self._descriptor, b"".join(lines))

    def note_etag(self, first: int, etag: str) -> None:
        """Record the ETag that the object store sent of the file whose first part has this number."""
        self.add_object({"seen": etag, "first": first} if first else {"seen": etag})

    def discard(self, first: int, stop: int) -> None:
        """Record that the parts from `first` to `stop` (exclusive) are of no use."""
        self.add_object({"discarded": [first, stop]})

    def add_object(self, noted: dict[str, Any]) -> None:
        """Record an object of JSON."""
        os.write(self._descriptor, orjson.dumps(noted) + b"\n")

    def close(self) -> None:
        """Close it; safe to call twice."""
        if self.is_open:
            os.close(self._descriptor)
        self._descriptor = -1

    def remove(self) -> None:
        """Close it and remove it, if it is there."""
        self.close()
        if self._may_exist:
            remove(self.path)


def remove(path: str) -> None:
    """Remove a file, if it is there."""
    Path(path).unlink(missing_ok=True)


def part_size_in(line: bytes, expected: dict[str, Any]) -> int | None:
    """Return the part size in a journal's first line, or None if it belongs to another download."""
    head = _object_in(line)
    if not head or {**head, "part_size": None} != {**expected, "part_size": None}:
        return None
    size = head.get("part_size")
    if size == expected["part_size"]:
        return expected["part_size"]  # type: ignore[no-any-return]
    if type(size) is not int or not 0 < size < expected["size"]:
        return None
    # Each part costs memory, and a damaged number could ask for all of it.
    return size if expected["size"] // size < _MAX_PARTS else None


def read_journal(path: str) -> bytes:
    """Read a journal; return b"" for anything else of its name, such as a link, a pipe, or a file that is too large.

    Raises:
        OSError: If it does not exist or cannot be read.
    """
    flags = os.O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_BINARY
    try:
        descriptor = os.open(path, flags)
    except OSError as error:
        if error.errno == errno.ELOOP:
            return b""
        raise
    with open(descriptor, "rb") as stream:
        status = os.fstat(descriptor)
        is_journal = stat.S_ISREG(status.st_mode) and status.st_nlink == 1 and status.st_size <= _MAX_JOURNAL
        return stream.read() if is_journal else b""


def _object_in(line: bytes) -> dict[str, Any]:
    """Return the object of JSON in a line, or an empty one."""
    try:
        noted = orjson.loads(line)
    except orjson.JSONDecodeError:
        return {}
    return noted if isinstance(noted, dict) else {}
