"""Compare a list with the records of a sync and with what is in the target."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from attrs import define, evolve, field

from ..downloads.job import DownloadItem
from .listing import Listing
from .options import SyncSettings
from .records import Stamp, SyncRecord, SyncRecords, version_of
from .report import SyncStep

Look = Callable[[str], Stamp | None]
"""Says what is at a path below the target: None for nothing."""


@define
class SyncPlan:
    """What is to be done.

    Attributes:
        kept: Records of files that are as they should be.
        fetched: Files to fetch, or to verify.
        begun: Versions by path of those that are not there.
        deleted: Records of files to delete.
        left: Records of files that are gone from the service, and are not as a sync made them.
        vanished: Paths of records whose files are gone on both sides.
    """

    kept: list[SyncRecord] = field(factory=list)
    fetched: list[DownloadItem] = field(factory=list)
    begun: dict[str, str] = field(factory=dict)
    deleted: list[SyncRecord] = field(factory=list)
    left: list[SyncRecord] = field(factory=list)
    vanished: list[str] = field(factory=list)

    def steps(self) -> Iterable[SyncStep]:
        """Yield what is done with each file."""
        yield from (SyncStep("keep", record.path, record.size) for record in self.kept)
        yield from (SyncStep("fetch", item.path, getattr(item.file, "size", None) or 0) for item in self.fetched)
        yield from (SyncStep("delete", record.path, record.size) for record in self.deleted)
        yield from (SyncStep("leave", record.path, record.size) for record in self.left)


def make_plan(listing: Listing, records: SyncRecords, look: Look, settings: SyncSettings, source: str) -> SyncPlan:
    """Plan a sync. Blocking, as far as `look` is.

    Args:
        listing: What the service has.
        records: What is remembered.
        look: Says what is in the target.
        settings: Options of the sync.
        source: Resource that is synced.
    """
    plan = SyncPlan()
    for item in listing.wanted:
        _compare(plan, item, records, look(item.path), settings)
    if settings.delete and not listing.failed:
        for record in records.files.values():
            if record.source == source and record.path not in listing.others:
                _look_for_gone(plan, record, listing, look(record.path))
    return plan


def _compare(
    plan: SyncPlan, item: DownloadItem, records: SyncRecords, stamp: Stamp | None, settings: SyncSettings
) -> None:
    path, version = item.path, version_of(item.file)
    if stamp is None:
        plan.begun[path] = version
        plan.fetched.append(item)
        return
    record = records.files.get(path)
    if record is None:
        plan.fetched.append(item)
        return
    is_as_recorded = stamp == record.stamp
    is_same = record.version == version and getattr(item.file, "size", None) in (None, record.size)
    is_verified = settings.download.checksum != "require" or record.verification.complete
    if is_as_recorded and is_same and is_verified and not settings.check_content:
        plan.kept.append(record)
        return
    # Without an ETag an old content of the same size could not be told from the new one.
    is_old = not is_same and (is_as_recorded or (not item.file.etag and records.begun.get(path) != version))
    plan.fetched.append(evolve(item, replace=is_old))


def _look_for_gone(plan: SyncPlan, record: SyncRecord, listing: Listing, stamp: Stamp | None) -> None:
    if listing.reservations.holds(record.path):
        return
    if stamp is None:
        plan.vanished.append(record.path)
    elif record.made and stamp == record.stamp:
        plan.deleted.append(record)
    else:
        plan.left.append(record)
