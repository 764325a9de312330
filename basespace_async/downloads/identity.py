"""Which content a download is of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from .._core.parameters import identifier
from ..content.reader import plain_etag

if TYPE_CHECKING:
    from ..models import File


@frozen
class FileIdentity:
    """Identity of a file's content. A download can be resumed only if all of it is the same.

    Attributes:
        file_id: Id of the file.
        size: Size in bytes.
        etag: ETag as the service gives it, or "".
    """

    file_id: str
    size: int
    etag: str

    def as_object(self) -> dict[str, str | int]:
        """Return it as an object for JSON."""
        return {"file_id": self.file_id, "size": self.size, "etag": self.etag}


def identity_of(file: File, size: int) -> FileIdentity:
    """Return the identity of a file from a list, which has `size` bytes."""
    return FileIdentity(identifier(file), size, plain_etag(file.etag or ""))
