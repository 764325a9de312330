"""The records of a sync in its target folder: a journal with a line for each change. Everything here blocks.

A line is written in one piece after what it says is done. A kill loses the lines that were not written, and the files
that they were about are verified by the next sync. One sync at a time has the journal; see `lock`.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import orjson
from attrs import asdict

from .._util.platform.descriptors import O_BINARY
from ..downloads.locking import lock_scope, open_locked
from ..downloads.paths import make_folders
from ..errors import ConfigurationError, DownloadError
from .records import FORMAT, SyncRecord, SyncRecords

FOLDER = ".basespace-sync"
NAME = "journal"
_HEADER = {"basespace-sync": FORMAT}
_MAX_SPARE = 1000
"""Lines that no longer count, beside as many as there are records, before the journal is written anew."""
_FLAGS = os.O_WRONLY | os.O_APPEND | O_BINARY


class SyncJournal:
    """The journal of a target folder, locked for one sync.

    Args:
        folder: Target folder; it is created.

    Attributes:
        records: What the journal says.

    Raises:
        DownloadError: If another sync works in the folder.
        ConfigurationError: If the journal is of another release, or is none.
        OSError: If the disk refuses.
    """

    def __init__(self, folder: Path) -> None:
        home = folder / FOLDER
        make_folders(home)
        self._lock = _locked(home, folder)
        try:
            self.records, lines = _read(home / NAME)
            if not lines or lines > 2 * len(self.records.files) + _MAX_SPARE:
                _write_anew(home / NAME, self.records)
            self._descriptor = os.open(home / NAME, _FLAGS)
        except BaseException:
            os.close(self._lock)
            raise

    def begin(self, versions: dict[str, str]) -> None:
        """Note that files are going to be written where there are none."""
        self._append({"begun": path, "version": version} for path, version in versions.items())

    def put(self, record: SyncRecord) -> None:
        """Note that a file is as the service has it."""
        self._append([asdict(record)])

    def drop(self, path: str) -> None:
        """Note that a file is gone."""
        self._append([{"dropped": path}])

    def close(self) -> None:
        """Let another sync have the journal."""
        os.close(self._descriptor)
        os.close(self._lock)

    def _append(self, changes: Iterable[dict[str, Any]]) -> None:
        changes = list(changes)
        # The line break before it ends what a kill or a full disk has cut off.
        data = b"".join(b"\n" + orjson.dumps(change) for change in changes) + b"\n"
        if changes and os.write(self._descriptor, data) != len(data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        for change in changes:
            self.records.apply(change)


def read_records(folder: Path) -> SyncRecords:
    """Return what the journal of a folder says, without a lock; nothing where there is none.

    Raises:
        ConfigurationError: If the journal is of another release, or is none.
        OSError: If the disk refuses.
    """
    return _read(folder / FOLDER / NAME)[0]


def _locked(home: Path, folder: Path) -> int:
    scope = lock_scope(home)
    try:
        descriptor, _ = open_locked(os.fspath(home / (f"lock.{scope}" if scope else "lock")), folder)
    except DownloadError as error:
        raise DownloadError(f"another sync works in {folder}, here or in another process; wait for it") from error
    return descriptor


def _read(path: Path) -> tuple[SyncRecords, int]:
    """Return the records, and how many lines there are."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return SyncRecords(), 0
    return decode(data, str(path)), data.count(b"\n") + 1


def _write_anew(path: Path, records: SyncRecords) -> None:
    new = path.with_name(f"{path.name}.new")
    with new.open("wb") as stream:
        stream.write(encode(records))
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(new, path)


def encode(records: SyncRecords) -> bytes:
    """Return the shortest journal with these records."""
    return b"".join(orjson.dumps(line) + b"\n" for line in [_HEADER, *records.changes()])


def decode(data: bytes, place: str) -> SyncRecords:
    """Return what a journal says; lines that are cut off say nothing.

    Args:
        data: The journal.
        place: Where it is, for the error.

    Raises:
        ConfigurationError: If it is of another release, or is none.
    """
    first, *lines = data.split(b"\n")
    if _parsed(first) != _HEADER:
        raise ConfigurationError(f"{place} is not of this release; remove it, and what is there is verified again")
    records = SyncRecords()
    for line in filter(None, lines):
        records.apply(_parsed(line))
    return records


def _parsed(line: bytes) -> Any:
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
