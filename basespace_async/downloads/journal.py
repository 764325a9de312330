"""Read the journal of a part file; `part_file` describes its format. Everything here blocks."""

from __future__ import annotations

import errno
import os
import stat
from typing import Any

import orjson

_MAX_JOURNAL = 1 << 27  # bytes
_MAX_PARTS = 1 << 22


def part_size_in(line: bytes, expected: dict[str, Any]) -> int | None:
    """Return the part size in a journal's first line, or None if it belongs to another download."""
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


def read_journal(path: str) -> bytes:
    """Read a journal; return b"" for anything else of its name, such as a link, a pipe, or a file that is too large.

    Raises:
        OSError: If it does not exist or cannot be read.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags | getattr(os, "O_CLOEXEC", 0))
    except OSError as error:
        if error.errno == errno.ELOOP:
            return b""
        raise
    with open(descriptor, "rb") as stream:
        status = os.fstat(descriptor)
        return stream.read() if stat.S_ISREG(status.st_mode) and status.st_size <= _MAX_JOURNAL else b""


def etag_in(line: bytes) -> str:
    """Return the ETag in a journal's line, or "" if it has none."""
    try:
        noted = orjson.loads(line)
    except orjson.JSONDecodeError:
        return ""
    seen = noted.get("seen") if isinstance(noted, dict) else None
    return seen if isinstance(seen, str) else ""
