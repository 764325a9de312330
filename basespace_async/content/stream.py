"""Content of files as a stream, without a file on disk."""

from __future__ import annotations

from collections.abc import AsyncIterator

from ..errors import ConfigurationError
from .reader import CHUNK_SIZE, ContentReader


class ContentStream:
    """The content of a file, or a range of it, read once and in order; `basespace.files.open` returns it.

    Only what the program reads is taken from the connection: a slow consumer slows the sender down. A connection that
    breaks is made again and resumes where it stopped; a link that expired is renewed.

    Example:
        ```python
        async with basespace.files.open(file) as content:
            print(content.size, await content.read(100))
        ```
    """

    def __init__(self, reader: ContentReader) -> None:
        self._reader = reader
        self._start = reader.position
        self._held = b""

    @property
    def size(self) -> int | None:
        """Bytes of the stream, from its start to its end; None if the service does not say."""
        return None if self._reader.stop is None else max(0, self._reader.stop - self._start)

    @property
    def file_size(self) -> int | None:
        """Bytes of the whole file; None if the service does not say."""
        return self._reader.size

    @property
    def etag(self) -> str:
        """The ETag of the whole file, without quotes, or ""."""
        return self._reader.etag

    @property
    def content_type(self) -> str:
        """The media type, or ""."""
        return self._reader.content_type

    @property
    def position(self) -> int:
        """Offset in the file of the byte that is read next."""
        return self._reader.position - len(self._held)

    async def read(self, size: int = -1) -> bytes:
        """Read the next bytes.

        Args:
            size: bytes to read, fewer at the end of the stream; every byte that is left if it is negative.

        Raises:
            TransportError: If the connection broke for good.
            APIError: If the service refused to go on.
            ContentChangedError: If the file changed meanwhile.
            ConfigurationError: If the block that the content was opened for has ended.

        Example:
            ```python
            head = await content.read(1 << 16)
            ```
        """
        pieces, missing = [], size
        while missing and (piece := await self._next(missing)):
            pieces.append(piece)
            missing -= len(piece) if size > 0 else 0
        return b"".join(pieces)

    def iter_bytes(self, chunk_size: int = CHUNK_SIZE) -> AsyncIterator[bytes]:
        """Iterate over what is left, as it arrives. Iterating raises what `read` raises.

        Args:
            chunk_size: bytes of a piece at most.

        Raises:
            ConfigurationError: If `chunk_size` is less than 1.

        Example:
            ```python
            async for piece in content.iter_bytes():
                digest.update(piece)
            ```
        """
        if chunk_size < 1:
            raise ConfigurationError(f"chunk_size is {chunk_size}; a piece has at least one byte")
        return _Pieces(self, chunk_size)

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self.iter_bytes()

    async def _next(self, max_size: int) -> bytes:
        self._reader.check_usable()
        if not self._held:
            self._held = await self._reader.read()
        piece = self._held if max_size < 0 else self._held[:max_size]
        self._held = self._held[len(piece) :]
        return piece


class _Pieces(AsyncIterator[bytes]):
    # Not a generator: one that is left half-way would be finalized later, by a task of the loop's own.

    def __init__(self, stream: ContentStream, size: int) -> None:
        self._stream = stream
        self._size = size

    def __aiter__(self) -> _Pieces:
        return self

    async def __anext__(self) -> bytes:
        if piece := await self._stream._next(self._size):
            return piece
        raise StopAsyncIteration
