"""Uploads to the object store: by presigned links, and with temporary credentials (client)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from ..errors import InvalidValueError
from ..queries import Query
from ..rules import object_uploads
from ..rules.uploads import MAX_PARTS, check_path
from ..serializers.context import date
from ..serializers.datasets import file
from ..serializers.v1pre3 import older_file
from ..world.records import FileRecord
from .context import HandlerContext, HandlerRequest, Operation
from .files import FILES
from .pages import page
from .sequencing import find_run
from .uploads import Find, UploadOperation, find_dataset

CHECK = "instrumentconnectioncheck"


def links(find: Find | None) -> UploadOperation:
    """Return the operation that gives links for one new file; for none in the check of an instrument."""

    def given(context: HandlerContext, request: HandlerRequest) -> Any:
        owner_id = CHECK if find is None else find(context, request).id
        path, store = request.query.text("filepath") or (CHECK if find is None else ""), context.object_links
        if not path:
            raise InvalidValueError("'filepath' is needed")
        check_path(path)
        count = request.query.number("uploadpartcount", 0)
        if count > MAX_PARTS:
            raise InvalidValueError(f"'uploadpartcount' is {MAX_PARTS} at most")
        key = f"{owner_id}/{path}"
        view = {"SinglePartUrl": store.single(key), "ServerSideEncryptionMethod": store.encryption}
        return view if not count else view | _multipart(context, key, count)

    return UploadOperation("presigned", given)


def _multipart(context: HandlerContext, key: str, count: int) -> dict[str, Any]:
    upload_id = context.world.objects.start(key)
    part_urls = [(number, context.object_links.part(key, upload_id, number)) for number in range(1, count + 1)]
    signatures = [
        {"Part": number, "Date": when[:8], "DateTime": when, "Signature": signature}
        for number, (_, when, signature) in part_urls
    ]
    return {
        "MultipartUploadId": upload_id,
        "MultipartTemplate": part_urls[0][1][0],
        "MultipartSignatures": signatures,
    }


def complete(find: Find) -> UploadOperation:
    """Return the operation that completes an upload by links."""

    def completed(context: HandlerContext, request: HandlerRequest) -> Any:
        owner, path = find(context, request), request.body.text("FilePath") or ""
        record = object_uploads.complete_link(context.world, owner, f"{owner.id}/{path}", request.body)
        return file(context.serializer, record)

    return UploadOperation("presigned", completed)


def credentials(find: Find) -> UploadOperation:
    """Return the operation that gives temporary credentials for what is below a prefix."""

    def given(context: HandlerContext, request: HandlerRequest) -> Any:
        owner, store = find(context, request), context.object_links
        expires = context.world.now() + timedelta(seconds=store.seconds)
        granted = context.world.objects.grant(f"{owner.id}/", expires)
        return {
            "AuthKey": granted.key_id,
            "AuthSecret": granted.secret,
            "AuthToken": granted.token,
            "ExpiresOn": date(expires),
            "BucketName": store.bucket,
            "Prefix": granted.prefix,
            "ObjectStoreUrl": store.root,
            "Region": store.region,
            "EncryptionMethod": store.encryption,
        }

    return UploadOperation("credentials", given)


def register(find: Find, *, is_older: bool = False) -> UploadOperation:
    """Return the operation that makes files of objects: of all that are named, or of none."""

    def registered(context: HandlerContext, request: HandlerRequest) -> Any:
        owner, world = find(context, request), context.world
        given = request.body.objects("Files")
        records = object_uploads.register_all(world, owner, given)

        def view(record: FileRecord) -> Any:
            return (older_file if is_older else file)(context.serializer, record)

        paging = {name: request.body.number(name) for name in ("Offset", "Limit")}
        limits = {"limit": max(1, len(records)), **{name.lower(): value for name, value in paging.items() if value}}
        query = Query({name: str(value) for name, value in limits.items()})
        return page(records, query, FILES, cap=max(1, len(records)), view=view)

    return UploadOperation("credentials", registered)


def both(path: str, find: Find) -> Mapping[tuple[str, str], Operation]:
    """Return the operations by links of a kind of resource."""
    return {("GET", path): links(find), ("POST", path): complete(find)}


OPERATIONS: Mapping[tuple[str, str], Operation] = {
    **both("/datasets/{id}/file-upload-info", find_dataset),
    **both("/runs/{id}/file-upload-info", find_run),
    ("GET", f"/{CHECK}/file-upload-info"): links(None),
    ("GET", "/datasets/{id}/direct-upload-info"): credentials(find_dataset),
    ("POST", "/datasets/{id}/direct-upload-info"): register(find_dataset),
}
