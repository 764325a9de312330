"""What became of downloads."""

from __future__ import annotations

import os
from pathlib import Path

from attrs import Factory, define, frozen

from .checksums import Verification


@frozen
class DownloadedFile(os.PathLike[str]):
    """A file that is on disk, whole; can be passed wherever a path can.

    Attributes:
        path: where it is.
        size: in bytes.
        fetched: bytes that came over the network this time; fewer than `size` where a download was resumed.
        kept: whether it was there already, and nothing was fetched.
        verification: how far its content was compared with what the service says of it.
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
    """What became of many downloads.

    Attributes:
        files: those that are on disk, in the order in which they came to their end.
    """

    files: list[DownloadedFile] = Factory(list)

    @property
    def size(self) -> int:
        """Bytes of all of them."""
        return sum(file.size for file in self.files)

    @property
    def fetched(self) -> int:
        """Bytes that came over the network."""
        return sum(file.fetched for file in self.files)

    @property
    def kept(self) -> int:
        """How many were there already."""
        return sum(file.kept for file in self.files)

    @property
    def unverified(self) -> list[DownloadedFile]:
        """Those of which only the size was compared; `verification.reason` says why."""
        return [file for file in self.files if not file.verification.complete]
