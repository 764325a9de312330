"""Which content a download is of."""

from __future__ import annotations

from attrs import frozen


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
