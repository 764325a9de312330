"""Objects that programs put into the object store themselves, before they are files of anything."""

from __future__ import annotations

import secrets
from datetime import datetime

from attrs import Factory, define, frozen

from .blobs import Blob, BlobStore, UploadedContent


@define(eq=False)
class MultipartUpload:
    """An upload in parts of one object; `content` is there once it is complete."""

    key: str
    parts: dict[int, Blob] = Factory(dict)
    content: UploadedContent | None = None


@frozen
class Credentials:
    """Temporary credentials for the objects below a prefix."""

    key_id: str
    secret: str
    token: str
    prefix: str
    expires: datetime


class StoredObjects:
    """Objects by key, uploads in parts by id, and credentials by the id of their key."""

    def __init__(self, blobs: BlobStore) -> None:
        self._blobs = blobs
        self.contents: dict[str, UploadedContent] = {}
        self.uploads: dict[str, MultipartUpload] = {}
        self.credentials: dict[str, Credentials] = {}

    def start(self, key: str) -> str:
        """Start an upload in parts, and return its id."""
        upload_id = secrets.token_urlsafe(48)
        self.uploads[upload_id] = MultipartUpload(key)
        return upload_id

    def put_part(self, upload: MultipartUpload, number: int, blob: Blob) -> None:
        """Keep a part, in place of one of the same number."""
        replaced = upload.parts.pop(number, None)
        if replaced is not None:
            self._blobs.remove(replaced)
        upload.parts[number] = blob

    def complete(self, upload: MultipartUpload, numbers: list[int]) -> UploadedContent:
        """Join parts, and delete the others."""
        chosen = tuple(upload.parts.pop(number) for number in numbers)
        self._drop_parts(upload)
        upload.content = self.contents[upload.key] = UploadedContent(chosen, in_parts=True)
        return upload.content

    def abort(self, upload_id: str) -> None:
        """Give an upload up."""
        self._drop_parts(self.uploads.pop(upload_id))

    def _drop_parts(self, upload: MultipartUpload) -> None:
        while upload.parts:
            self._blobs.remove(upload.parts.popitem()[1])

    def grant(self, prefix: str, expires: datetime) -> Credentials:
        """Make credentials for the keys that begin with a prefix."""
        credentials = Credentials(
            f"ASIA{secrets.token_hex(8).upper()}", secrets.token_urlsafe(30), secrets.token_urlsafe(90), prefix, expires
        )
        self.credentials[credentials.key_id] = credentials
        return credentials
