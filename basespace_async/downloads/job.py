"""The download of many files into one folder, several in parallel."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import aclosing, contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from .._core.parameters import identifier
from .._util.tasks import NoThreadError, TaskGroup, first_error, in_thread
from ..content.reader import ContentReader
from ..content.source import ContentSource
from ..errors import (
    AuthenticationError,
    BaseSpaceError,
    ConfigurationError,
    DecodeError,
    DownloadError,
    IncompleteDownloadError,
    shown,
)
from .case_sensitivity import ignores_case
from .checksums import Verification
from .disk_calls import DiskCalls
from .existing import verify_kept
from .fetching import MIN_RECORDED
from .file_download import FULL, DownloadPlan, ExistingFileError, FileDownload, disk_error
from .identity import FileIdentity, identity_of
from .leftovers import remove_strays
from .locking import FileInUseError, lock_scope
from .options import DownloadSettings
from .paths import PathReservations, part_path, target_path
from .progress import FileMeter, JobMeters
from .report import DownloadedFile, DownloadReport
from .streams import Streams
from .waiting import Patience

if TYPE_CHECKING:
    from .._core.requester import Requester
    from ..models import DatasetCompact, File

logger = logging.getLogger("basespace_async.downloads")

_MAX_VERIFYING = 8  # existing files that are compared with the service's at a time
WHOLE_LIST = "./"
"""Path that stands for the list of the target folder's files."""


@frozen
class DownloadItem:
    """A file to download, and its path below the target folder.

    Attributes:
        file: File from a list.
        path: Relative path with forward slashes.
        following: Files whose bytes follow in the same file on disk.
        dataset: Dataset that it was listed for, if it was one of many.
        replace: Replace a file that exists, without a look at its content.
    """

    file: File
    path: str
    following: tuple[File, ...] = ()
    dataset: DatasetCompact | None = None
    replace: bool = False


@frozen
class FailedListing:
    """A record or a list from which no file could be taken.

    Attributes:
        path: Path for the report; that of a list ends with a slash.
        error: What was wrong.
    """

    path: str
    error: BaseSpaceError


Completed = Callable[[DownloadItem, DownloadedFile], Awaitable[None]]
"""What is done with each file that is on disk; its error is the file's."""


class DownloadJob:
    """The download of many files into one folder.

    Args:
        requester: Sends the requests.
        folder: Target folder; it is created.
        settings: How to download.
        completed: Called with each file that is on disk.
    """

    def __init__(
        self, requester: Requester, folder: Path, settings: DownloadSettings, completed: Completed | None = None
    ) -> None:
        self._requester = requester
        self._completed = completed
        self._folder = folder
        self._settings = settings
        self._streams = Streams(settings.concurrency, lambda: requester._session.statistics.store_throttled)
        self._disk = DiskCalls()
        self._max_items = settings.concurrency + 1  # the next begins while another is flushed to the disk
        self._verifying = asyncio.Semaphore(_MAX_VERIFYING)
        self._report = DownloadReport()
        self._failed: dict[str, BaseSpaceError] = {}
        self._in_use: dict[str, tuple[DownloadItem, FileInUseError]] = {}

    async def run(self, items: AsyncIterator[DownloadItem | FailedListing]) -> DownloadReport:
        """Download all items. An error of one does not stop the others, unless none could be downloaded.

        Files that another job is downloading to the same place are waited for, after all others.

        Returns:
            A report of the files on disk.

        Raises:
            IncompleteDownloadError: If some files could not be downloaded, or lists not read to their end.
            DownloadError: If the disk is full.
            AuthenticationError: If the token is no longer valid.
            BaseSpaceError: If the list of files cannot be read at all.
        """
        self._reservations = await self._prepared()
        with self._metered(), first_error():
            async with TaskGroup() as group:
                await self._start(items, group)
            await self._after_others()
        if self._failed:
            raise IncompleteDownloadError(self._report, self._failed)
        return self._report

    async def one(self, item: DownloadItem) -> DownloadedFile:
        """Download a single file, and raise its error unchanged."""
        reservations = await self._prepared()
        reservations.take(item.path)
        with self._metered():
            return await self._download(item)

    @contextmanager
    def _metered(self) -> Iterator[None]:
        """Show progress; a cancellation gets a note of how much is kept (`__notes__`)."""
        self._meters = JobMeters(self._settings.progress)
        try:
            yield
        except asyncio.CancelledError as error:
            error.add_note(self._meters.note())
            raise
        finally:
            self._meters.close()

    async def _prepared(self) -> PathReservations:
        self._requester._check_loop()
        try:
            ignore_case, self._scope = await in_thread(_look_at, self._folder)
        except (OSError, NoThreadError) as error:
            raise disk_error(self._folder, 0, error) from error
        except ValueError as error:  # a null character, or one that the system's encoding lacks
            problem = f"{shown(str(self._folder))} cannot be a folder here: {error}"
        else:
            return PathReservations(ignore_case=ignore_case)
        raise ConfigurationError(problem)

    async def _start(self, items: AsyncIterator[DownloadItem | FailedListing], group: TaskGroup) -> None:
        """Start the download of each item, as many at a time as may be."""
        turns = asyncio.Semaphore(self._max_items)
        listed: dict[str, str | None] = {}
        try:
            async for item in items:
                if isinstance(item, FailedListing):
                    self._fail(item.path, item.error)
                    continue
                identity = getattr(item.file, "id", None)
                if identity and listed.get(item.path) == identity:
                    continue  # a list that changes while it is read may give a file twice
                listed.setdefault(item.path, identity)
                await turns.acquire()
                group.create_task(self._work(item, turns))
        except BaseSpaceError as error:
            if not listed and not self._failed:
                raise
            self._fail(WHOLE_LIST, error)

    async def _work(self, item: DownloadItem, turns: asyncio.Semaphore, *, again: bool = False) -> None:
        try:
            if not again:
                self._reservations.take(item.path)
            downloaded = await self._download(item, again=again)
            self._report.files.append(downloaded)
            if self._completed is not None:
                await self._completed(item, downloaded)
        except FileInUseError as error:
            self._in_use[item.path] = item, error
        except BaseSpaceError as error:
            self._fail(item.path, error)
        finally:
            turns.release()

    async def _after_others(self) -> None:
        """Take what other jobs have downloaded meanwhile, or what they left."""
        patience, turns = Patience(), asyncio.Semaphore(self._max_items)
        while self._in_use:
            parts = [part_path(target_path(self._folder, path), self._scope) for path in self._in_use]
            if not await patience.lasts(parts):
                break
            waiting, self._in_use = self._in_use, {}
            async with TaskGroup() as group:
                for item, _ in waiting.values():
                    await turns.acquire()
                    group.create_task(self._work(item, turns, again=True))
        for path, (_, error) in self._in_use.items():
            self._fail(path, error)

    def _fail(self, path: str, error: BaseSpaceError) -> None:
        """Note an error for the report, or raise it if it would stop every other file too."""
        if _ends_all(error):
            raise error
        key = next(key for key in _numbered(path) if key not in self._failed)
        self._failed[key] = error
        logger.warning("%r was not downloaded: %s", path, error)

    async def _download(self, item: DownloadItem, *, again: bool = False) -> DownloadedFile:
        target = target_path(self._folder, item.path)
        sources = [await self._source(file, item.path) for file in (item.file, *item.following)]
        plan = DownloadPlan(sources, target, self._folder, self._scope)
        if not again:
            self._meters.found(plan.size)
        meters = [self._meters.file() for _ in sources]
        file_download = FileDownload(plan, self._settings, self._streams, meters, self._disk)
        try:
            if item.replace or self._settings.if_exists == "replace":
                downloaded = await self._fetched(file_download, plan)
            else:
                downloaded = await self._unless_kept(file_download, plan, meters)
        except BaseException:
            self._meters.kept += file_download.kept
            raise
        self._meters.ended(plan.size)
        return downloaded

    async def _source(self, file: File, path: str) -> tuple[ContentSource, FileIdentity]:
        source = ContentSource(self._requester, identifier(file), link=file.href_content or "", priority="background")
        listed = getattr(file, "size", None)
        size = await _size_of(source) if listed is None else listed
        if size < 0 or size != int(size):
            raise DownloadError(f"the service says that {path} has {size} bytes; list it again")
        return source, identity_of(file, int(size))

    async def _fetched(
        self, file_download: FileDownload, plan: DownloadPlan, *, over_existing: bool = True
    ) -> DownloadedFile:
        if plan.size < MIN_RECORDED:
            return await file_download.run(over_existing=over_existing)
        async with self._streams.room(file_download):
            return await file_download.run(over_existing=over_existing)

    async def _unless_kept(
        self, file_download: FileDownload, plan: DownloadPlan, meters: Sequence[FileMeter]
    ) -> DownloadedFile:
        try:
            return await self._fetched(file_download, plan, over_existing=False)
        except ExistingFileError:
            async with self._verifying:
                kept = await self._kept(plan)
        if kept is None:
            return await self._fetched(file_download, plan)
        meters[0].begin(plan.size)
        return DownloadedFile(plan.target, plan.size, 0, kept=True, verification=kept)

    async def _kept(self, plan: DownloadPlan) -> Verification | None:
        try:
            kept = await verify_kept(plan.target, plan.identities, self._settings)
            if kept is not None:
                await in_thread(remove_strays, plan.target, self._scope)
        except (OSError, NoThreadError) as error:
            raise disk_error(plan.target, plan.size, error) from error
        return kept


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


def _look_at(folder: Path) -> tuple[bool, str]:
    """Create a folder, and return whether it ignores case and how far its locks reach. Blocking."""
    return ignores_case(folder), lock_scope(folder)


def _numbered(path: str) -> Iterator[str]:
    """Yield a path, then variants of it for other records that have the same one."""
    yield path
    stem = path.removesuffix("/")
    for number in count(2):
        yield f"{stem} ({number}){path[len(stem) :]}"


def _ends_all(error: BaseSpaceError) -> bool:
    """Return whether the error would stop every other file too."""
    cause = error.__cause__
    return isinstance(error, AuthenticationError) or (isinstance(cause, OSError) and cause.errno in FULL)


def item_of(
    file: File | DecodeError, prefix: str = "", dataset: DatasetCompact | None = None
) -> DownloadItem | FailedListing:
    """Return the item of a record in a list; a record that cannot be read or has no name is its own failure.

    Args:
        file: The record, or why it could not be read.
        prefix: Folder for its path.
        dataset: Dataset that it was listed for, if it was one of many.
    """
    if isinstance(file, DecodeError):
        return FailedListing(f"{prefix}(record {file.path.removeprefix('$.')})", file)
    try:
        return DownloadItem(file, prefix + path_of(file), dataset=dataset)
    except ConfigurationError as error:
        return FailedListing(f"{prefix}({_name_of(file)})", error)


def path_of(file: File) -> str:
    """Return the path of a file within its dataset, run or appsession.

    Raises:
        ConfigurationError: If the file has neither a path nor a name.
    """
    path = getattr(file, "path", "") or getattr(file, "name", "")
    if not path:
        raise ConfigurationError(f"{_name_of(file)} came without a path and a name; list it again")
    return path


def _name_of(file: File) -> str:
    return f"file {getattr(file, 'id', '') or 'without an id'}"


async def download(
    requester: Requester,
    items: AsyncGenerator[DownloadItem | FailedListing, None],
    to: str | Path,
    settings: DownloadSettings,
    completed: Completed | None = None,
) -> DownloadReport:
    """Download the items into the folder `to`; see `DownloadJob`."""
    async with aclosing(items):
        return await job_of(requester, to, settings, completed).run(items)


def job_of(
    requester: Requester, to: str | Path, settings: DownloadSettings, completed: Completed | None = None
) -> DownloadJob:
    """Return the job that downloads into the folder `to`: in this process, or on the workers of Dask."""
    if settings.dask is None:
        return DownloadJob(requester, Path(to), settings, completed)
    from .dask_job import DaskJob

    return DaskJob(requester, Path(to), settings, completed)
