"""Content of files: one range, or many ranges of many files."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING

from attrs import define, frozen

from .._util.tasks import TaskGroup, first_error
from ..content.reader import ContentReader
from ..content.source import ContentSource
from ..downloads.checksums import ETag
from ..errors import BaseSpaceError, ConnectionLostError, ContentChangedError
from .errors import translated

if TYPE_CHECKING:
    from .tree import FileEntry

Bounds = int | None | Iterable[int | None]
"""A start or end of each of several ranges, as in a slice, or one for all."""
DEFAULT_MAX_GAP = 64 * 1024  # bytes; about what arrives in the time of a request
MAX_BLOCK = 8 << 20  # bytes of merged ranges; more arrive faster in parallel requests
DEFAULT_BATCH_SIZE = 32  # parallel requests


class FileContent:
    """Content of a listed file. All reads are of one version of it.

    Args:
        entry: The file.
        source: Its bytes, with a link that is looked up once.
        path: Path for error messages.
        session: Session of the source, which stays open as long as the content is held.
    """

    def __init__(self, entry: FileEntry, source: ContentSource, path: str, session: object) -> None:
        self.entry = entry
        self.path = path
        self._source = source
        self._session = session

    async def size(self) -> int:
        """Return the size of the file in bytes; ask the service if the list did not say.

        Raises:
            OSError: If the request failed, or the answer does not tell the size.
        """
        if self.entry.size is None:
            with translated(self.path):
                self.entry.size = await self._request_size()
        return self.entry.size

    async def _request_size(self) -> int:
        async with aclosing(self.reader(0, 1)) as reader:
            await reader.connect()
            if reader.size is None:
                raise ConnectionLostError("the service does not say how long the file is")
            return reader.size

    async def read(self, start: int, stop: int) -> bytes:
        """Read the bytes from `start` to before `stop`, which is no more than the size.

        Raises:
            OSError: If they cannot be read, or the file changed.
        """
        if start >= stop:
            return b""
        with translated(self.path):
            async with aclosing(self.reader(start, stop)) as reader:
                pieces = []
                while piece := await reader.read():
                    pieces.append(piece)
                self.check(reader.etag)
        return b"".join(pieces)

    def reader(self, start: int, stop: int | None) -> ContentReader:
        """Return a reader of a range, which fails if the file changed since an earlier read."""
        reader = ContentReader(self._source, start, stop, expected_size=self.entry.size)
        reader.etag = self.entry.content_etag
        return reader

    def check(self, etag: str) -> None:
        """Compare the ETag of received bytes with those of the list and of earlier reads.

        Raises:
            ContentChangedError: If the bytes are of another version of the file.
        """
        listed, received = ETag.parse(self.entry.etag), ETag.parse(etag)
        # The MD5 of a file and the ETag of its upload in parts may belong to the same bytes.
        is_comparable = listed is not None and received is not None and listed.parts == received.parts
        earlier = self.entry.content_etag
        if (is_comparable and listed != received) or (earlier and etag and etag != earlier):
            raise ContentChangedError(
                "the file changed since it was listed: its ETag is another one; list it again (invalidate_cache)"
            )
        self.entry.content_etag = earlier or etag


@frozen
class Range:
    """A requested range, and its index among the requested ones."""

    start: int
    stop: int
    index: int


@define
class Block:
    """Ranges of one file that are read in one request, in order."""

    start: int
    stop: int
    ranges: list[Range]


def merge_ranges(ranges: Iterable[Range], max_gap: int) -> list[Block]:
    """Merge ranges of one file that overlap or are at most `max_gap` bytes apart."""
    blocks: list[Block] = []
    for part in sorted(ranges, key=lambda part: part.start):
        last = blocks[-1] if blocks else None
        if last and part.start - last.stop <= max_gap and max(part.stop, last.stop) - last.start <= MAX_BLOCK:
            last.stop = max(last.stop, part.stop)
            last.ranges.append(part)
        else:
            blocks.append(Block(part.start, part.stop, [part]))
    return blocks


def clamped(start: int | None, end: int | None, size: int) -> tuple[int, int]:
    """Return the bounds of a slice of `size` bytes: they may be None, and negative ones count from the end."""
    begin, stop, _ = slice(start, end).indices(size)
    return begin, max(begin, stop)


def ranges_of(paths: list[str], starts: Bounds, ends: Bounds) -> list[tuple[str, int | None, int | None]]:
    """Return path, start and end of each range.

    Raises:
        TypeError: If `paths` is not a list.
        ValueError: If there are more or fewer starts or ends than paths.
    """
    if not isinstance(paths, list):
        raise TypeError("paths is a list")
    first, last = (
        [bound] * len(paths) if bound is None or isinstance(bound, int) else bound for bound in (starts, ends)
    )
    return list(zip(paths, first, last, strict=True))


async def read_ranges(
    ranges: Sequence[tuple[str, int | None, int | None]],
    content_of: Callable[[str], Awaitable[FileContent]],
    *,
    max_gap: int,
    batch_size: int,
) -> list[bytes | Exception]:
    """Read ranges of files in parallel.

    Args:
        ranges: Path, start and end of each range, as in a slice.
        content_of: Returns the content at a path.
        max_gap: Bytes between two ranges that are read in one request.
        batch_size: Parallel requests.

    Returns:
        The bytes of each range, or the error of one that cannot be read, in the order of `ranges`.
    """
    results: list[bytes | Exception] = [b""] * len(ranges)
    by_path: dict[str, list[int]] = defaultdict(list)
    for index, (path, _, _) in enumerate(ranges):
        by_path[path].append(index)
    slots = asyncio.Semaphore(batch_size)

    async def read_file(path: str) -> None:
        try:
            content = await content_of(path)
            size = await content.size()
        except (OSError, BaseSpaceError) as error:
            for index in by_path[path]:
                results[index] = error
            return
        parts = [Range(*clamped(*ranges[index][1:], size), index) for index in by_path[path]]
        for block in merge_ranges((part for part in parts if part.stop > part.start), max_gap):
            group.create_task(read_block(content, block))

    async def read_block(content: FileContent, block: Block) -> None:
        try:
            async with slots:
                data = await content.read(block.start, block.stop)
        except (OSError, BaseSpaceError) as error:
            for part in block.ranges:
                results[part.index] = error
            return
        for part in block.ranges:
            results[part.index] = data[part.start - block.start : part.stop - block.start]

    with first_error():
        async with TaskGroup() as group:
            for path in by_path:
                group.create_task(read_file(path))
    return results
