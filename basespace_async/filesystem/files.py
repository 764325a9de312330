"""Files that are open: blocking, with one of fsspec's caches of blocks, or async, read as a stream."""

from __future__ import annotations

import errno
import io
from typing import TYPE_CHECKING, Any

from fsspec import asyn, spec  # type: ignore[import-untyped]

from ..content.stream import ContentStream
from .errors import ReadOnlyError, translated

if TYPE_CHECKING:
    AbstractAsyncStreamedFile: Any
    AbstractBufferedFile: Any
    sync: Any

    from .content import FileContent
    from .core import BaseSpaceFileSystem
    from .tree import FileEntry
else:
    AbstractAsyncStreamedFile, AbstractBufferedFile, sync = (
        asyn.AbstractAsyncStreamedFile,
        spec.AbstractBufferedFile,
        asyn.sync,
    )


class BaseSpaceFile(AbstractBufferedFile):  # type: ignore[misc]
    """A file that is read in blocks; what `BaseSpaceFileSystem.open` gives.

    All blocks are of one state of the file: where it changes meanwhile, reading fails. It can be pickled; where it is
    opened again it must be the same file still.

    Args:
        fs, path, mode, block_size, cache_type, cache_options: see `BaseSpaceFileSystem.open`.
        size, etag: that the file must have, where it was open before.
        **options: of fsspec; not looked at.

    Raises:
        OSError: it cannot be read, or is another one than it was.
    """

    def __init__(
        self,
        fs: BaseSpaceFileSystem,
        path: str,
        mode: str = "rb",
        block_size: int | str | None = "default",
        cache_type: str = "readahead",
        cache_options: dict[str, Any] | None = None,
        size: int | None = None,
        etag: str | None = None,
        **options: Any,
    ) -> None:
        self.leaf: FileEntry = sync(fs.loop, fs._leaf, path)
        found: int = sync(fs.loop, fs._size_of, self.leaf, path)
        if (size is not None and size != found) or (etag is not None and etag != self.leaf.etag):
            raise OSError(errno.ESTALE, "the file changed since it was opened first; open it anew", path)
        self._details = fs._info_of(path, self.leaf)
        super().__init__(
            fs,
            path,
            mode,
            block_size,
            cache_type=cache_type,
            cache_options=cache_options,
            size=found,
            **{**options, "etag": self.leaf.etag},
        )

    def _fetch_range(self, start: int, end: int) -> bytes:
        found: bytes = sync(self.fs.loop, self.fs._read_leaf, self.leaf, self.path, start, end)
        return found


class BaseSpaceStream(AbstractAsyncStreamedFile):  # type: ignore[misc]
    """A file that is read as it arrives; what `BaseSpaceFileSystem.open_async` gives.

    What is read one after the other comes in one response; a seek begins another one.
    """

    def __init__(self, fs: BaseSpaceFileSystem, content: FileContent, size: int) -> None:
        super().__init__(fs, content.path, "rb", cache_type="none", size=size)
        self._details = fs._info_of(content.path, content.leaf)
        self._content = content
        self._reader: Any = None
        self._stream: ContentStream | None = None

    async def read(self, length: int | None = -1) -> bytes:
        """Read the next `length` bytes, or fewer at the end; a negative length reads all that is left.

        Raises:
            OSError: they cannot be read, or the file is not what it was.
            ValueError: the file is closed.
        """
        if self.closed:
            raise ValueError("I/O operation on closed file.")
        left = max(0, self.size - self.loc)
        length = left if length is None or length < 0 else min(length, left)
        if not length:
            return b""
        with translated(self.path):
            stream = await self._at_position()
            found = await stream.read(length)
            self._content.check(stream.etag)
        self.loc += len(found)
        return found

    async def _at_position(self) -> ContentStream:
        if self._stream is None or self._stream.position != self.loc:
            await self._leave()
            self._reader = self._content.reader(self.loc, self.size)
            self._stream = ContentStream(self._reader)
        return self._stream

    async def _leave(self) -> None:
        reader, self._reader, self._stream = self._reader, None, None
        if reader is not None:
            await reader.aclose()

    async def write(self, data: object) -> int:
        """Refused: see `ReadOnlyError`."""
        raise ReadOnlyError(self.path)

    async def close(self) -> None:
        """Free the connection. Safe to call twice."""
        await self._leave()
        self.cache = None
        self.closed = True

    def __del__(self) -> None:
        """Nothing can be awaited here; whoever opens it closes it."""


def is_file_like(target: object) -> bool:
    """Whether bytes can be written to it, rather than to a path that it is."""
    return isinstance(target, io.IOBase) or (hasattr(target, "write") and not hasattr(target, "__fspath__"))
