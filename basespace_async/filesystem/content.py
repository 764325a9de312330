"""Bytes of a file, and ranges of many files."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING

from attrs import Factory, define, frozen

from .._util.tasks import TaskGroup, first_error
from ..content.reader import ContentReader
from ..content.source import ContentSource
from ..downloads.checksums import ETag
from ..errors import BaseSpaceError, ConnectionLostError, ContentChangedError
from .errors import translated

if TYPE_CHECKING:
    from .tree import FileEntry

DEFAULT_GAP = 64 * 1024
"""Bytes between two ranges that are rather read than asked for around: what passes in the time of a request."""
MAX_BLOCK = 8 << 20
"""Bytes of several ranges that are read in one request; more of them come faster side by side."""
AT_A_TIME = 32
"""Ranges that are read at one time."""


class FileContent:
    """The content of a file that a list has told of: what is read is of that file, and of one state of it.

    Args:
        leaf: the file.
        source: of its bytes; its link is looked up once.
        path: named in errors.
    """

    def __init__(self, leaf: FileEntry, source: ContentSource, path: str) -> None:
        self.leaf = leaf
        self.path = path
        self._source = source

    async def size(self) -> int:
        """Bytes of the file; asks the service where its list did not say.

        Raises:
            OSError: it cannot be found out.
        """
        if self.leaf.size is None:
            with translated(self.path):
                async with aclosing(self.reader(0, 1)) as reader:
                    await reader.connect()
                    if reader.size is None:
                        raise ConnectionLostError("the service does not say how long the file is")
                    self.leaf.size = reader.size
        return self.leaf.size

    async def read(self, start: int, stop: int) -> bytes:
        """Read the bytes from `start` to before `stop`, or to the end.

        Raises:
            OSError: they cannot be read, or the file is not what it was.
        """
        stop = min(stop, await self.size())
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
        """Read a range of the file; fail if the file has changed since an earlier read."""
        reader = ContentReader(self._source, start, stop, expected_size=self.leaf.size)
        reader.etag = self.leaf.seen
        return reader

    def check(self, etag: str) -> None:
        """Compare the ETag that came with bytes with those of the list and of what was read before.

        Raises:
            ContentChangedError: they are of another state of the file.
        """
        listed, found = ETag.parse(self.leaf.etag), ETag.parse(etag)
        # An MD5 and one of an upload in parts may be of the same bytes.
        comparable = listed is not None and found is not None and listed.parts == found.parts
        if (comparable and listed != found) or (self.leaf.seen and etag and etag != self.leaf.seen):
            raise ContentChangedError(
                "the file changed since it was listed: its ETag is another one; list it again (invalidate_cache)"
            )
        self.leaf.seen = self.leaf.seen or etag


@frozen
class Range:
    """A range that is wanted, and its place among those that were asked for."""

    start: int
    stop: int
    place: int


@define
class Block:
    """Ranges of one file that are read in one request, in order."""

    start: int
    stop: int
    ranges: list[Range] = Factory(list)


def blocks(ranges: Iterable[Range], gap: int) -> list[Block]:
    """Ranges of one file, those together that are at most `gap` bytes apart or overlap."""
    made: list[Block] = []
    for each in sorted(ranges, key=lambda each: (each.start, each.stop)):
        last = made[-1] if made else None
        near = last is not None and each.start - last.stop <= gap
        if last is None or not near or max(each.stop, last.stop) - last.start > MAX_BLOCK:
            last = Block(each.start, each.stop)
            made.append(last)
        last.stop = max(last.stop, each.stop)
        last.ranges.append(each)
    return made


def clamped(start: int | None, end: int | None, size: int) -> tuple[int, int]:
    """Return a range within a file of `size` bytes; ends may be absent, and negative ones count from the file's end."""
    begin, stop, _ = slice(start, end).indices(size)
    return begin, max(begin, stop)


async def read_ranges(
    wanted: Sequence[tuple[str, int | None, int | None]],
    content_of: Callable[[str], Awaitable[FileContent]],
    *,
    gap: int,
    at_a_time: int,
) -> list[bytes | Exception]:
    """Ranges of files, in the order given; in the place of one that cannot be read is its error.

    Args:
        wanted: paths, and where their ranges begin and end, as in a slice.
        content_of: finds the content of a path.
        gap: ranges at most so many bytes apart are read together.
        at_a_time: requests under way at one time.
    """
    results: list[bytes | Exception] = [b""] * len(wanted)
    places: dict[str, list[int]] = defaultdict(list)
    for place, (path, _, _) in enumerate(wanted):
        places[path].append(place)
    slots = asyncio.Semaphore(at_a_time)

    async def of_file(path: str) -> None:
        try:
            content = await content_of(path)
            size = await content.size()
        except (OSError, BaseSpaceError) as error:
            for place in places[path]:
                results[place] = error
            return
        ranges = [Range(*clamped(*wanted[place][1:], size), place) for place in places[path]]
        for block in blocks((each for each in ranges if each.stop > each.start), gap):
            group.create_task(of_block(content, block))

    async def of_block(content: FileContent, block: Block) -> None:
        try:
            async with slots:
                found = await content.read(block.start, block.stop)
        except (OSError, BaseSpaceError) as error:
            for each in block.ranges:
                results[each.place] = error
            return
        for each in block.ranges:
            results[each.place] = found[each.start - block.start : each.stop - block.start]

    with first_error():
        async with TaskGroup() as group:
            for path in places:
                group.create_task(of_file(path))
    return results
