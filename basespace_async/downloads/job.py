"""The download of many files into one folder, several in parallel."""

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
    """A file to download, and its path below the target folder.

    Attributes:
        file: File from a list.
        path: Relative path with forward slashes.
    """

    file: File
    path: str


class DownloadJob:
    """The download of many files into one folder.

    Args:
        requester: Sends the requests.
        folder: Target folder; it is created.
        settings: How to download.
    """

    def __init__(self, requester: Requester, folder: Path, settings: DownloadSettings) -> None:
        self._requester = requester
        self._folder = folder
        self._settings = settings
        self._streams = asyncio.Semaphore(settings.concurrency)
        self._report = DownloadReport()
        self._failed: dict[str, BaseSpaceError] = {}

    async def run(self, items: AsyncIterator[DownloadItem]) -> DownloadReport:
        """Download all items. An error of one does not stop the others, unless none could be downloaded.

        Returns:
            A report of the files on disk.

        Raises:
            IncompleteDownloadError: If some files could not be downloaded.
            DownloadError: If the disk is full.
            AuthenticationError: If the token is no longer valid.
            BaseSpaceError: If the list of files cannot be read to its end.
        """
        reservations = await self._prepared()
        self._meters = JobMeters(self._settings.progress)
        try:
            with first_error():
                await self._work_through(items, reservations)
        finally:
            self._meters.close()
        if self._failed:
            raise IncompleteDownloadError(self._report, self._failed)
        return self._report

    async def one(self, item: DownloadItem) -> DownloadedFile:
        """Download a single file, and raise its error unchanged."""
        reservations = await self._prepared()
        reservations.take(item.path)
        self._meters = JobMeters(self._settings.progress)
        try:
            return await self._download(item)
        finally:
            self._meters.close()

    async def _prepared(self) -> PathReservations:
        self._requester._check_loop()
        try:
            return PathReservations(ignore_case=await in_thread(ignores_case, self._folder))
        except OSError as error:
            raise disk_error(self._folder, 0, error) from error

    async def _work_through(self, items: AsyncIterator[DownloadItem], reservations: PathReservations) -> None:
        # One file more than streams, so that the next begins while another is flushed to the disk.
        turns = asyncio.Semaphore(self._settings.concurrency + 1)
        listed: dict[str, str] = {}

        async def work(item: DownloadItem) -> None:
            try:
                reservations.take(item.path)
                self._report.files.append(await self._download(item))
            except BaseSpaceError as error:
                if _ends_all(error):
                    raise
                self._failed[item.path] = error
                logger.warning("%r was not downloaded: %s", item.path, error)
            finally:
                turns.release()

        async with TaskGroup() as group:
            async for item in items:
                identity = identifier(item.file)
                if listed.get(item.path) == identity:
                    continue  # a list that changes while it is read may give a file twice
                listed.setdefault(item.path, identity)
                await turns.acquire()
                group.create_task(work(item))

    async def _download(self, item: DownloadItem) -> DownloadedFile:
        file = item.file
        target = target_path(self._folder, item.path)
        source = ContentSource(self._requester, identifier(file), link=file.href_content or "", priority="background")
        listed = getattr(file, "size", None)
        size = await _size_of(source) if listed is None else listed
        if size < 0:
            raise DownloadError(f"the service says that {item.path} has {size} bytes; list it again")
        self._meters.found(size)
        meter = self._meters.file()
        etag = plain_etag(file.etag or "")
        plan = DownloadPlan(source, FileIdentity(identifier(file), size, etag), target, self._folder)
        file_download = FileDownload(plan, self._settings, self._streams, meter)
        try:
            downloaded = await file_download.run(over_existing=self._settings.if_exists == "replace")
        except ExistingFileError:
            kept = await self._kept(target, size, etag)
            if kept is None:
                downloaded = await file_download.run()
            else:
                downloaded = DownloadedFile(target, size, 0, kept=True, verification=kept)
                meter.begin(size)
        self._meters.ended()
        return downloaded

    async def _kept(self, target: Path, size: int, etag: str) -> Verification | None:
        """Return how far an existing file was verified; None if it must be downloaded."""
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
    """Ask the object store for the size of a file, in bytes."""
    reader = ContentReader(source, 0, 1)
    try:
        await reader.connect()
    finally:
        await reader.aclose()
    if reader.size is None:
        raise DownloadError("the service does not say how long the file is; read it with `files.open`")
    return reader.size


def _ends_all(error: BaseSpaceError) -> bool:
    """Return whether the error would stop every other file too."""
    cause = error.__cause__
    return isinstance(error, AuthenticationError) or (isinstance(cause, OSError) and cause.errno in FULL)


def path_of(file: File) -> str:
    """Return the path of a file within its dataset, run or appsession.

    Raises:
        ConfigurationError: If the file has neither a path nor a name.
    """
    path = getattr(file, "path", "") or getattr(file, "name", "")
    if not path:
        raise ConfigurationError(f"file {identifier(file)} came without a path and a name; list it again")
    return path


async def each_of(files: Iterable[File] | AsyncIterable[File]) -> AsyncGenerator[File, None]:
    """Yield files from either kind of iterable."""
    if isinstance(files, AsyncIterable):
        iterator = aiter(files)
        try:
            async for file in iterator:
                yield file
        finally:
            # A pager's requests end with its iterator. What the caller iterates over is the caller's to close.
            if iterator is not files and isinstance(iterator, AsyncGenerator):
                await iterator.aclose()
    else:
        for file in files:
            yield file


async def download(
    requester: Requester, items: AsyncGenerator[DownloadItem, None], to: str | Path, settings: DownloadSettings
) -> DownloadReport:
    """Download the items into the folder `to`; see `DownloadJob.run`."""
    async with aclosing(items):
        return await DownloadJob(requester, Path(to), settings).run(items)
