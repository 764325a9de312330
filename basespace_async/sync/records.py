"""What a sync remembers of the files that it made."""

from __future__ import annotations

from typing import Any, Literal

from attrs import asdict, define, field, frozen

from ..downloads.checksums import Verification
from ..models import File

FORMAT = 1


@frozen
class Stamp:
    """What can be seen of a file in the target without reading it.

    Attributes:
        size: Size in bytes; -1 for what is no file.
        mark: Text that changes when the file does: time of change on disk, or ETag in an object store.
    """

    size: int
    mark: str


@frozen
class SyncRecord:
    """A file in the target that was as the service had it.

    Attributes:
        path: Path below the target.
        size: Size in bytes.
        mark: Mark of its `Stamp` then.
        version: Version of the service's file; see `version_of`.
        source: Resource that it is of, such as `projects/86591915`.
        made: Whether a sync wrote it, and did not find it there.
        method: How its content was verified.
        reason: Why only its size was compared, or "".
    """

    path: str
    size: int
    mark: str
    version: str
    source: str
    made: bool
    method: Literal["md5", "multipart", "size"]
    reason: str = ""

    @property
    def stamp(self) -> Stamp:
        """What the file looked like."""
        return Stamp(self.size, self.mark)

    @property
    def verification(self) -> Verification:
        """How its content was verified."""
        return Verification(self.method, self.reason)


@define
class SyncRecords:
    """All that a sync remembers.

    Attributes:
        files: Records by path.
        begun: Versions of files by path that a sync began to write where there was none.
    """

    files: dict[str, SyncRecord] = field(factory=dict)
    begun: dict[str, str] = field(factory=dict)

    def apply(self, change: Any) -> bool:
        """Apply a change from JSON; return False for anything else."""
        try:
            if "begun" in change:
                self.begun[str(change["begun"])] = str(change["version"])
            elif "dropped" in change:
                self.files.pop(change["dropped"], None)
            else:
                self.put(SyncRecord(**change))
        except (TypeError, KeyError):
            return False
        return True

    def put(self, record: SyncRecord) -> None:
        """Remember a file."""
        self.files[record.path] = record
        self.begun.pop(record.path, None)

    def is_made(self, path: str, *, kept: bool) -> bool:
        """Return whether a sync made a file that is there, now or before; `kept` says that it was found there."""
        earlier = self.files.get(path)
        return not kept or path in self.begun or (earlier is not None and earlier.made)

    def changes(self) -> list[dict[str, Any]]:
        """Return changes that lead from nothing to this."""
        return [
            *({"begun": path, "version": version} for path, version in self.begun.items()),
            *map(asdict, self.files.values()),
        ]


def version_of(file: File) -> str:
    """Return a text that another content of the file would not have: its ETag, else its id and time of change."""
    if file.etag:
        return file.etag
    changed = getattr(file, "date_modified", None) or getattr(file, "date_created", None)
    return f"{getattr(file, 'id', '')} {changed}"
