"""Objects that programs put themselves: when they are whole, and become files."""

from __future__ import annotations

import base64
from collections.abc import Mapping

from ..errors import InvalidValueError, RuleBrokenError
from ..queries import Body
from ..world.blobs import Blob, UploadedContent
from ..world.records import FileOwner, FileRecord
from ..world.world import World
from . import uploads
from .uploads import MIN_PART, check_path


def different(md5: bytes, given: str | None) -> bool:
    """Return whether a `Content-MD5` was given that is another."""
    return given is not None and given.strip() != base64.b64encode(md5).decode()


def check_parts(parts: Mapping[int, Blob], listed: list[tuple[int, str]]) -> tuple[str, str] | None:
    """Return the code and message of what is wrong with a list of part numbers and ETags; None if nothing is."""
    numbers = [number for number, _ in listed]
    if not numbers:
        return "MalformedXML", "No parts are listed"
    if numbers != sorted(set(numbers)):
        return "InvalidPartOrder", "The list of parts was not in ascending order."
    wrong = [number for number, etag in listed if number not in parts or parts[number].md5.hex() != etag.strip('"')]
    if wrong:
        return "InvalidPart", f"Part {wrong[0]} could not be found, or its ETag does not match"
    if any(parts[number].size < MIN_PART for number in numbers[:-1]):
        return "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed object size."
    return None


def complete_link(world: World, owner: FileOwner, key: str, body: Body) -> FileRecord:
    """Complete an upload by links: its parts or its one object must be there, with this size; again answers the same.

    Raises:
        InvalidValueError: If a value is missing.
        RuleBrokenError: If something is missing or different.
    """
    path, size, upload_id = body.text("FilePath") or "", body.number("Size"), body.text("UploadId")
    listed = [(part.number("Part") or 0, part.text("Etag") or "") for part in body.objects("PartEtags")]
    content = world.objects.contents.get(key)
    if upload_id:
        upload = world.objects.uploads.get(upload_id)
        if upload is None or upload.key != key:
            raise RuleBrokenError("There is no such upload of this file")
        if upload.content is None:
            problem = check_parts(upload.parts, listed)
            joined = sum(upload.parts[number].size for number, _ in listed) if problem is None else None
            if problem is not None or joined != size:
                raise RuleBrokenError(problem[1] if problem else f"The parts have {joined} bytes, not {size}")
            world.objects.complete(upload, [number for number, _ in listed])
        content = upload.content
    elif listed and content is not None and listed[0][1].strip('"') != content.etag:
        raise RuleBrokenError("The ETag is not that of the object")
    return register(world, owner, path, content, size=size, media_type=body.text("ContentType"))


def register(
    world: World,
    owner: FileOwner,
    path: str,
    content: UploadedContent | None,
    *,
    size: int | None,
    media_type: str | None,
) -> FileRecord:
    """Make an object a file of what it was put for, in place of another of its path; again answers the same.

    Raises:
        InvalidValueError: If the path is none that a file can have.
        RuleBrokenError: If the object is not there, or has another size.
    """
    check_path(path)
    if content is None:
        raise RuleBrokenError(f"There is no object for {path}")
    if content.size != size:
        raise InvalidValueError(f"{path} has {content.size} bytes, not {size}")
    there = next((file for file in world.files.of(owner) if file.path == path), None)
    if there is not None and there.content is content:
        return there
    if there is not None:
        world.files.leave(owner, there)
    upload = uploads.start(world, owner, path, media_type or "")
    return uploads.finish(world, upload, content)


def register_all(world: World, owner: FileOwner, given: list[Body]) -> list[FileRecord]:
    """Make files of the objects that a program reports: of all of them, or of none.

    Raises:
        RuleBrokenError: If an object is not there, or has another ETag.
    """
    for body in given:
        path, etag = body.text("RelativePath") or "", (body.text("Etag") or "").strip('"')
        check_path(path)
        content = world.objects.contents.get(f"{owner.id}/{path}")
        if _is_deleted(body):
            continue
        if content is None or (etag and etag != content.etag) or content.size != body.number("Size"):
            raise RuleBrokenError(f"There is no object for {path} of this size and ETag")
    records = [_registered(world, owner, body) for body in given]
    return [record for record in records if record is not None]


def _is_deleted(given: Body) -> bool:
    return given.fields.get("IsDeleted") is not None and given.flag("IsDeleted")


def _registered(world: World, owner: FileOwner, given: Body) -> FileRecord | None:
    path = given.text("RelativePath") or ""
    key = f"{owner.id}/{path}"
    if not _is_deleted(given):
        content, size = world.objects.contents.get(key), given.number("Size")
        return register(world, owner, path, content, size=size, media_type=given.text("ContentType"))
    world.objects.contents.pop(key, None)
    there = next((file for file in world.files.of(owner) if file.path == path), None)
    if there is not None:
        world.files.leave(owner, there)
    return None
