"""Uploads through the API: in one request, or in parts (client; in v2 believed)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Literal

from attrs import frozen

from ..errors import InvalidValueError, UnknownIdError, UnknownPathError
from ..rules import uploads
from ..serializers.uploads import part_view, upload_view
from ..world.blobs import UploadedContent, other_etag
from ..world.records import FileOwner, UploadRecord
from .context import HandlerContext, HandlerRequest, HandlerResult, Operation, UploadWay, get_record
from .files import get_file
from .pages import order, page
from .sequencing import find_run

Find = Callable[[HandlerContext, HandlerRequest], FileOwner]
_PARTS = order("Number", Number=lambda pair: pair[0])


@frozen
class UploadOperation:
    """An operation of one of the ways of uploading, which a simulator may refuse.

    Attributes:
        way: Way that it belongs to.
        handler: What serves it.
        receives: Whether it takes the bytes of the request as they come.
    """

    way: UploadWay
    handler: Operation
    receives: bool = False

    def __call__(self, context: HandlerContext, request: HandlerRequest) -> Any | Awaitable[Any]:
        """Serve a request.

        Raises:
            UnknownPathError: If the simulator does not know this way through the API.
            UnknownIdError: If it gives no links or credentials.
        """
        if self.way in context.upload_ways:
            return self.handler(context, request)
        raise UnknownPathError if self.way in ("v2", "v1pre3") else UnknownIdError("Upload")


def find_dataset(context: HandlerContext, request: HandlerRequest) -> FileOwner:
    """Return the dataset that a request names."""
    return get_record(context.world.datasets, request.path["id"], "Dataset")


def _appsession(context: HandlerContext, request: HandlerRequest) -> FileOwner:
    return get_record(context.world.appsessions, request.path["id"], "AppSession")


def add_file(find: Find, way: Literal["v2", "v1pre3"], *, in_list: bool = False) -> UploadOperation:
    """Return the operation that takes a file in one request, or starts its upload in parts."""

    async def added(context: HandlerContext, request: HandlerRequest) -> Any:
        owner, query, content = find(context, request), request.query, request.received
        name, directory, in_parts = query.text("name"), query.text("directory"), query.flag("multipart")
        media_type = content.media_type
        if name is None and media_type == "application/json":
            body = await content.json()
            name, directory, in_parts = body.text("Name"), body.text("Directory"), True
            media_type = "application/octet-stream"
        if in_parts:
            upload = uploads.start(context.world, owner, _path(name, directory), media_type)
        else:
            upload = await _received(context, request, owner)
        view = upload_view(context.serializer, upload, is_older=way == "v1pre3")
        if not in_list:
            return HandlerResult(201, view)
        return page(
            [view], request.query, order("Id", Id=lambda record: record["Id"]), cap=1, view=lambda record: record
        )

    return UploadOperation(way, added, receives=True)


def _path(name: str | None, directory: str | None) -> str:
    if not name or "/" in name:
        raise InvalidValueError("A file needs a name, without a directory")
    return f"{(directory or '').strip('/')}/{name}".lstrip("/")


async def _received(context: HandlerContext, request: HandlerRequest, owner: FileOwner) -> UploadRecord:
    content, query, world = request.received, request.query, context.world
    is_form = content.media_type == "multipart/form-data"
    if not is_form:
        _path(query.text("name"), None)
    blob = await content.receive(uploads.MAX_PART)
    try:
        name = query.text("name") or content.fields.get("name")
        path = _path(name, query.text("directory") or content.fields.get("directory"))
        upload = uploads.start(world, owner, path, "" if is_form else content.media_type)
    except InvalidValueError:
        world.blobs.remove(blob)
        raise
    uploads.finish(world, upload, UploadedContent((blob,)))
    return upload


def _upload(context: HandlerContext, request: HandlerRequest) -> UploadRecord:
    return get_record(context.world.uploads, request.path["id"], "File")


async def put_part(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `PUT /files/{id}/parts/{number}`: a part that came before is replaced."""
    upload, number = _upload(context, request), request.path["number"]
    if not (number.isascii() and number.isdigit() and len(number) < 6 and 1 <= int(number) <= uploads.MAX_PARTS):
        raise InvalidValueError(f"Parts have numbers from 1 to {uploads.MAX_PARTS}")
    blob = await request.received.receive(uploads.MAX_PART)
    uploads.put_part(context.world, upload, int(number), blob)
    if "lost_part" in request.faults:
        context.world.blobs.remove(upload.parts.pop(int(number)))
    view = part_view(int(number), blob)
    return view | {"ETag": other_etag(view["ETag"])} if "wrong_etag" in request.faults else view


def list_parts(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /files/{id}/parts`: the parts that have arrived (shape inferred)."""
    parts = _upload(context, request).parts.items()
    return page(parts, request.query, _PARTS, cap=context.cap, view=lambda pair: part_view(*pair))


def set_upload_status(way: Literal["v2", "v1pre3"]) -> UploadOperation:
    """Return the operation that completes an upload, or gives it up."""

    def changed(context: HandlerContext, request: HandlerRequest) -> Any:
        upload, status = _upload(context, request), (request.query.text("uploadstatus") or "").lower()
        if status not in ("complete", "aborted"):
            raise InvalidValueError("uploadstatus must be complete or aborted")
        (uploads.complete if status == "complete" else uploads.abort)(context.world, upload)
        return upload_view(context.serializer, upload, is_older=way == "v1pre3")

    return UploadOperation(way, changed)


def delete_upload(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `DELETE /files/{id}`: the upload is given up, and forgotten."""
    upload = _upload(context, request)
    uploads.abort(context.world, upload)
    del context.world.uploads[upload.file.id]
    return HandlerResult(204)


def file_or_upload(way: Literal["v2", "v1pre3"], get: Operation) -> Operation:
    """Return the handler of `GET /files/{id}`, which knows uploads, too."""

    def shown(context: HandlerContext, request: HandlerRequest) -> Any:
        upload = context.world.uploads.get(request.path["id"])
        if upload is None:
            return get(context, request)
        return upload_view(context.serializer, upload, is_older=way == "v1pre3")

    return shown


def file_operations(way: Literal["v2", "v1pre3"]) -> Mapping[tuple[str, str], Operation]:
    """Return the operations on the file of an upload, which are the same in both versions."""
    return {
        ("GET", "/files/{id}/parts"): UploadOperation(way, list_parts),
        ("PUT", "/files/{id}/parts/{number}"): UploadOperation(way, put_part, receives=True),
        ("POST", "/files/{id}"): set_upload_status(way),
        ("DELETE", "/files/{id}"): UploadOperation(way, delete_upload),
    }


OPERATIONS: Mapping[tuple[str, str], Operation] = {
    ("GET", "/files/{id}"): file_or_upload("v2", get_file),
    ("POST", "/appsessions/{id}/logfiles"): add_file(_appsession, "v2", in_list=True),
    ("POST", "/datasets/{id}/files"): add_file(find_dataset, "v2"),
    ("POST", "/runs/{id}/files"): add_file(find_run, "v2"),
    **file_operations("v2"),
}
