"""Read and write at an offset of an open file. Everything here blocks."""

from __future__ import annotations

import os
from threading import Lock

_SEEKING = Lock()  # for systems that cannot read and write at an offset in one call


def write_at(descriptor: int, pieces: list[bytes], offset: int) -> None:
    """Write consecutive pieces at an offset, all of them."""
    if not hasattr(os, "pwritev"):
        _write_seeking(descriptor, b"".join(pieces), offset)
        return
    written = os.pwritev(descriptor, pieces, offset)
    if written == sum(map(len, pieces)):
        return
    rest = memoryview(b"".join(pieces))[written:]
    while rest:
        offset, written = offset + written, os.pwrite(descriptor, rest, offset + written)
        rest = rest[written:]


def _write_seeking(descriptor: int, data: bytes, offset: int) -> None:
    with _SEEKING:
        os.lseek(descriptor, offset, os.SEEK_SET)
        view = memoryview(data)
        while view:
            view = view[os.write(descriptor, view) :]


def read_at(descriptor: int, buffer: memoryview, offset: int) -> int:
    """Read into a buffer from an offset, and return the number of bytes; 0 at the end of the file."""
    if hasattr(os, "preadv"):
        return os.preadv(descriptor, [buffer], offset)
    with _SEEKING:
        os.lseek(descriptor, offset, os.SEEK_SET)
        data = os.read(descriptor, len(buffer))
    buffer[: len(data)] = data
    return len(data)
