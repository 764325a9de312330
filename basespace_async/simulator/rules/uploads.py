"""Uploads in parts: what is taken, and when it becomes a file."""

from __future__ import annotations

from attrs import evolve

from ..errors import InvalidValueError, RuleBrokenError
from ..world.blobs import Blob, UploadedContent
from ..world.records import FileOwner, FileRecord, UploadRecord
from ..world.world import World

MAX_PARTS = 10_000
MIN_PART = 5 * 1024 * 1024
MAX_PART = 25 * 1024 * 1024
"""Bytes of a part, and of what comes in one request; public clients take MB for MiB (client)."""


def start(world: World, owner: FileOwner, path: str, media_type: str) -> UploadRecord:
    """Begin an upload; nothing shows the file before it is complete.

    Raises:
        InvalidValueError: If the path is none that a file can have.
    """
    check_path(path)
    return world.start_upload(owner, path, media_type)


def check_path(path: str) -> None:
    """Check the path of a new file.

    Raises:
        InvalidValueError: If it is none that a file can have.
    """
    if not path or not all(part.strip() and part not in (".", "..") for part in path.split("/")) or "\\" in path:
        raise InvalidValueError("A file needs a name, and a directory of names parted by forward slashes")


def put_part(world: World, upload: UploadRecord, number: int, blob: Blob) -> None:
    """Take a part, in place of one of the same number.

    Raises:
        RuleBrokenError: If the upload has ended.
    """
    if upload.status != "pending":
        world.blobs.remove(blob)
        raise RuleBrokenError(f"The upload is {upload.status}, and takes no more parts")
    replaced = upload.parts.pop(number, None)
    if replaced is not None:
        world.blobs.remove(replaced)
    upload.parts[number] = blob


def complete(world: World, upload: UploadRecord) -> FileRecord:
    """Join the parts in the order of their numbers; completing again answers the same.

    Raises:
        RuleBrokenError: If the upload was given up, has no parts, or one that is too small.
    """
    if upload.status == "complete":
        return upload.file
    if upload.status != "pending":
        raise RuleBrokenError(f"The upload is {upload.status}, and cannot be completed")
    numbers = sorted(upload.parts)
    if not numbers:
        raise RuleBrokenError("The upload has no parts")
    small = next((number for number in numbers[:-1] if upload.parts[number].size < MIN_PART), None)
    if small is not None:
        raise RuleBrokenError(f"Part {small} has fewer than {MIN_PART} bytes, and is not the last one")
    content = UploadedContent(tuple(upload.parts[number] for number in numbers), in_parts=True)
    return finish(world, upload, content)


def finish(world: World, upload: UploadRecord, content: UploadedContent) -> FileRecord:
    """Put the file of an upload where it belongs."""
    upload.status, upload.parts = "complete", {}
    upload.file = evolve(upload.file, content=content)
    world.add_uploaded(upload)
    return upload.file


def abort(world: World, upload: UploadRecord) -> None:
    """Give an upload up; its parts are deleted.

    Raises:
        RuleBrokenError: If it is complete.
    """
    if upload.status == "complete":
        raise RuleBrokenError("The upload is complete, and cannot be given up")
    upload.status = "aborted"
    while upload.parts:
        world.blobs.remove(upload.parts.popitem()[1])
