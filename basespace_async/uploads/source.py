"""The files on disk that are uploaded. Everything here blocks."""

from __future__ import annotations

import hashlib
import mimetypes
import os
import re
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from attrs import frozen

from .._util.platform.descriptors import O_BINARY, read_at
from ..downloads.options import Filter
from ..errors import SourceChangedError, UploadError, shown

_NOT_IN_A_NAME = re.compile(r"[\x00-\x1f\x7f\\\ud800-\udfff]")
_TYPES = {
    ".gz": "application/gzip",
    ".bam": "application/octet-stream",
    ".vcf": "text/plain",
    ".bai": "application/octet-stream",
}
_FLAGS = os.O_RDONLY | O_BINARY


@frozen
class SourceFile:
    """A file on disk, and its path on the service.

    Attributes:
        local: Path on disk.
        path: Path on the service: relative, with forward slashes.
        size: Size in bytes.
        mark: Time of change and number on the disk, by which a change is noticed.
    """

    local: Path
    path: str
    size: int
    mark: str

    @classmethod
    def of(cls, local: Path, path: str) -> SourceFile:
        """Return the file of a path on disk.

        Raises:
            UploadError: If it is no file, cannot be read, or its name cannot be one on the service.
        """
        try:
            status = os.stat(local)
        except OSError as error:
            raise UploadError(f"cannot read {local}: {error.strerror or error}") from error
        if not stat.S_ISREG(status.st_mode):
            raise UploadError(f"cannot upload {local}: it is no regular file")
        if problem := _NOT_IN_A_NAME.search(path):
            raise UploadError(f"cannot upload {shown(path)}: {shown(problem[0])} may not be in a name; rename it")
        return cls(local, path, status.st_size, _mark(status))

    def is_as(self, status: os.stat_result) -> bool:
        """Whether a file's status is the one that this file had when it was found."""
        return (status.st_size, _mark(status)) == (self.size, self.mark)

    def is_unchanged(self) -> bool:
        """Look whether what has the path is still what was found there."""
        try:
            return self.is_as(os.stat(self.local))
        except OSError:
            return False

    @property
    def name(self) -> str:
        """Name without a folder."""
        return self.path.rpartition("/")[2]

    @property
    def directory(self) -> str:
        """Folder on the service; empty for the root."""
        return self.path.rpartition("/")[0]

    @property
    def content_type(self) -> str:
        """Media type, by the ending of the name."""
        known = _TYPES.get(os.path.splitext(self.name)[1].lower())
        return known or mimetypes.guess_type(self.name)[0] or "application/octet-stream"


def _mark(status: os.stat_result) -> str:
    return f"{status.st_mtime_ns}:{status.st_ino}"


class OpenSource:
    """A file that is open for reading.

    Args:
        file: The file.

    Raises:
        UploadError: If it cannot be read.
        SourceChangedError: If it is not what it was when it was found.
    """

    def __init__(self, file: SourceFile) -> None:
        self._file = file
        try:
            self._descriptor = os.open(file.local, _FLAGS)
        except OSError as error:
            raise _unreadable(file, error) from error
        try:
            self.check()
        except BaseException:
            self.close()
            raise

    def read(self, offset: int, buffer: memoryview) -> bytes:
        """Fill a buffer with the bytes from an offset on, and return their MD5.

        Raises:
            UploadError: If they cannot be read.
            SourceChangedError: If the file changed.
        """
        filled = 0
        try:
            while filled < len(buffer) and (count := read_at(self._descriptor, buffer[filled:], offset + filled)):
                filled += count
        except OSError as error:
            raise _unreadable(self._file, error) from error
        self.check()
        if filled < len(buffer):
            raise _changed(self._file)
        return hashlib.md5(buffer, usedforsecurity=False).digest()

    def check(self) -> None:
        """Look whether the file is still what it was.

        Raises:
            SourceChangedError: If it is not.
        """
        if not self._file.is_as(os.fstat(self._descriptor)):
            raise _changed(self._file)

    def close(self) -> None:
        """Close it."""
        os.close(self._descriptor)


def _unreadable(file: SourceFile, error: OSError) -> UploadError:
    return UploadError(f"cannot read {file.local}: {error.strerror or error}")


def _changed(file: SourceFile) -> SourceChangedError:
    return SourceChangedError(f"{file.local} changed while it was uploaded; upload it when nothing writes to it")


def find_sources(paths: str | Path | Iterable[str | Path], chosen: Filter | None = None) -> list[SourceFile]:
    """Return the files of paths: a folder stands for the files below it, with their paths; a file for its name.

    Args:
        paths: Files and folders; one or several.
        chosen: Filter that a file must pass.

    Raises:
        UploadError: If there is no file, two have one path, or one cannot be uploaded.
    """
    given = [Path(paths)] if isinstance(paths, str | Path) else [Path(path) for path in paths]
    files: dict[str, SourceFile] = {}
    for local, path in (pair for root in given for pair in _below(root)):
        file = SourceFile.of(local, path)
        if chosen is not None and not chosen.admits(file):
            continue
        if path in files:
            other = files[path].local
            raise UploadError(f"{other} and {local} would both be {shown(path)}; upload them to two datasets")
        files[path] = file
    if not files:
        named = ", ".join(map(str, given)) or "nothing"
        raise UploadError(f"there is no file to upload in {named}")
    return list(files.values())


def _below(root: Path) -> Iterator[tuple[Path, str]]:
    """Yield path on disk and path on the service of each file, sorted; folders that are links are not entered."""
    if not root.is_dir():
        yield root, root.name
        return
    for folder, folders, names in os.walk(root, onerror=_raise):
        folders.sort()
        for name in sorted(names):
            local = Path(folder, name)
            yield local, local.relative_to(root).as_posix()


def _raise(error: OSError) -> None:
    raise UploadError(f"cannot read {error.filename}: {error.strerror or error}") from error
