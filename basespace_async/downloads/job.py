"""Many files into one folder, several at a time."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Iterable
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from .._core.parameters import identifier
from .._util.tasks import TaskGroup, first_error, in_thread
from ..content.reader import ContentReader, plain_etag
from ..content.source import ContentSource
from ..errors import AuthenticationError, BaseSpaceError, ConfigurationError, DownloadError, IncompleteDownloadError
from .case_sensitivity import ignores_case
from .checksums import Verification
from .file_download import FULL, DownloadPlan, ExistingFileError, FileDownload, disk_error
from .options import DownloadSettings
from .part_file import FileIdentity, remove_stray_journal
from .paths import PathReservations, target_path
from .progress import JobMeters
from .report import DownloadedFile, DownloadReport
from .verification import NO_ETAG, NOT_ASKED, verify_existing

if TYPE_CHECKING:
    from .._core.requester import Requester
    from ..models import File

logger = logging.getLogger("basespace_async.downloads")


@frozen
class DownloadItem:
    """A file to download, and where it goes below the target folder.

    Attributes:
        file: from a list.
        path: relative, with forward slashes.
    """

    file: File
    path: str


class DownloadJob:
    """The download of many files into one folder.

    Args:
        calls: sends the requests.
        folder: the target folder; it is made.
        settings: how.
    """

    def __init__(self, calls: Requester, folder: Path, settings: DownloadSettings) -> None:
        self._calls = calls
        self._folder = folder
        self._settings = settings
        self._streams = asyncio.Semaphore(settings.concurrency)
        self._report = DownloadReport()
        self._failed: dict[str, BaseSpaceError] = {}

    async def run(self, wanted: AsyncIterator[DownloadItem]) -> DownloadReport:
        """Download all of them. The error of one keeps no other from being downloaded, unless none could be.

        Raises:
            IncompleteDownloadError: some could not be downloaded.
            DownloadError: the disk is full.
            AuthenticationError: the token is not valid any more.
            BaseSpaceError: the list of files could not be read to its end.
        """
        claims = await self._prepared()
        self._meters = JobMeters(self._settings.progress)
        try:
            with first_error():
                await self._work_through(wanted, claims)
        finally:
            self._meters.close()
        if self._failed:
            raise IncompleteDownloadError(self._report, self._failed)
        return self._report

    async def one(self, wanted: DownloadItem) -> DownloadedFile:
        """Download a single file; its error is raised as it is."""
        claims = await self._prepared()
        claims.take(wanted.path)
        self._meters = JobMeters(self._settings.progress)
        try:
            return await self._download(wanted)
        finally:
            self._meters.close()

    async def _prepared(self) -> PathReservations:
        try:
            return PathReservations(ignore_case=await in_thread(ignores_case, self._folder))
        except OSError as error:
            raise disk_error(self._folder, 0, error) from error

    async def _work_through(self, wanted: AsyncIterator[DownloadItem], claims: PathReservations) -> None:
        # One file more than streams, so that the next begins while another is flushed to the disk.
        turns = asyncio.Semaphore(self._settings.concurrency + 1)
        listed: dict[str, str] = {}

        async def work(each: DownloadItem) -> None:
            try:
                claims.take(each.path)
                self._report.files.append(await self._download(each))
            except BaseSpaceError as error:
                if _ends_all(error):
                    raise
                self._failed[each.path] = error
                logger.warning("%r was not downloaded: %s", each.path, error)
            finally:
                turns.release()

        async with TaskGroup() as group:
            async for each in wanted:
                identity = identifier(each.file)
                if listed.get(each.path) == identity:
                    continue  # a list that changes while it is read may give a file twice
                listed.setdefault(each.path, identity)
                await turns.acquire()
                group.create_task(work(each))

    async def _download(self, wanted: DownloadItem) -> DownloadedFile:
        file = wanted.file
        target = target_path(self._folder, wanted.path)
        source = ContentSource(self._calls, identifier(file), link=file.href_content or "", priority="background")
        listed = getattr(file, "size", None)
        size = await _size_of(source) if listed is None else listed
        if size < 0:
            raise DownloadError(f"the service says that {wanted.path} has {size} bytes; list it again")
        self._meters.found(size)
        meter = self._meters.file()
        etag = plain_etag(file.etag or "")
        plan = DownloadPlan(source, FileIdentity(identifier(file), size, etag), target, self._folder)
        transfer = FileDownload(plan, self._settings, self._streams, meter)
        try:
            downloaded = await transfer.run(over_existing=self._settings.if_exists == "replace")
        except ExistingFileError:
            kept = await self._kept(target, size, etag)
            if kept is None:
                downloaded = await transfer.run()
            else:
                downloaded = DownloadedFile(target, size, 0, kept=True, verification=kept)
                meter.begin(size)
        self._meters.ended()
        return downloaded

    async def _kept(self, target: Path, size: int, etag: str) -> Verification | None:
        """How far a file that is there is the one that is wanted; None where it is to be downloaded."""
        if_exists = self._settings.if_exists
        if if_exists == "error":
            raise DownloadError(f"{target} exists already; choose another folder, or what becomes of it (`if_exists`)")
        by_size = if_exists == "size" or self._settings.checksum == "skip"
        try:
            kept = await verify_existing(target, size, "" if by_size else etag)
            if kept is None or (not kept.complete and self._settings.checksum == "require"):
                return None
            await in_thread(remove_stray_journal, target)
        except OSError as error:
            raise disk_error(target, size, error) from error
        return Verification("size", NOT_ASKED if by_size else NO_ETAG) if not kept.complete else kept


async def _size_of(source: ContentSource) -> int:
    """The size of a file whose record does not say."""
    reader = ContentReader(source, 0, 1)
    try:
        await reader.connect()
    finally:
        await reader.aclose()
    if reader.size is None:
        raise DownloadError("the service does not say how long the file is; read it with `files.open`")
    return reader.size


def _ends_all(error: BaseSpaceError) -> bool:
    """Whether no other file could be downloaded either."""
    cause = error.__cause__
    return isinstance(error, AuthenticationError) or (isinstance(cause, OSError) and cause.errno in FULL)


def path_of(file: File) -> str:
    """The path of a file within what it belongs to.

    Raises:
        ConfigurationError: it came without a path and a name.
    """
    found = file.path or file.name
    if not found:
        raise ConfigurationError(f"file {identifier(file)} came without a path and a name; list it again")
    return found


async def each_of(files: Iterable[File] | AsyncIterable[File]) -> AsyncGenerator[File, None]:
    """Files of either kind of iterable."""
    if isinstance(files, AsyncIterable):
        found = aiter(files)
        try:
            async for file in found:
                yield file
        finally:
            # A pager's requests end with its iterator. What the caller iterates over is the caller's to close.
            if found is not files and isinstance(found, AsyncGenerator):
                await found.aclose()
    else:
        for file in files:
            yield file


async def download(
    calls: Requester, wanted: AsyncGenerator[DownloadItem, None], to: str | Path, settings: DownloadSettings
) -> DownloadReport:
    """Download what `wanted` gives, below the folder `to`; see `Job.run`."""
    async with aclosing(wanted):
        return await DownloadJob(calls, Path(to), settings).run(wanted)
