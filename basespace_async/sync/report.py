"""Results of a sync."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from attrs import Factory, define, frozen

from ..downloads.report import DownloadReport
from ..errors import BaseSpaceError, IncompleteDownloadError

Action = Literal["keep", "fetch", "delete", "leave"]


@frozen
class SyncStep:
    """What a sync does with one file, or would do.

    Attributes:
        action: keep = it is there; fetch = it is missing or another; delete = the service no longer has it; leave =
            the service no longer has it, and it is not as a sync made it.
        path: Path below the target, with forward slashes.
        size: Size in bytes.
    """

    action: Action
    path: str
    size: int


@define
class SyncReport(DownloadReport):
    """The result of a sync; its `files` are those that are there, none in a dry run.

    Attributes:
        steps: What was to be done with each file.
        deleted: Paths of files that were deleted.
        left: Paths of files that the service no longer has and that stay, because somebody changed or made them.

    Example:
        ```python
        report = await basespace.projects.sync("86591915", "project", delete=True)
        print(report.fetched, "bytes fetched,", len(report.deleted), "files deleted")
        ```
    """

    steps: list[SyncStep] = Factory(list)
    deleted: list[str] = Factory(list)
    left: list[str] = Factory(list)


def raise_failed(report: SyncReport, failed: Mapping[str, BaseSpaceError]) -> SyncReport:
    """Return a report, or raise an IncompleteDownloadError with it if anything failed."""
    if failed:
        raise IncompleteDownloadError(report, failed)
    return report
