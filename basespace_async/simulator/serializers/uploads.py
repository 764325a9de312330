"""Uploads and their parts."""

from __future__ import annotations

from ..world.blobs import Blob
from ..world.records import UploadRecord
from .context import JsonObject, SerializerContext
from .datasets import file
from .v1pre3 import full_file


def upload_view(context: SerializerContext, upload: UploadRecord, *, is_older: bool) -> JsonObject:
    """Serialize the file of an upload, with its status, and while it is pending with the link to its parts."""
    record = upload.file
    view = full_file(context, record) if is_older else file(context, record)
    view |= {"UploadStatus": upload.status}
    if not is_older:
        del view["IdAsLong"]  # only lists have it
    if upload.status != "complete":
        del view["ETag"]
    if upload.status == "pending":
        view["HrefParts"] = f"{view['Href']}/parts"
    return view


def part_view(number: int, blob: Blob) -> JsonObject:
    """Serialize a part that has arrived (shape inferred)."""
    return {"Number": number, "ETag": blob.md5.hex(), "Size": blob.size}
