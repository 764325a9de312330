"""Results of uploads."""

from __future__ import annotations

from pathlib import Path

from attrs import Factory, define, frozen

from ..downloads.checksums import Verification


@frozen
class UploadedFile:
    """A file that the service has.

    Attributes:
        local: Path on disk.
        path: Path on the service.
        size: Size in bytes.
        sent: Bytes that this call sent; fewer than `size` if an upload was resumed.
        kept: Whether the service had all of it already.
        etag: ETag computed from what was sent.
        verification: How it was compared with what the service has.
    """

    local: Path
    path: str
    size: int
    sent: int
    kept: bool
    etag: str
    verification: Verification = Factory(lambda: Verification("size", "not compared yet"))


@frozen
class PlannedFile:
    """A file that would be uploaded.

    Attributes:
        local: Path on disk.
        path: Path on the service.
        size: Size in bytes.
        parts: Number of requests that carry its bytes.
        to_send: Bytes that the service does not have, by the journal.
    """

    local: Path
    path: str
    size: int
    parts: int
    to_send: int


@define
class UploadReport:
    """The result of uploading many files.

    Attributes:
        files: Files that the service has, in the order in which they were completed.
        planned: Files that would be uploaded, in a dry run.
        method: How the bytes were sent, or "" where none were.
        ids: Ids of what the files went to and of what was created for them, by what it is: `dataset`, `appsession`,
            `biosample`, `project`, `run`; several of one kind with their names, such as `dataset Liver-1_L001`.

    Example:
        ```python
        report = await basespace.datasets.upload("results", project=project, name="Liver-1")
        print(report.sent, "bytes sent,", report.kept, "files were there already;", report.ids["dataset"])
        ```
    """

    files: list[UploadedFile] = Factory(list)
    planned: list[PlannedFile] = Factory(list)
    method: str = ""
    ids: dict[str, str] = Factory(dict)

    @property
    def size(self) -> int:
        """Total bytes of all files."""
        return sum(file.size for file in self.files)

    @property
    def sent(self) -> int:
        """Bytes that were sent."""
        return sum(file.sent for file in self.files)

    @property
    def kept(self) -> int:
        """Number of files that the service had already."""
        return sum(file.kept for file in self.files)

    @property
    def unverified(self) -> list[UploadedFile]:
        """Files of which only the size was compared; `verification.reason` says why."""
        return [file for file in self.files if not file.verification.complete]
