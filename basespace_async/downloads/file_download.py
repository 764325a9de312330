"""The download of one file: parts in parallel, a checksum on the way, the final name at the end."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
from collections.abc import Coroutine, Sequence
from contextlib import aclosing
from pathlib import Path
from typing import Any

from attrs import frozen

from .._util.tasks import TaskGroup, first_error, in_thread
from ..content.reader import ContentReader
from ..content.source import ContentSource
from ..errors import ChecksumError, ContentChangedError, DownloadError, TransportTimeoutError
from .checksums import Digest, ETag, Verification, digests_of
from .etag_pipeline import etag_pipeline_for
from .options import DownloadSettings
from .part_file import FileIdentity, PartFile
from .paths import check_inside
from .progress import FileMeter
from .report import DownloadedFile
from .verification import NO_ETAG, NOT_ASKED, UNUSUAL_PARTS, fed, matches

logger = logging.getLogger("basespace_async.downloads")

FULL = (errno.ENOSPC, errno.EDQUOT)
_MIN_WRITE, _MAX_WRITE = 1 << 18, 1 << 20
_MAX_HELD = 1 << 24
"""Bytes waiting to be written, over all streams: larger writes take less work and more memory."""
_MAX_FETCHED_TWICE = 1 << 28
"""Largest file, in bytes, that is fetched a second time if its ETag is inconclusive."""


@frozen
class DownloadPlan:
    """A file to download.

    Attributes:
        source: Source of its bytes.
        identity: Which file it is; its `etag` is "" if the list did not give one.
        target: Its path on disk.
        folder: Target folder, which the path must stay in.
        scope: Scope of the locks in the folder; see `lock_scope`.
    """

    source: ContentSource
    identity: FileIdentity
    target: Path
    folder: Path
    scope: str = ""


class FileDownload:
    """The download of one file.

    Args:
        plan: What to download, and to where.
        settings: How to download it.
        streams: Limits the responses read in parallel by all downloads of the job.
        meter: Progress of the file's bytes.
    """

    def __init__(
        self, plan: DownloadPlan, settings: DownloadSettings, streams: asyncio.Semaphore, meter: FileMeter
    ) -> None:
        self._plan = plan
        self._settings = settings
        self._streams = streams
        self._write_size = min(max(_MAX_HELD // settings.concurrency, _MIN_WRITE), _MAX_WRITE)
        self._meter = meter
        self._fetched = 0
        self._seen = ""
        self._content: ETag | None = None
        self._written: list[int] = []
        self._committing = asyncio.Lock()

    async def run(self, *, over_existing: bool = True) -> DownloadedFile:
        """Download the file, or resume it.

        A failed or cancelled download keeps its complete parts for the next attempt, and nothing else.

        Args:
            over_existing: Replace an existing file.

        Returns:
            The downloaded file.

        Raises:
            ExistingFileError: If the file exists and `over_existing` is false; nothing was done.
            DownloadError: If the disk refuses, or another download writes the same file.
            ChecksumError: If the content differs from the service's, also in a second attempt.
            APIError: If the service refuses.
            TransportError: If the connection breaks for good.
        """
        plan = self._plan
        part = PartFile(plan.target, plan.identity, self._settings.part_size, plan.scope)
        keep = True
        try:
            await in_thread(self._open, part, over_existing)
            verification = await self._fetch_and_verify(part)
            if part.is_open:
                await in_thread(part.finish)
        except (ChecksumError, ContentChangedError):
            keep = False  # of no use for another time
            raise
        except TransportTimeoutError:  # an OSError, and not of the disk
            raise
        except OSError as error:
            raise disk_error(plan.target, plan.identity.size, error) from error
        finally:
            await self._close(part, keep)
        return DownloadedFile(plan.target, plan.identity.size, self._fetched, kept=False, verification=verification)

    def _open(self, part: PartFile, over_existing: bool) -> None:
        """Do everything before the first request in one call, because each call in a thread has its cost."""
        check_inside(self._plan.folder, part.target)
        if not over_existing and os.path.isfile(part.target):
            raise ExistingFileError
        part.open()

    async def _close(self, part: PartFile, keep: bool) -> None:
        """Close the part file, and log an error: raising it would hide the one that led here."""
        if not part.is_open:
            return
        try:
            await in_thread(part.close, keep=keep)
        except OSError as error:
            logger.warning("what was begun of %s could not be removed: %s", part.target, error.strerror or error)

    async def _fetch_and_verify(self, part: PartFile) -> Verification:
        try:
            return await self._once(part)
        except _UnverifiableError:
            raise
        except (ChecksumError, ContentChangedError) as error:
            # What was kept of an earlier time, or came damaged: once more from the beginning.
            logger.warning("%s; it is fetched once more", error)
        await in_thread(part.begin_anew)
        return await self._once(part)

    async def _once(self, part: PartFile) -> Verification:
        self._meter.begin(sum(stop - start for start, stop in map(part.span, part.done)))
        # Where the list gave no ETag, the store's is known only later.
        digests = self._digests(part.identity.etag)
        pipeline = etag_pipeline_for(part, digests[0]) if digests else None
        self._seen = part.seen
        self._written.clear()
        if not part.parts and not digests:
            await self._see_that_it_is_empty()
        missing = iter([number for number in range(part.parts) if number not in part.done])

        async def work() -> None:
            for number in missing:
                digest = pipeline.of_part(number) if pipeline else None
                async with self._streams:
                    await self._fetch(part, number, digest)
                await self._commit(part, number)
                if pipeline is not None:
                    await pipeline.part_is_done()

        if part.parts == 1:
            workers = [work()]
        else:
            workers = [work() for _ in range(min(self._settings.concurrency, part.parts - len(part.done)))]
            if pipeline is not None and pipeline.follows:
                workers.insert(0, pipeline.follow())
        await _run(workers)
        return await self._verdict(part, pipeline.etag() if pipeline else None)

    async def _commit(self, part: PartFile, number: int) -> None:
        """Record that a part is complete. Parts that wait for the disk are flushed together."""
        if not part.has_journal:
            part.commit(number)
            return
        self._written.append(number)
        async with self._committing:
            if number not in part.done:
                written, self._written = self._written, []
                await in_thread(part.commit, *written)

    async def _fetch(self, part: PartFile, number: int, digest: Digest | None) -> None:
        start, stop = part.span(number)
        reader = ContentReader(self._plan.source, start, stop, expected_size=part.identity.size)
        pieces: list[bytes] = []
        held, offset = 0, start
        try:
            while piece := await reader.read():
                self._fetched += len(piece)
                pieces.append(piece)
                held += len(piece)
                if held >= self._write_size or reader.position == stop:
                    write = self._write_all if part.parts == 1 and reader.position == stop else _write
                    await in_thread(write, part, pieces, offset, digest)
                    offset, held, pieces = offset + held, 0, []
                self._meter.add(len(piece))
                if self._settings.bandwidth is not None:
                    await self._settings.bandwidth.take(len(piece))
        finally:
            await reader.aclose()
        await self._compare(part, reader.etag)

    def _write_all(self, part: PartFile, pieces: list[bytes], offset: int, digest: Digest | None) -> None:
        """Write the last pieces, and finish if the checksum matches: one call less per small file. Blocking."""
        _write(part, pieces, offset, digest)
        whole = digest is not None and digest.etag() == ETag.parse(part.identity.etag)
        if whole or self._settings.checksum == "skip":
            part.finish()

    async def _compare(self, part: PartFile, etag: str) -> None:
        """Check that all parts come from the same content."""
        if self._seen and etag and etag != self._seen:
            raise ContentChangedError(f"{self._plan.target.name} changed while it was downloaded")
        self._seen = self._seen or etag
        if etag and part.has_journal and not part.seen and not part.identity.etag:
            await in_thread(part.note_etag, etag)

    async def _see_that_it_is_empty(self) -> None:
        """Ask the store: without an ETag and without bytes, nothing else shows that the list is wrong."""
        reader = ContentReader(self._plan.source, expected_size=0)
        async with self._streams, aclosing(reader):
            await reader.connect()
        self._seen = reader.etag

    def _digests(self, etag_text: str) -> list[Digest]:
        etag = ETag.parse(etag_text)
        if etag is None or self._settings.checksum == "skip":
            return []
        return digests_of(etag, self._plan.identity.size)

    async def _verdict(self, part: PartFile, computed: ETag | None) -> Verification:
        """Verify the content.

        Args:
            part: The complete part file.
            computed: ETag of the first digest, if it was fed while downloading.

        Raises:
            ChecksumError: If the content differs, or cannot be verified and must be.
        """
        if self._settings.checksum == "skip":
            return Verification("size", NOT_ASKED)
        text = part.identity.etag or self._seen
        etag = ETag.parse(text)
        if etag is None:
            return self._by_size(NO_ETAG)
        digests = self._digests(text)[0 if computed is None else 1 :]
        if computed == etag or await matches(etag, digests, part.feed, part.identity.size):
            return Verification("md5" if etag.parts is None else "multipart")
        if etag.parts is None or etag.parts == 1:
            raise ChecksumError(
                f"{part.target.name}: what arrived is not what the service has (its ETag is {etag}); try again, or "
                "take it by its size alone (checksum='skip')"
            )
        return await self._unexplained(part)

    async def _unexplained(self, part: PartFile) -> Verification:
        """Handle an ETag that fits no usual part size. A damaged file looks the same, but differs the next time."""
        if part.identity.size > _MAX_FETCHED_TWICE:
            return self._by_size(UNUSUAL_PARTS)
        content = await fed(Digest(), part.feed, part.identity.size)
        if self._content == content:
            return self._by_size(f"{UNUSUAL_PARTS}; it was fetched twice, with the same bytes")
        self._content = content
        raise ChecksumError(f"{part.target.name}: its ETag is not that of what arrived, in parts of any usual size")

    def _by_size(self, reason: str) -> Verification:
        if self._settings.checksum == "require":
            raise _UnverifiableError(f"{self._plan.target.name} cannot be verified: {reason}; nothing was kept")
        return Verification("size", reason)


async def _run(workers: Sequence[Coroutine[Any, Any, None]]) -> None:
    with first_error():
        if len(workers) == 1:
            await workers[0]
            return
        async with TaskGroup() as group:
            for worker in workers:
                group.create_task(worker)


def _write(part: PartFile, pieces: list[bytes], offset: int, digest: Digest | None) -> None:
    """Write pieces, and feed them to a digest while they are in memory. Blocking."""
    part.write(pieces, offset)
    if digest is not None:
        for piece in pieces:
            digest.update(memoryview(piece))


class ExistingFileError(Exception):
    """Raised if the target file exists."""


class _UnverifiableError(ChecksumError):
    """Raised if another attempt cannot succeed."""


def disk_error(target: Path, size: int, error: OSError) -> DownloadError:
    """Return an error that says what the disk refused, and what to do."""
    if error.errno in FULL:
        needed = f" ({size} bytes are needed)" if size else ""
        return DownloadError(f"cannot write {target}: the disk is full{needed}; make room and go on")
    return DownloadError(f"cannot write {target}: {error.strerror or error}")
