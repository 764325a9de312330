"""Open files: a blocking one with fsspec's block caches, and an async stream."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from fsspec import asyn, spec  # type: ignore[import-untyped]

from ..content.stream import ContentStream
from ..errors import ConfigurationError
from .errors import ReadOnlyError, translated
from .listings import to_info

if TYPE_CHECKING:
    AbstractAsyncStreamedFile: Any
    AbstractBufferedFile: Any
    sync: Any

    from .content import FileContent
    from .core import BaseSpaceFileSystem
    from .tree import FileEntry
else:
    AbstractAsyncStreamedFile, AbstractBufferedFile = asyn.AbstractAsyncStreamedFile, spec.AbstractBufferedFile
    sync = asyn.sync


def check_mode(mode: str, path: str) -> None:
    """Check the mode in which a file is opened.

    Raises:
        ReadOnlyError: If the mode writes.
        ValueError: If it is not a mode.
    """
    if set(mode) & set("wax+"):
        raise ReadOnlyError(path)
    if sorted(mode) not in (["r"], ["b", "r"], ["r", "t"]):
        raise ValueError(f"invalid mode: {mode!r}")


class BaseSpaceFile(AbstractBufferedFile):  # type: ignore[misc]
    """A file that is read in blocks, from `BaseSpaceFileSystem.open`.

    All blocks are of one version of the file: reading fails if the file changes. The object can be pickled; unpickling
    opens the file again, and fails if it changed.

    Args:
        fs: The filesystem.
        path: Path of the file.
        entry: The file, with its size.
        read: Reads the bytes from a start to before a stop.
        size: Size in bytes that an unpickled file must have, or None.
        etag: ETag that an unpickled file must have, or None.
        **options: Arguments of fsspec: mode, block_size, cache_type, cache_options and others.

    Raises:
        OSError: If the file is not the one that was pickled.

    Example:
        ```python
        with fs.open("datasets/ds.0123/reads.fastq.gz") as file:
            head = file.read(1024)
        ```
    """

    def __init__(
        self,
        fs: BaseSpaceFileSystem,
        path: str,
        *,
        entry: FileEntry,
        read: Callable[[int, int], Awaitable[bytes]],
        size: int | None = None,
        etag: str | None = None,
        **options: Any,
    ) -> None:
        if size not in (None, entry.size) or etag not in (None, entry.etag):
            raise OSError(errno.ESTALE, "the file changed since it was opened first; open it anew", path)
        self._details = to_info(path, entry)
        self._read = read
        super().__init__(fs, path, size=entry.size, etag=entry.etag, **options)

    def _fetch_range(self, start: int, end: int) -> bytes:
        data: bytes = sync(self.fs.loop, self._read, start, end)
        return data


class BaseSpaceStream(AbstractAsyncStreamedFile):  # type: ignore[misc]
    """A file that is read as it arrives, from `BaseSpaceFileSystem.open_async`.

    Reads in sequence share one response; a seek starts another one.

    Args:
        fs: The filesystem.
        content: Content of the file.
        size: Size in bytes.

    Example:
        ```python
        async with await fs.open_async("datasets/ds.0123/reads.fastq.gz") as file:
            head = await file.read(1024)
        ```
    """

    def __init__(self, fs: BaseSpaceFileSystem, content: FileContent, size: int) -> None:
        super().__init__(fs, content.path, "rb", cache_type="none", size=size)
        self._details = to_info(content.path, content.entry)
        self._content = content
        self._loop = asyncio.get_running_loop()
        self._reader: Any = None
        self._stream: ContentStream | None = None

    async def read(self, length: int | None = -1) -> bytes:
        """Read the next bytes.

        Args:
            length: Bytes to read; fewer come only at the end of the file. None or a negative number reads the rest.

        Raises:
            OSError: If they cannot be read, or the file changed.
            ValueError: If the file is closed.
            ConfigurationError: If it was opened in another event loop.

        Example:
            ```python
            while piece := await file.read(1 << 20):
                process(piece)
            ```
        """
        if self.closed:
            raise ValueError("I/O operation on closed file.")
        self._check_loop()
        if self.loc >= self.size or length == 0:
            return b""
        with translated(self.path):
            stream = await self._stream_at_position()
            data = await stream.read(-1 if length is None else length)
            self._content.check(stream.etag)
        self.loc += len(data)
        return data

    async def _stream_at_position(self) -> ContentStream:
        if self._stream is None or self._stream.position != self.loc:
            await self._close_stream()
            self._reader = self._content.reader(self.loc, self.size)
            self._stream = ContentStream(self._reader)
        return self._stream

    async def _close_stream(self) -> None:
        reader, self._reader, self._stream = self._reader, None, None
        if reader is not None:
            await reader.aclose()

    def _check_loop(self) -> None:
        if asyncio.get_running_loop() is not self._loop:
            raise ConfigurationError("this file was opened in another event loop; open it in each loop that reads it")

    async def write(self, data: object) -> int:
        """Raise `ReadOnlyError`."""
        raise ReadOnlyError(self.path)

    async def close(self) -> None:
        """Free the connection. Safe to call twice.

        Raises:
            ConfigurationError: If the file was opened in another event loop, which has not ended.
        """
        if not self._loop.is_closed():
            self._check_loop()
        await self._close_stream()
        self.cache = None
        self.closed = True

    def __del__(self) -> None:
        """Do nothing: nothing can be awaited here, and the caller closes the file."""
