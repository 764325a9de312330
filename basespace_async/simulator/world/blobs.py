"""Bytes that programs upload: spooled to a temporary directory, so that they do not fill the memory."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cached_property
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import TYPE_CHECKING, BinaryIO

from attrs import frozen

if TYPE_CHECKING:
    from hashlib import _Hash

MAX_IN_MEMORY = 64 * 1024
MAX_MEMORY = 32 * 1024 * 1024
_PIECE = 256 * 1024


@frozen(eq=False)
class Blob:
    """Bytes that were uploaded in one request, in memory or in a file, and their MD5."""

    size: int
    md5: bytes
    source: bytes | Path

    def pieces(self, start: int, stop: int) -> Iterator[bytes]:
        """Yield the bytes from `start` to before `stop`."""
        if isinstance(self.source, bytes):
            yield self.source[start:stop]
            return
        with self.source.open("rb") as stream:
            stream.seek(start)
            while start < stop and (piece := stream.read(min(_PIECE, stop - start))):
                yield piece
                start += len(piece)


class BlobWriter:
    """Writer of one blob; use it from one thread at a time."""

    def __init__(self, store: BlobStore, other_digest: _Hash | None = None) -> None:
        self._store = store
        self._other_digest = other_digest
        self._digest = hashlib.md5(usedforsecurity=False)
        self._first = b""
        self._path: Path | None = None
        self._stream: BinaryIO | None = None
        self.size = 0

    def write(self, data: bytes) -> None:
        """Append bytes."""
        self._digest.update(data)
        if self._other_digest is not None:
            self._other_digest.update(data)
        self.size += len(data)
        if self._stream is None and self._store.has_memory_for(self.size):
            self._first += data
            return
        if self._stream is None:
            self._path = self._store.new_path()
            self._stream = self._path.open("wb", buffering=0)
            self._stream.write(self._first)
            self._first = b""
        self._stream.write(data)

    def finish(self) -> Blob:
        """Return the blob of what was written."""
        if self._stream is not None and self._path is not None:
            self._stream.close()
            return Blob(self.size, self._digest.digest(), self._path)
        self._store.in_memory += self.size
        return Blob(self.size, self._digest.digest(), self._first)

    def discard(self) -> None:
        """Delete what was written."""
        if self._stream is not None and self._path is not None:
            self._stream.close()
            self._path.unlink(missing_ok=True)


class BlobStore:
    """The blobs of a simulator; small ones are in memory while there is room."""

    def __init__(self) -> None:
        self.in_memory = 0
        self._directory: TemporaryDirectory[str] | None = None
        self._numbers = count(1)
        self._opening = Lock()

    def has_memory_for(self, size: int) -> bool:
        """Return whether a blob of a size may stay in memory."""
        return size <= MAX_IN_MEMORY and self.in_memory + size <= MAX_MEMORY

    def new_path(self) -> Path:
        """Return the path of a new file."""
        with self._opening:  # two threads would make two, and lose one
            if self._directory is None:
                self._directory = TemporaryDirectory(prefix="basespace-simulator-", ignore_cleanup_errors=True)
        return Path(self._directory.name) / str(next(self._numbers))

    def remove(self, blob: Blob) -> None:
        """Delete a blob."""
        if isinstance(blob.source, bytes):
            self.in_memory -= blob.size
        else:
            blob.source.unlink(missing_ok=True)

    def close(self) -> None:
        """Delete the temporary directory with all that is in it."""
        if self._directory is not None:
            self._directory.cleanup()
            self._directory = None


def other_etag(etag: str) -> str:
    """Return an ETag that is wrong."""
    return hashlib.md5(etag.encode(), usedforsecurity=False).hexdigest()


@frozen(slots=False, eq=False)
class UploadedContent:
    """Content of an uploaded file: the bytes of one request, or its parts one after the other."""

    blobs: tuple[Blob, ...] = ()
    in_parts: bool = False

    @cached_property
    def size(self) -> int:
        """Return the number of bytes."""
        return sum(blob.size for blob in self.blobs)

    @property
    def reads(self) -> int:
        """Return 0: the attributes of a dataset tell the reads of uploaded FASTQ."""
        return 0

    @cached_property
    def etag(self) -> str:
        """Return the MD5 of the bytes; for parts that of their MD5s, and their number, as S3 does."""
        digests = b"".join(blob.md5 for blob in self.blobs)
        if not self.in_parts and len(self.blobs) == 1:
            return digests.hex()
        digest = hashlib.md5(digests, usedforsecurity=False).hexdigest()
        return f"{digest}-{len(self.blobs)}" if self.in_parts else digest

    def pieces(self, start: int, stop: int) -> Iterator[bytes]:
        """Yield the bytes from `start` to before `stop`."""
        begin = 0
        for blob in self.blobs:
            if start < begin + blob.size and begin < stop:
                yield from blob.pieces(max(start - begin, 0), min(stop - begin, blob.size))
            begin += blob.size

    def read(self, start: int, stop: int) -> bytes:
        """Return the bytes from `start` to before `stop`."""
        return b"".join(self.pieces(start, stop))
