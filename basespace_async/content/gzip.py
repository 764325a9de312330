"""Decompression of gzip content as it arrives."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterable

from .._util.inflate import GZIP, InflateError, Inflater
from .._util.tasks import in_thread
from ..errors import DecodeError
from .reader import CHUNK_SIZE

_MAX_INFLATED = 1 << 20  # bytes of a piece


async def gunzip(pieces: AsyncIterable[bytes]) -> AsyncGenerator[bytes, None]:
    r"""Decompress gzip content as it arrives, as `zcat` does: members one after the other, as bgzip writes them.

    Memory stays below some megabytes, however much a piece inflates to. The work is done in a thread.

    Args:
        pieces: Compressed bytes, such as a `ContentStream`.

    Yields:
        Decompressed bytes, at most 1 MiB at a time.

    Raises:
        DecodeError: If the content is not gzip, or ends early.

    Example:
        ```python
        async with basespace.files.open(file) as content:
            async for text in gunzip(content):
                lines += text.count(b"\n")
        ```
    """
    inflater = Inflater(GZIP, padded=True)
    async for piece in pieces:
        # A little at a time, because what is left is copied for each member in it.
        for start in range(0, len(piece), CHUNK_SIZE):
            inflater.feed(piece[start : start + CHUNK_SIZE])
            while not inflater.exhausted and (text := await in_thread(_inflated, inflater)):
                yield text
    try:
        inflater.end()
    except InflateError:
        raise DecodeError("the gzip content ends early", operation="gunzip", path="its end") from None


def _inflated(inflater: Inflater) -> bytes:
    try:
        while not inflater.exhausted:
            if text := inflater.take(_MAX_INFLATED):
                return text
    except InflateError as error:
        raise DecodeError(f"the content is not gzip: {error.detail}", operation="gunzip") from None
    return b""
