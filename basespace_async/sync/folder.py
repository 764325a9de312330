"""Sync into a folder on disk, by the engine that downloads."""

from __future__ import annotations

import os
import stat
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, ParamSpec, TypeVar

from attrs import evolve

from .._util.tasks import NoThreadError, in_thread, opened_in_thread
from ..downloads.case_sensitivity import ignores_case
from ..downloads.existing import would_be_kept
from ..downloads.file_download import disk_error
from ..downloads.job import Completed, DownloadItem, FailedListing, download
from ..downloads.paths import PathReservations, check_inside, target_path
from ..downloads.report import DownloadedFile
from ..errors import BaseSpaceError, DownloadError, IncompleteDownloadError
from .journal import FOLDER, SyncJournal, read_records
from .listing import Items, read_listing
from .options import SyncSettings
from .plan import SyncPlan, make_plan
from .records import Stamp, SyncRecord, version_of
from .report import SyncReport, SyncStep, raise_failed

if TYPE_CHECKING:
    from .._core.requester import Requester

P = ParamSpec("P")
T = TypeVar("T")


async def sync_folder(client: Requester, items: Items, folder: Path, settings: SyncSettings, source: str) -> SyncReport:
    """Make a folder like the list of a resource.

    Args:
        client: Sends the requests.
        items: Files of the resource.
        folder: Target folder.
        settings: How to do it.
        source: The resource, such as `projects/86591915`.

    Returns:
        A report of what was done.

    Raises:
        IncompleteDownloadError: If some files could not be fetched, or lists not read to their end; nothing is deleted.
        ConfigurationError: If a layout gives several files one path.
        DownloadError: If the disk refuses, or another sync works in the folder.
        BaseSpaceError: If nothing can be read.
    """
    if settings.dry_run:
        return await _FolderSync(client, folder, settings, source).rehearse(items)
    async with _open_journal(folder) as journal:
        return await _FolderSync(client, folder, settings, source).run(items, journal)


class _FolderSync:
    """A sync of one resource into one folder."""

    def __init__(self, client: Requester, folder: Path, settings: SyncSettings, source: str) -> None:
        self._client = client
        self._folder = folder
        self._settings = settings
        self._source = source

    async def rehearse(self, items: Items) -> SyncReport:
        """Return a report of what `run` would do."""
        reservations = _reservations(ignore_case=False)  # finding out would write to the disk
        listing = await read_listing(items, self._settings, reservations)
        failed = {failure.path: failure.error for failure in listing.failed}
        records = await self._on_disk(read_records, self._folder)
        plan = await self._on_disk(make_plan, listing, records, self._look, self._settings, self._source)
        steps = [step for step in plan.steps() if step.action != "fetch"]
        for item in plan.fetched:
            try:
                kept = not item.replace and await would_be_kept(
                    (item.file,), self._folder, item.path, self._settings.download
                )
            except (DownloadError, OSError) as error:
                failed[item.path] = error if isinstance(error, DownloadError) else disk_error(self._folder, 0, error)
                continue
            steps.append(SyncStep("keep" if kept else "fetch", item.path, getattr(item.file, "size", None) or 0))
        report = SyncReport(steps=steps, left=[record.path for record in plan.left])
        return raise_failed(report, failed)

    async def run(self, items: Items, journal: SyncJournal) -> SyncReport:
        """Fetch and delete what the plan says, and return a report."""
        reservations = _reservations(ignore_case=await self._on_disk(ignores_case, self._folder))
        listing = await read_listing(items, self._settings, reservations)
        plan = await self._on_disk(make_plan, listing, journal.records, self._look, self._settings, self._source)
        report = SyncReport(steps=list(plan.steps()), left=[record.path for record in plan.left])
        report.files = [self._kept(record) for record in plan.kept]
        await self._on_disk(self._prepare, plan, reservations, journal, report)
        failed: dict[str, BaseSpaceError] = {}
        try:
            to_fetch = _each([*listing.failed, *plan.fetched])
            done = await download(
                self._client, to_fetch, self._folder, self._settings.download, self._recorder(journal)
            )
        except IncompleteDownloadError as error:
            done, failed = error.report, error.failed
        report.files += done.files
        if not failed:
            await self._on_disk(self._delete, plan.deleted, journal, report)
        return raise_failed(report, failed)

    def _kept(self, record: SyncRecord) -> DownloadedFile:
        return DownloadedFile(self._folder / record.path, record.size, 0, kept=True, verification=record.verification)

    def _prepare(
        self, plan: SyncPlan, reservations: PathReservations, journal: SyncJournal, report: SyncReport
    ) -> None:
        """Note what is begun, and make room where a file was and a folder is to be, or the other way round."""
        for record in plan.kept:
            if record.source != self._source:
                journal.put(evolve(record, source=self._source))
        for path in plan.vanished:
            journal.drop(path)
        in_the_way = [record for record in plan.deleted if not reservations.has_room_for(record.path)]
        self._delete(in_the_way, journal, report)
        journal.begin({path: version for path, version in plan.begun.items() if self._is_possible(path)})

    def _is_possible(self, path: str) -> bool:
        with suppress(DownloadError):
            target_path(self._folder, path)
            return True
        return False

    def _recorder(self, journal: SyncJournal) -> Completed:
        """Return a callback that records each file, and whether a sync wrote it."""

        async def record(item: DownloadItem, downloaded: DownloadedFile) -> None:
            path = item.path
            is_ours = journal.records.is_made(path, kept=downloaded.kept)
            stamp = await self._on_disk(self._look, path)
            if stamp is None or stamp.size != downloaded.size:
                return  # somebody has changed it meanwhile
            how, version = downloaded.verification, version_of(item.file)
            entry = SyncRecord(path, stamp.size, stamp.mark, version, self._source, is_ours, how.method, how.reason)
            await self._on_disk(journal.put, entry)

        return record

    def _look(self, path: str) -> Stamp | None:
        try:
            status = os.lstat(target_path(self._folder, path))
        except (FileNotFoundError, NotADirectoryError, DownloadError):
            return None  # a path that is refused is refused again where it is written
        if not stat.S_ISREG(status.st_mode):
            return Stamp(-1, "no file")
        return Stamp(status.st_size, str(status.st_mtime_ns))

    def _is_inside(self, target: Path) -> bool:
        with suppress(DownloadError):
            check_inside(self._folder, target)
            return True
        return False

    def _delete(self, records: list[SyncRecord], journal: SyncJournal, report: SyncReport) -> None:
        """Delete files that are still as they were made, and the folders that this empties."""
        done = {*report.deleted, *report.left}
        for record in records:
            if record.path in done:
                continue
            target = target_path(self._folder, record.path)
            if self._look(record.path) != record.stamp or not self._is_inside(target):
                report.left.append(record.path)
                continue
            target.unlink()
            journal.drop(record.path)
            report.deleted.append(record.path)
            with suppress(OSError):  # the first that is not empty
                for parent in [*target.relative_to(self._folder).parents][:-1]:
                    (self._folder / parent).rmdir()

    async def _on_disk(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await _on_disk(self._folder, call, *args, **kwargs)


@asynccontextmanager
async def _open_journal(folder: Path) -> AsyncIterator[SyncJournal]:
    async with AsyncExitStack() as stack:
        opening = opened_in_thread(partial(SyncJournal, folder), SyncJournal.close)
        try:
            journal = await stack.enter_async_context(opening)
        except (OSError, NoThreadError) as error:
            _raise_as_ours(folder, error)
        yield journal


async def _on_disk(folder: Path, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    try:
        return await in_thread(call, *args, **kwargs)
    except (OSError, NoThreadError) as error:
        _raise_as_ours(folder, error)


def _raise_as_ours(folder: Path, error: OSError | NoThreadError) -> NoReturn:
    if isinstance(error, BaseSpaceError):
        raise error
    raise disk_error(folder, 0, error) from error


def _reservations(*, ignore_case: bool) -> PathReservations:
    reservations = PathReservations(ignore_case=ignore_case)
    reservations.take(f"{FOLDER}/journal")
    return reservations


async def _each(items: list[DownloadItem | FailedListing]) -> AsyncGenerator[DownloadItem | FailedListing, None]:
    for item in items:
        yield item
