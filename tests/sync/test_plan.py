"""The comparison of a list with what is remembered and what is there."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from basespace_async.downloads.job import WHOLE_LIST, DownloadItem, FailedListing
from basespace_async.downloads.paths import PathReservations
from basespace_async.errors import DownloadError
from basespace_async.sync.layouts import OF_DATASETS
from basespace_async.sync.listing import Listing
from basespace_async.sync.options import SyncSettings
from basespace_async.sync.plan import make_plan
from basespace_async.sync.records import Stamp, SyncRecord, SyncRecords, version_of
from basespace_openapi.models import File

SOURCE = "projects/1"
SETTINGS = SyncSettings.of({"delete": True}, OF_DATASETS)


def file(day: int) -> File:
    """A file without an ETag."""
    return File(id="7", href="", name="x", path="x", size=3, date_created=datetime(2026, 1, day, tzinfo=UTC))


def record(path: str, version: str) -> SyncRecord:
    return SyncRecord(path, 3, "then", version, SOURCE, made=True, method="size")


@pytest.mark.parametrize(
    ("mark", "begun", "replace"),
    [("then", False, True), ("later", False, True), ("later", True, False)],
)
def test_without_an_etag_a_change_of_the_same_size_is_fetched(mark: str, begun: bool, replace: bool) -> None:
    old, new = file(1), file(2)
    records = SyncRecords({"x": record("x", version_of(old))}, {"x": version_of(new)} if begun else {})
    listing = Listing(PathReservations(ignore_case=False), [DownloadItem(new, "x")])
    plan = make_plan(listing, records, {"x": Stamp(3, mark)}.get, SETTINGS, SOURCE)
    assert [item.replace for item in plan.fetched] == [replace]


def test_nothing_is_to_be_deleted_where_a_list_failed() -> None:
    records = SyncRecords({"gone": record("gone", "1")})
    there = {"gone": Stamp(3, "then")}
    listing = Listing(PathReservations(ignore_case=False))
    assert make_plan(listing, records, there.get, SETTINGS, SOURCE).deleted == [records.files["gone"]]
    assert make_plan(listing, records, there.get, SETTINGS, "projects/2").deleted == []
    listing.failed.append(FailedListing(WHOLE_LIST, DownloadError("the list ended early")))
    assert make_plan(listing, records, there.get, SETTINGS, SOURCE).deleted == []
