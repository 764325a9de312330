"""The part file of an unfinished download. Everything here blocks.

A download to `reads.gz` grows in `.reads.gz.part`, which is renamed when it is complete. `.reads.gz.part.journal` lists
what is on the disk: the first line is JSON that says what is downloaded. Each line after it was written after its bytes
were flushed: the number of a complete part, or `number:offset` for one that is there up to an offset. If the list gave
no ETag, another line of JSON has the ETag of the object store; a download that ended without a kill says so in the last
line. A line that was cut is ignored. A file in one piece has a journal only once enough of it is there.

Several files may be merged into one, such as the lanes of a sample: their parts are numbered one file after the other,
and what is recorded of an ETag says which file it is of, by the number of its first part.

Where the locks of a file system may not hold for every process, the part file is called `.reads.gz.<scope>.part` while
it is written (see `locking`), and `.reads.gz.part` after the download has ended.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from .._util.fsync import flush_folder
from .._util.platform import descriptors
from ..errors import DownloadError
from .allocation import allocate, check_room
from .identity import FileIdentity
from .journal import Journal, remove
from .leftovers import claim, leave
from .locking import is_named, open_locked
from .paths import make_folders, part_name
from .segment import Segment

_VERSION = 1
_MIN_KEPT = 1 << 16  # bytes that are worth a part file after a failure
_MAX_UNALLOCATED = 1 << 18  # bytes: smaller files are written as a whole, which takes their space as soon


class PartFile:
    """The part file of one download, which no other download writes to while it is open.

    Args:
        target: Final path; its folders are created.
        identities: What is downloaded: one file, or several that follow each other.
        part_size: Bytes of each part; a resumed download keeps its earlier part size.
        scope: Scope of the locks in the target folder; see `lock_scope`.

    Attributes:
        size: Bytes of all files.
        segments: The bytes of each file.
        finished: Whether the file has its final name.
    """

    def __init__(self, target: Path, identities: Sequence[FileIdentity], part_size: int, scope: str = "") -> None:
        self.target = target
        self.finished = False
        self.size = sum(identity.size for identity in identities)
        self._part_size = part_size
        folder, name = os.path.split(target)
        self._path = os.path.join(folder, part_name(name, scope))
        self._left = os.path.join(folder, part_name(name)) if scope else self._path
        self._descriptor = -1
        self._journal = Journal(f"{self._path}.journal", _head(identities, self.size, part_size))
        self.segments: list[Segment] = []
        start = 0
        for identity in identities:
            self.segments.append(Segment(identity, start, self._journal, target))
            start += identity.size
        self._place()

    def open(self) -> None:
        """Open an earlier part file of this download, or begin a new one.

        Raises:
            DownloadError: If another download is writing the file, or a folder has the final name.
            OSError: If the disk refuses.
        """
        if _is_folder(self.target):
            raise DownloadError(f"cannot write {self.target}: there is a folder of that name")
        try:
            self._descriptor, is_new = open_locked(self._path, self.target)
        except FileNotFoundError:
            make_folders(self.target.parent)
            self._descriptor, is_new = open_locked(self._path, self.target)
        if is_new and self._path != self._left and claim(self._left, self._path):
            self._close_descriptors()
            self._descriptor, is_new = open_locked(self._path, self.target)
        for segment in self.segments:
            segment.descriptor = self._descriptor
        if is_new:
            self._journal.remove()  # of a part file that somebody removed
            self._take_room()
        elif not self._resume():
            os.ftruncate(self._descriptor, 0)
            self._journal.remove()
            self._take_room()

    @property
    def is_open(self) -> bool:
        """Whether the part file is open."""
        return self._descriptor >= 0

    @property
    def kept(self) -> int:
        """Bytes on the disk that need not be fetched again."""
        return sum(segment.kept for segment in self.segments)

    def finish(self, *, flush_name: bool = True) -> None:
        """Flush the part file, rename it to the target, and close it.

        Args:
            flush_name: Flush its name, too; else the caller does that.

        Raises:
            DownloadError: If the part file was removed by somebody else.
            OSError: If the disk refuses.
        """
        os.fsync(self._descriptor)
        gone = f"{self._path} was removed or replaced by somebody else while it was downloaded"
        if not is_named(self._descriptor, self._path):
            raise DownloadError(gone)
        has_journal = self._journal.is_open
        self._release_name()
        try:
            os.replace(self._path, self.target)
        except FileNotFoundError:
            raise DownloadError(gone) from None
        self.finished = True
        if flush_name:
            flush_folder(self.target.parent)
        if has_journal:
            self._journal.remove()
        self._close_descriptors()

    def close(self, *, keep: bool) -> int:
        """Close the part file. Safe after `finish`, and before `open`.

        Args:
            keep: Keep what is there for the next attempt; if it is too little, the file is removed.

        Returns:
            Bytes that are kept.

        Raises:
            OSError: If the file could not be removed.
        """
        if self._descriptor < 0:
            return 0
        try:
            kept = keep and self._keep()
            self._release_name()
            if not kept:
                # In this order, because the lock goes with the name of the part file.
                self._journal.remove()
                if not descriptors.OPEN_FILES_MOVE or is_named(self._descriptor, self._path):
                    remove(self._path)
        finally:
            self._close_descriptors()
        return self.kept if kept else 0

    def _keep(self) -> bool:
        """Record what is there for the next attempt, and return whether it is worth it."""
        has_done = any(segment.done for segment in self.segments)
        if not has_done and sum(segment.written for segment in self.segments) < _MIN_KEPT:
            return False
        for segment in self.segments:
            with suppress(OSError):  # what was recorded before stays
                segment.flush(1)
        if not self._journal.is_open or not self.kept:
            return False
        self._journal.add_object({"closed": os.fstat(self._descriptor).st_ino})
        leave(self._path, self._left)
        return True

    def _take_room(self) -> None:
        """Allocate space for all files in the empty part file."""
        in_one_piece = sum(segment.parts for segment in self.segments) <= 1
        if in_one_piece and self.size <= _MAX_UNALLOCATED:
            os.ftruncate(self._descriptor, self.size)
            return
        check_room(self._descriptor, self.size, self.target)
        allocate(self._descriptor, self.size)
        if not in_one_piece:
            self._journal.create()

    def _resume(self) -> bool:
        """Resume from the journal if it belongs to this download; return whether it does."""
        record = self._journal.resume()
        status = os.fstat(self._descriptor)
        if record is None or status.st_size != self.size:
            return False
        if self._path != self._left and record.inode not in (None, status.st_ino):
            return False  # two that ended at the same time left a part file and a journal each
        self._part_size = record.part_size
        self._place()
        for segment in self.segments:
            segment.resume(record)
        return True

    def _place(self) -> None:
        """Give the parts of all segments their numbers in the journal."""
        first = 0
        for segment in self.segments:
            segment.place(first, self._part_size)
            first += segment.parts

    def _release_name(self) -> None:
        # The lock must last until the name is another one, where an open file can get one.
        if not descriptors.OPEN_FILES_MOVE:
            self._close_descriptors()

    def _close_descriptors(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
        self._descriptor = -1
        for segment in self.segments:
            segment.descriptor = -1
        self._journal.close()


def _head(identities: Sequence[FileIdentity], size: int, part_size: int) -> dict[str, Any]:
    """Return the first line of the journal."""
    head: dict[str, Any] = {"version": _VERSION, "part_size": part_size}
    if len(identities) == 1:
        return {**head, **identities[0].as_object()}
    return {**head, "size": size, "files": [identity.as_object() for identity in identities]}


def _is_folder(path: Path) -> bool:
    """Return whether a path is a folder; raise OSError for one that is too long for the file system."""
    try:
        return stat.S_ISDIR(os.stat(path).st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False
