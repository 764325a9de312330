"""Fetch the bytes of one file into its part file: parts in parallel, and recorded while more of them arrive."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence
from contextlib import aclosing
from typing import Any

from .._util.tasks import TaskGroup, first_error, in_thread
from ..content.reader import ContentReader, RangesIgnoredError
from ..content.source import ContentSource
from ..errors import ContentChangedError
from .checksums import Digest, ETag
from .etag_pipeline import ETagPipeline, feed_range
from .options import DownloadSettings
from .progress import FileMeter
from .segment import Segment
from .streams import Streams

_MIN_WRITE, _MAX_WRITE = 1 << 18, 1 << 20
_MAX_HELD = 1 << 24
"""Bytes waiting to be written, over all streams: larger writes take less work and more memory."""
MIN_RECORDED = 1 << 22
"""Smallest file in one piece, in bytes, whose progress is recorded while it is fetched."""
_RECORD_SIZE = 1 << 22  # bytes
_RECORD_TIME = 1.0  # seconds
_MAX_SMALL = 1 << 18
"""Largest file, in bytes, that is held as a whole until it is written: as many as there are items are held."""
_MAX_UNRECORDED = 1 << 23
"""Bytes written while others are flushed: a kill costs these, and a slow disk holds up the reading."""

WriteWhole = Callable[[Callable[[], bool]], Awaitable[None]]
"""Makes a blocking call in a thread, which writes a whole file; if it returns True, the file gets its final name."""


class FileFetch:
    """Fetches one file into its part file.

    Args:
        source: Source of its bytes.
        part: Where they go in the part file, which is open once something is fetched.
        settings: How to download.
        streams: The responses that the job reads.
        meter: Progress of the file's bytes.
        write_whole: Writes and finishes a small file, if the part file has nothing else; see `WriteWhole`.

    Attributes:
        received: Bytes that arrived.
        remaining: Parts that have not come yet.
        etag: ETag that the object store sent, or "".
        has_more: Whether the store sent more bytes than the file should have.
    """

    def __init__(
        self,
        source: ContentSource,
        part: Segment,
        settings: DownloadSettings,
        streams: Streams,
        meter: FileMeter,
        write_whole: WriteWhole | None = None,
    ) -> None:
        self.received = 0
        self.remaining = part.parts
        self.etag = ""
        self.has_more = False
        self._source = source
        self._part = part
        self._settings = settings
        self._streams = streams
        self._meter = meter
        self._write_whole = write_whole
        self._changed, self._recorded = asyncio.Event(), asyncio.Event()
        self._unrecorded = 0
        self._recorded_at = 0.0
        self._has_ended = False
        self._first_response = asyncio.Event()

    async def run(self, pipeline: ETagPipeline | None) -> None:
        """Fetch what is missing.

        Args:
            pipeline: Computes the ETag meanwhile; another one for each attempt.

        Raises:
            RangesIgnoredError: If the store sends the whole file for each part; the next attempt reads one response.
            ContentChangedError: If not all bytes come from the same content.
        """
        part = self._part
        self.etag, self.has_more = part.seen, False
        self._has_ended, self._unrecorded = False, 0
        missing = [number for number in range(part.parts) if number not in part.done]
        self.remaining = len(missing)
        if self._write_whole and part.parts == 1 and part.identity.size <= _MAX_SMALL and not part.kept:
            await self._fetch_small(self._write_whole, pipeline.of_part(0) if pipeline else None)
            return
        if part.parts > 1 and self._streams.has_ranges is False:
            workers = [self._work_in_order(missing, pipeline)]
        else:
            numbers = iter(missing)
            count = min(self._settings.concurrency, len(missing))
            workers = [self._work(numbers, pipeline, is_first=index == 0) for index in range(count)]
        if pipeline is not None and pipeline.follows:
            workers.insert(0, pipeline.follow())
        if self._records:
            workers.append(self._record(pipeline))
        await all_of(workers)

    @property
    def _records(self) -> bool:
        """Whether progress is recorded."""
        return self._part.parts > 1 or self._part.identity.size >= MIN_RECORDED

    async def _fetch_small(self, write_whole: WriteWhole, digest: Digest | None) -> None:
        """Fetch a small file into memory, and write it when its turn has ended: the disk delays no other response."""
        part = self._part
        size = part.identity.size
        reader = ContentReader(self._source, 0, size, expected_size=size)
        pieces: list[bytes] = []
        try:
            async with self._streams.turn():
                try:
                    while reader.position < size:
                        piece = await self._next(reader)
                        pieces.append(piece)
                        await self._throttle(len(piece))
                finally:
                    await self._free(reader)
        except BaseException:
            if pieces:  # what has arrived is worth keeping
                await in_thread(part.write, pieces, 0)
            raise
        await write_whole(lambda: self._write_small(pieces, digest))
        self._part_came()

    def _write_small(self, pieces: list[bytes], digest: Digest | None) -> bool:
        """Write a small file, and return whether its checksum matches, or need not. Blocking."""
        _write(self._part, pieces, 0, digest)
        if digest is not None:
            return digest.etag() == ETag.parse(self._part.identity.etag)
        return self._settings.checksum == "skip" and not self.has_more

    async def check_empty(self) -> None:
        """Ask the store for a file without bytes: without an ETag, nothing else shows that the list is wrong."""
        reader = ContentReader(self._source, expected_size=0)
        async with self._streams.turn(), aclosing(reader):
            await reader.connect()
            await reader.read()
        self.etag, self.has_more = reader.etag, reader.has_more

    async def _work(self, missing: Iterator[int], pipeline: ETagPipeline | None, *, is_first: bool) -> None:
        """Fetch one part after another."""
        async with self._streams.turn():
            if not is_first and self._streams.has_ranges is None:
                await self._first_response.wait()
            if self._part.parts > 1 and self._streams.has_ranges is False:  # learnt since this one began to wait
                raise RangesIgnoredError
            for number in missing:
                await self._fetch(number, pipeline.of_part(number) if pipeline else None)
                self._part_came()
                await self._streams.renew()
        self._end()

    async def _fetch(self, number: int, digest: Digest | None) -> None:
        part = self._part
        start, stop = part.span(number)
        offset = part.reached(number)
        await feed_range(part, digest, start, offset)
        size, needs_range = part.identity.size, part.parts > 1
        reader = ContentReader(self._source, offset, stop, expected_size=size, needs_range=needs_range)
        pieces: list[bytes] = []
        try:
            while piece := await self._next(reader):
                pieces.append(piece)
                held = reader.position - offset
                if held >= self._write_size() or reader.position == stop:
                    await self._write(pieces, offset, digest)
                    offset, pieces = reader.position, []
                await self._throttle(len(piece))
        except RangesIgnoredError:
            self._streams.has_ranges = False
            raise
        except BaseException:
            if pieces:  # what has arrived is worth keeping
                await in_thread(part.write, pieces, offset)
            raise
        finally:
            await self._free(reader)

    async def _work_in_order(self, missing: list[int], pipeline: ETagPipeline | None) -> None:
        """Fetch all parts in one response; bytes that are there already are not used."""
        part = self._part
        position = min(map(part.reached, missing), default=part.identity.size)
        reader = ContentReader(self._source, position, expected_size=part.identity.size)
        rest = b""
        try:
            async with self._streams.turn():
                for number in missing:
                    digest = pipeline.of_part(number) if pipeline else None
                    rest = await self._take_part(reader, number, position, rest, digest)
                    self._part_came()
                    position = part.span(number)[1]
        finally:
            await self._free(reader)
        self._end()

    async def _take_part(
        self, reader: ContentReader, number: int, position: int, rest: bytes, digest: Digest | None
    ) -> bytes:
        """Write a part from a response that is at `position`; return what was received beyond the part."""
        start, stop = self._part.span(number)
        offset = self._part.reached(number)
        await feed_range(self._part, digest, start, offset)
        while position < stop:
            rest = rest or await self._next(reader)
            piece, rest = _cut(rest, (offset if position < offset else stop) - position)
            if position >= offset:
                await self._write([piece], position, digest)
            position += len(piece)
            await self._throttle(len(piece))
        return rest

    async def _next(self, reader: ContentReader) -> bytes:
        """Receive the next piece, which must come from the same content as the others."""
        piece = await reader.read()
        self.has_more = self.has_more or reader.has_more
        self._first_response.set()
        if reader.needs_range:
            self._streams.has_ranges = True
        if reader.etag and reader.etag != self.etag:
            await self._compare(reader.etag)
        self._meter.add(len(piece))
        self._streams.received(len(piece))
        return piece

    async def _compare(self, etag: str) -> None:
        part = self._part
        if self.etag:
            raise ContentChangedError(f"{part.target.name} changed while it was downloaded")
        self.etag = etag
        if part.seen or part.identity.etag:
            return
        if part.has_journal:
            await in_thread(part.note_etag, etag)
        else:
            part.note_etag(etag)

    async def _write(self, pieces: list[bytes], offset: int, digest: Digest | None) -> None:
        part = self._part
        await in_thread(_write, part, pieces, offset, digest)
        self._unrecorded += sum(map(len, pieces))
        self._changed.set()
        while self._records and self._unrecorded >= _MAX_UNRECORDED:
            self._recorded.clear()
            await self._recorded.wait()

    def _write_size(self) -> int:
        return min(max(_MAX_HELD // self._streams.limit, _MIN_WRITE), _MAX_WRITE)

    async def _throttle(self, size: int) -> None:
        if self._settings.bandwidth is not None:
            await self._settings.bandwidth.take(size)

    async def _free(self, reader: ContentReader) -> None:
        self.received += reader.received
        await reader.aclose()

    def _part_came(self) -> None:
        self.remaining -= 1
        self._streams.let_in()

    def _end(self) -> None:
        self._has_ended = True
        self._changed.set()

    async def _record(self, pipeline: ETagPipeline | None) -> None:
        """Record what is on the disk while more arrives, so that a killed download goes on from there."""
        part = self._part
        while len(part.done) < part.parts:
            await self._changed.wait()
            self._changed.clear()
            if part.parts == 1 and self._has_ended:
                return  # the file gets its name now
            if self._is_due():
                self._unrecorded = 0
                await in_thread(part.flush)
                self._recorded.set()
                self._recorded_at = asyncio.get_running_loop().time()
                if pipeline is not None:
                    await pipeline.part_is_done()

    def _is_due(self) -> bool:
        """Return whether enough is written, or a part is complete that others may wait for."""
        age = asyncio.get_running_loop().time() - self._recorded_at
        return self._part.has_complete or self._unrecorded >= _RECORD_SIZE or age >= _RECORD_TIME


def _cut(data: bytes, size: int) -> tuple[bytes, bytes]:
    return data[:size], data[size:]


async def all_of(workers: Sequence[Coroutine[Any, Any, None]]) -> None:
    """Run coroutines in parallel; the first error ends the others, and is raised."""
    if len(workers) == 1:
        await workers[0]
        return
    with first_error():
        async with TaskGroup() as group:
            for worker in workers:
                group.create_task(worker)


def _write(part: Segment, pieces: list[bytes], offset: int, digest: Digest | None) -> None:
    """Write pieces, and feed them to a digest while they are in memory. Blocking."""
    part.write(pieces, offset)
    if digest is not None:
        for piece in pieces:
            digest.update(memoryview(piece))
