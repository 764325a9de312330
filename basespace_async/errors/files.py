"""Errors of downloads, uploads, harvests and the filesystem."""

from __future__ import annotations

import errno
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .base import BaseSpaceError, shown

_MAX_PROBLEMS = 20


class HarvestError(BaseSpaceError):
    """The folder of a harvest cannot be written, is in use, or is not what its manifest says.

    What was committed before stays; unless the message says otherwise, the same call goes on from there.
    """


class IncompleteHarvestError(HarvestError):
    """Some tables or records could not be harvested; the others are in the tables. Calling again tries them again.

    Attributes:
        report: what was harvested, a `harvest.HarvestReport`; its `failures` name what was not.
        failed: errors by table, or by table and record (`files/ds.7`).
    """

    def __init__(self, report: Any, failed: Mapping[str, BaseSpaceError]) -> None:
        name, error = next(iter(failed.items()))
        what = "table or record" if report.failed == 1 else "tables or records"
        first = f"The first is {shown(name)}: {error}"
        super().__init__(f"{report.failed:,} {what} could not be harvested; the same call tries again. {first}")
        self.report: Any = report
        self.failed = dict(failed)


class WatchError(BaseSpaceError):
    """An error of a watch: its state cannot be kept, or another watch has it."""


class AmbiguousPathError(BaseSpaceError, OSError):
    """A path names several things; the message lists a path for each of them.

    Attributes:
        paths: a path for each of them.
    """

    def __init__(self, path: str, paths: Iterable[str]) -> None:
        self.paths = tuple(paths)
        super().__init__(f"{path} is the name of {len(self.paths)} things; say which: {', '.join(self.paths)}")


class ReadOnlyError(BaseSpaceError, OSError, NotImplementedError):
    """Nothing can be written through the filesystem."""

    # The number and the path of an OSError are kept outside of its attributes.
    __reduce__ = OSError.__reduce__  # type: ignore[assignment]

    def __init__(self, *arguments: object) -> None:
        # Called with the arguments of an OSError where it is unpickled.
        super().__init__(*(arguments if len(arguments) > 1 else (errno.EROFS, _READ_ONLY, *arguments)))


_READ_ONLY = "basespace:// can only be read; upload with `datasets.upload` or `basespace-async upload`"


class DownloadError(BaseSpaceError):
    """A file cannot be written where it should be. Nothing is left under its name."""


class ChecksumError(DownloadError):
    """The content differs from what the service has, or could not be compared though that was required."""


class ContentChangedError(DownloadError):
    """A file changed since it was listed, or while it was read."""


class IncompleteDownloadError(DownloadError):
    """Some of many files could not be downloaded; the others are on disk. Calling again resumes with the missing ones.

    Attributes:
        report: what was downloaded, a `downloads.DownloadReport`.
        failed: errors by path below the target folder. A path that ends with a slash is of a list of files that could
            not be read to its end: a dataset's folder, or `./` for the list of the whole call.
    """

    def __init__(self, report: Any, failed: Mapping[str, BaseSpaceError]) -> None:
        path, error = next(iter(failed.items()))
        lists = sum(path.endswith("/") for path in failed)
        files = len(failed) - lists
        problems = [f"{files} of {files + len(report.files)} files could not be downloaded"] if files else []
        problems += [f"{lists} {'list' if lists == 1 else 'lists'} of files could not be read"] if lists else []
        first = f"The first is {shown(path)}: {error}"
        super().__init__(f"{', and '.join(problems)}; the same call goes on with them. {first}")
        self.report: Any = report
        self.failed = dict(failed)


class UploadError(BaseSpaceError):
    """A file cannot be uploaded: it cannot be read, breaks a limit, or the service does not take it.

    What the service has received is kept there and in the journal; the same call goes on from there.
    """


class SourceChangedError(UploadError):
    """A file on disk is not what it was when its upload began. Its upload was aborted on the service."""


class UploadVerificationError(UploadError):
    """The service has something else than what was sent, or lost a part of it again and again."""


class FastqRulesError(UploadError):
    """FASTQ files break rules of the service; nothing was sent.

    Attributes:
        problems: each with its file, line, rule and what to do; a tuple of `uploads.FastqProblem`.
    """

    def __init__(self, problems: Sequence[object]) -> None:
        first = "\n".join(map(str, problems[:_MAX_PROBLEMS]))
        more = f"\nand {len(problems) - _MAX_PROBLEMS:,} more" if len(problems) > _MAX_PROBLEMS else ""
        super().__init__(f"the FASTQ files break rules; nothing was sent:\n{first}{more}")
        self.problems: Any = tuple(problems)


class IncompleteUploadError(UploadError):
    """Some of many files could not be uploaded; the service has the others. Calling again sends the missing ones.

    Attributes:
        report: what was uploaded, an `uploads.UploadReport`.
        failed: errors by path below what is uploaded.
    """

    def __init__(self, report: Any, failed: Mapping[str, BaseSpaceError]) -> None:
        path, error = next(iter(failed.items()))
        total = len(failed) + len(report.files)
        first = f"The first is {shown(path)}: {error}"
        super().__init__(f"{len(failed)} of {total} files were not uploaded; the same call goes on with them. {first}")
        self.report: Any = report
        self.failed = dict(failed)
