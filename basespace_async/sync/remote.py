"""Sync into a target of fsspec: each file is streamed from the service into it, without a local disk."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve

from .._core.parameters import identifier
from .._util.redact import redacted_url
from .._util.tasks import TaskGroup, first_error, in_thread
from ..content.reader import ContentReader
from ..content.source import ContentSource
from ..downloads.checksums import MIB, Digest, ETag, Verification, digests_of
from ..downloads.identity import FileIdentity, identity_of
from ..downloads.job import DownloadItem
from ..downloads.paths import PathReservations, target_path
from ..downloads.progress import JobMeters
from ..downloads.report import DownloadedFile
from ..downloads.verification import NO_ETAG, NOT_ASKED, UNUSUAL_PARTS
from ..errors import (
    AuthenticationError,
    BaseSpaceError,
    ChecksumError,
    ConfigurationError,
    ContentChangedError,
    DownloadError,
)
from .journal import FOLDER, NAME
from .listing import Items, Listing, read_listing
from .object_store import RemoteStore, Upload
from .options import SyncSettings
from .plan import SyncPlan, make_plan
from .records import SyncRecord, version_of
from .report import SyncReport, SyncStep, raise_failed

if TYPE_CHECKING:
    from .._core.requester import Requester

logger = logging.getLogger("basespace_async.sync")

_PIECE = 4 * MIB  # bytes that are written at a time
_MAX_DIGESTS = 4  # sizes of parts that are tried while the bytes pass
_ATTEMPTS = 2
_RECORDED_EACH = 30.0  # seconds


async def sync_url(client: Requester, items: Items, url: str, settings: SyncSettings, source: str) -> SyncReport:
    """Make a target of fsspec like the list of a resource; see `sync_folder`.

    Args:
        client: Sends the requests.
        items: Files of the resource.
        url: URL of the target.
        settings: How to do it.
        source: The resource, such as `projects/86591915`.
    """
    if settings.download.dask is not None:
        raise ConfigurationError(
            f"a sync runs on Dask into a folder only, not into {redacted_url(url)}; leave out dask"
        )
    store = await in_thread(RemoteStore, url, settings.storage_options)
    return await _RemoteSync(client, store, settings, source).run(items)


class _RemoteSync:
    """A sync of one resource into one target."""

    def __init__(self, client: Requester, store: RemoteStore, settings: SyncSettings, source: str) -> None:
        self._client = client
        self._store = store
        self._settings = settings
        self._source = source
        self._failed: dict[str, BaseSpaceError] = {}
        self._writing = asyncio.Lock()
        self._recorded = 0.0

    async def run(self, items: Items) -> SyncReport:
        """Sync the target, or report what would be done."""
        reservations = PathReservations(ignore_case=False)
        reservations.take(f"{FOLDER}/{NAME}")
        listing = await read_listing(items, self._settings, reservations)
        for failure in listing.failed:
            self._fail(failure.path, failure.error)
        self._records = await in_thread(self._store.records)
        stamps = await in_thread(self._store.stamps)
        plan = make_plan(listing, self._records, stamps.get, self._settings, self._source)
        report = SyncReport(steps=list(plan.steps()), left=[record.path for record in plan.left])
        if self._settings.dry_run:
            items_there = {item.path: item for item in plan.fetched if not item.replace and item.path not in plan.begun}
            report.steps = [await self._rehearsed(step, items_there.get(step.path)) for step in report.steps]
            return raise_failed(report, self._failed)
        report.files = [
            DownloadedFile(Path(record.path), record.size, 0, kept=True, verification=record.verification)
            for record in plan.kept
        ]
        try:
            await self._change(plan, listing, report)
        finally:
            await in_thread(self._store.write_records, self._records)
        return raise_failed(report, self._failed)

    async def _rehearsed(self, step: SyncStep, item: DownloadItem | None) -> SyncStep:
        """Return a step; what is there and no sync remembers is looked at."""
        if step.action != "fetch" or item is None:
            return step
        kept = await in_thread(self._store.verify, step.path, identity_of(item.file, step.size))
        return evolve(step, action="fetch" if kept is None else "keep")

    async def _change(self, plan: SyncPlan, listing: Listing, report: SyncReport) -> None:
        for record in plan.kept:
            self._records.put(evolve(record, source=self._source))
        for path in plan.vanished:
            self._records.files.pop(path, None)
        in_the_way = [record for record in plan.deleted if not listing.reservations.has_room_for(record.path)]
        await self._delete(in_the_way, report)
        self._records.begun.update(plan.begun)
        if plan.fetched:
            await in_thread(self._store.write_records, self._records)
        await self._fetch_all(plan.fetched, report)
        if not self._failed:
            done = {record.path for record in in_the_way}
            await self._delete([record for record in plan.deleted if record.path not in done], report)

    async def _delete(self, records: list[SyncRecord], report: SyncReport) -> None:
        for record in records:
            if await in_thread(self._store.look, record.path) != record.stamp:
                report.left.append(record.path)
                continue
            await in_thread(self._store.remove, record.path)
            self._records.files.pop(record.path, None)
            report.deleted.append(record.path)

    async def _fetch_all(self, items: list[DownloadItem], report: SyncReport) -> None:
        self._meters = JobMeters(self._settings.download.progress)
        self._recorded = asyncio.get_running_loop().time()
        try:
            with first_error():
                await self._start_all(items, report)
        finally:
            self._meters.close()

    async def _start_all(self, items: list[DownloadItem], report: SyncReport) -> None:
        turns = asyncio.Semaphore(self._settings.download.concurrency)
        async with TaskGroup() as group:
            for item in items:
                await turns.acquire()
                group.create_task(self._work(item, turns, report))

    async def _work(self, item: DownloadItem, turns: asyncio.Semaphore, report: SyncReport) -> None:
        try:
            target_path(Path(), item.path)  # refuses what leads out
            report.files.append(await self._fetch(item))
            await self._record_now_and_then()
        except AuthenticationError:
            raise
        except BaseSpaceError as error:
            self._fail(item.path, error)
        finally:
            turns.release()

    def _fail(self, path: str, error: BaseSpaceError) -> None:
        self._failed[path] = error
        logger.warning("%r was not synced: %s", path, error)

    async def _fetch(self, item: DownloadItem) -> DownloadedFile:
        """Fetch a file, unless what is there is verified, and remember it."""
        path, file = item.path, item.file
        size = getattr(file, "size", None)
        if size is None or size < 0:
            raise DownloadError(f"the service does not say how long {path} is; list it again")
        identity = identity_of(file, int(size))
        if self._settings.download.checksum == "skip":
            identity = evolve(identity, etag="")
        self._meters.found(identity.size)
        verification = None if item.replace else await in_thread(self._store.verify, path, identity)
        if verification is not None and not verification.complete and self._settings.download.checksum == "require":
            verification = None
        kept = verification is not None
        if verification is None:
            verification = await self._copy_again(item, identity)
        stamp = await in_thread(self._store.look, path)
        is_ours = self._records.is_made(path, kept=kept)
        if stamp is not None and stamp.size == identity.size:
            version, how = version_of(file), verification
            record = SyncRecord(path, stamp.size, stamp.mark, version, self._source, is_ours, how.method, how.reason)
            self._records.put(record)
        self._meters.ended(identity.size)
        return DownloadedFile(
            Path(path), identity.size, 0 if kept else identity.size, kept=kept, verification=verification
        )

    async def _copy_again(self, item: DownloadItem, identity: FileIdentity) -> Verification:
        for _ in range(_ATTEMPTS - 1):
            try:
                return await self._copy(item, identity)
            except (ChecksumError, ContentChangedError):
                continue  # once more from the beginning
        return await self._copy(item, identity)

    async def _copy(self, item: DownloadItem, identity: FileIdentity) -> Verification:
        """Stream a file into the target; its object appears once all of it is verified."""
        digests = _Digests(identity)
        upload = await in_thread(self._store.upload, item.path, identity.size, self._settings.download.part_size)
        try:
            await self._stream(item, identity, upload, digests)
            verification = self._verdict(item.path, identity, digests)
            await in_thread(upload.commit)
        finally:
            await in_thread(upload.close)
        if not await in_thread(self._store.holds, item.path, identity.size, digests.md5):
            raise ChecksumError(f"{item.path} is not in the target as it was sent; try again")
        return verification

    async def _stream(self, item: DownloadItem, identity: FileIdentity, upload: Upload, digests: _Digests) -> None:
        link = item.file.href_content or ""
        source = ContentSource(self._client, identifier(item.file), link=link, priority="background")
        reader = ContentReader(source, expected_size=identity.size)
        meter = self._meters.file()
        held = bytearray()

        def write() -> None:
            digests.update(memoryview(held))
            upload.write(bytes(held))

        try:
            while piece := await reader.read():
                held += piece
                meter.add(len(piece))
                if self._settings.download.bandwidth is not None:
                    await self._settings.download.bandwidth.take(len(piece))
                if len(held) >= _PIECE:
                    await in_thread(write)
                    held = bytearray()
            await in_thread(write)
        finally:
            await reader.aclose()
        if reader.has_more:
            raise ContentChangedError(f"{item.path} has more than the {identity.size} bytes that were expected")

    def _verdict(self, path: str, identity: FileIdentity, digests: _Digests) -> Verification:
        etag = digests.expected
        if etag is not None and digests.match():
            return Verification("md5" if etag.parts is None else "multipart")
        if etag is not None and (etag.parts is None or etag.parts == 1):
            raise ChecksumError(f"{path}: what arrived is not what the service has (its ETag is {etag}); try again")
        skips = self._settings.download.checksum == "skip"
        reason = NOT_ASKED if skips else NO_ETAG if etag is None else UNUSUAL_PARTS
        if self._settings.download.checksum == "require":
            raise DownloadError(f"{path} cannot be verified: {reason}; nothing was kept")
        return Verification("size", reason)

    async def _record_now_and_then(self) -> None:
        now = asyncio.get_running_loop().time()
        if now - self._recorded < _RECORDED_EACH or self._writing.locked():
            return
        async with self._writing:
            self._recorded = now
            await in_thread(self._store.write_records, self._records)


class _Digests:
    """The MD5 of the bytes that pass, and the ETags that they may have."""

    def __init__(self, identity: FileIdentity) -> None:
        self.expected = ETag.parse(identity.etag)
        self._md5 = Digest()
        tried = [] if self.expected is None or self.expected.parts is None else digests_of(self.expected, identity.size)
        self._digests = [self._md5, *tried[:_MAX_DIGESTS]]

    def update(self, data: memoryview) -> None:
        """Feed the next bytes."""
        for digest in self._digests:
            digest.update(data)

    def match(self) -> bool:
        """Return whether one of the ETags is the one that is expected."""
        return any(digest.etag() == self.expected for digest in self._digests)

    @property
    def md5(self) -> ETag:
        """MD5 of all bytes, as an ETag."""
        return self._md5.etag()
