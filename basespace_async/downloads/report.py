"""Results of downloads."""

from __future__ import annotations

import os
from pathlib import Path

from attrs import Factory, define, frozen

from .checksums import Verification


@frozen
class DownloadedFile(os.PathLike[str]):
    """A complete file on disk; it can be used as a path.

    Attributes:
        path: Path on disk.
        size: Size in bytes.
        fetched: Bytes received over the network by this call; fewer than `size` if a download was resumed.
        kept: Whether the file existed already, and nothing was fetched.
        verification: How the content was verified.
    """

    path: Path
    size: int
    fetched: int
    kept: bool
    verification: Verification

    def __fspath__(self) -> str:
        return str(self.path)


@define
class DownloadReport:
    """The result of downloading many files.

    Attributes:
        files: Files on disk, in the order in which they were completed.

    Example:
        ```python
        report = await basespace.datasets.download(dataset, "fastq")
        print(report.size, "bytes,", report.kept, "files were there already")
        ```
    """

    files: list[DownloadedFile] = Factory(list)

    @property
    def size(self) -> int:
        """Total bytes of all files."""
        return sum(file.size for file in self.files)

    @property
    def fetched(self) -> int:
        """Bytes received over the network."""
        return sum(file.fetched for file in self.files)

    @property
    def kept(self) -> int:
        """Number of files that existed already."""
        return sum(file.kept for file in self.files)

    @property
    def unverified(self) -> list[DownloadedFile]:
        """Files of which only the size was compared; `verification.reason` says why."""
        return [file for file in self.files if not file.verification.complete]
