"""What the object store takes: the part of S3 with which programs put objects, by links or by credentials."""

from __future__ import annotations

import hashlib
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from aiohttp import web
from attrs import define
from multidict import CIMultiDict

from ..errors import InvalidValueError
from ..rules.object_uploads import check_parts, different
from ..rules.uploads import MAX_PARTS
from ..world.blobs import UploadedContent, other_etag
from ..world.objects import MultipartUpload
from ..world.world import World
from .incoming import let_it_come, spool
from .responses import Reply, whole
from .signatures import SignedRequest, presigned

BUCKET = "simulator-uploads"
MAX_PUT = 5 * 1024**3
_LINK_KEY_ID, _LINK_KEY = "AKIASIMULATORLINKS", "the simulator's signing key, which protects nothing"
_NAMESPACE = re.compile(r"\{.*\}")


class S3Error(Exception):
    """An error that the object store answers."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message

    def reply(self) -> Reply:
        """Return the answer."""
        return xml_reply(
            self.status, f"<Error><Code>{self.code}</Code><Message>{escape(self.message)}</Message></Error>"
        )


def xml_reply(status: int, text: str) -> Reply:
    """Make an answer in XML."""
    data = f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'.encode()
    return whole(status, CIMultiDict({"Content-Type": "application/xml", "Server": "AmazonS3"}), data)


def _empty(status: int, **headers: str) -> Reply:
    return Reply(
        status, CIMultiDict({"Server": "AmazonS3", **{name.replace("_", "-"): headers[name] for name in headers}})
    )


@define
class ObjectUploads:
    """The uploads of an object store."""

    world: World

    def link(self, root: str, key: str, seconds: int, **query: str) -> tuple[str, str, str]:
        """Make a template of a link for a PUT, with its time and its signature; see `presigned`."""
        url = f"{root}/{BUCKET}/{key}"
        return presigned(url, _LINK_KEY_ID, _LINK_KEY, now=self.world.now(), seconds=seconds, query=query)

    def is_for(self, request: web.BaseRequest) -> bool:
        """Return whether a request is for an object that a program puts or has put."""
        return request.path.startswith(f"/{BUCKET}/")

    async def answer(self, request: web.BaseRequest, kinds: Collection[str]) -> Reply:
        """Answer a request."""
        key = request.path.removeprefix(f"/{BUCKET}/")
        try:
            signed = self._check(request, key, kinds)
            return await self._operation(request)(request, key, signed, kinds)
        except S3Error as error:
            return error.reply()

    def _check(self, request: web.BaseRequest, key: str, kinds: Collection[str]) -> SignedRequest:
        signed = SignedRequest(request)
        if "x-access-token" in request.headers or (signed.in_link and "Authorization" in request.headers):
            raise S3Error(400, "InvalidRequest", "Only one auth mechanism allowed")
        if signed.in_link:
            self._check_link(signed, request, kinds)
            return signed
        granted = self.world.objects.credentials.get(signed.key_id)
        if granted is None:
            raise S3Error(
                403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records."
            )
        if signed.token != granted.token:
            raise S3Error(403, "InvalidToken", "The provided token is malformed or otherwise invalid.")
        if not signed.is_signed_with(granted.secret):
            raise S3Error(403, "SignatureDoesNotMatch", "The request signature does not match")
        if "expired_link" in kinds or granted.expires <= self.world.now():
            raise S3Error(400, "ExpiredToken", "The provided token has expired.")
        if not key.startswith(granted.prefix):
            raise S3Error(403, "AccessDenied", "Access Denied")
        return signed

    def _check_link(self, signed: SignedRequest, request: web.BaseRequest, kinds: Collection[str]) -> None:
        if request.method != "PUT" or signed.key_id != _LINK_KEY_ID or not signed.is_signed_with(_LINK_KEY):
            raise S3Error(403, "SignatureDoesNotMatch", "The request signature does not match")
        begun = datetime.strptime(signed.when, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        if "expired_link" in kinds or begun + timedelta(seconds=signed.expires or 0) <= self.world.now():
            raise S3Error(403, "AccessDenied", "Request has expired")

    def _operation(
        self, request: web.BaseRequest
    ) -> Callable[[web.BaseRequest, str, SignedRequest, Collection[str]], Awaitable[Reply]]:
        has = request.query.keys()
        if request.method == "PUT" and "x-amz-copy-source" not in request.headers:
            return self._put_part if "uploadId" in has else self._put_object
        if request.method == "POST" and ("uploads" in has or "uploadId" in has):
            return self._create if "uploads" in has else self._complete
        if "uploadId" in has and request.method in ("GET", "DELETE"):
            return self._list_parts if request.method == "GET" else self._abort
        if request.method == "HEAD":
            return self._head
        raise S3Error(501, "NotImplemented", "The simulator's object store does not have this operation")

    async def _receive(self, request: web.BaseRequest, signed: SignedRequest) -> UploadedContent:
        let_it_come(request)
        is_chunked = signed.payload.startswith("STREAMING-")
        checks = not is_chunked and signed.payload not in ("", "UNSIGNED-PAYLOAD")
        digest = hashlib.sha256() if checks else None
        pieces = _chunks(request) if is_chunked else request.content.iter_any()
        try:
            blob = await spool(pieces, self.world.blobs, MAX_PUT, digest)
        except InvalidValueError as error:
            raise S3Error(400, "EntityTooLarge", error.message) from None
        content = UploadedContent((blob,))
        wrong = digest is not None and digest.hexdigest() != signed.payload
        if wrong or different(blob.md5, request.headers.get("Content-MD5")):
            self.world.blobs.remove(blob)
            raise S3Error(
                400, "XAmzContentSHA256Mismatch" if wrong else "BadDigest", "The bytes differ from their hash"
            )
        return content

    async def _put_object(
        self, request: web.BaseRequest, key: str, signed: SignedRequest, kinds: Collection[str]
    ) -> Reply:
        content = await self._receive(request, signed)
        if "lost_part" not in kinds:
            self.world.objects.contents[key] = content
        return _empty(200, ETag=_etag(content, kinds))

    def _upload(self, request: web.BaseRequest, key: str) -> MultipartUpload:
        upload = self.world.objects.uploads.get(request.query["uploadId"])
        if upload is None or upload.key != key:
            raise S3Error(404, "NoSuchUpload", "The specified multipart upload does not exist.")
        return upload

    async def _put_part(
        self, request: web.BaseRequest, key: str, signed: SignedRequest, kinds: Collection[str]
    ) -> Reply:
        number = request.query.get("partNumber", "")
        if not (number.isascii() and number.isdigit() and 1 <= int(number[:6]) <= MAX_PARTS):
            raise S3Error(400, "InvalidArgument", f"Part number must be from 1 to {MAX_PARTS}")
        self._upload(request, key)
        content = await self._receive(request, signed)
        upload = self._upload(request, key)  # it may have ended meanwhile
        if upload.content is not None:
            self.world.blobs.remove(content.blobs[0])
            raise S3Error(404, "NoSuchUpload", "The specified multipart upload does not exist.")
        self.world.objects.put_part(upload, int(number), content.blobs[0])
        if "lost_part" in kinds:
            self.world.blobs.remove(upload.parts.pop(int(number)))
        return _empty(200, ETag=_etag(content, kinds))

    async def _create(self, _request: web.BaseRequest, key: str, *_rest: object) -> Reply:
        upload_id = self.world.objects.start(key)
        names = f"<Bucket>{BUCKET}</Bucket><Key>{escape(key)}</Key><UploadId>{upload_id}</UploadId>"
        return xml_reply(200, f"<InitiateMultipartUploadResult>{names}</InitiateMultipartUploadResult>")

    async def _complete(self, request: web.BaseRequest, key: str, *_rest: object) -> Reply:
        upload = self._upload(request, key)
        try:
            listed = [(int(number), etag) for number, etag in _listed_parts(await request.read())]
        except (ElementTree.ParseError, ValueError, KeyError):
            raise S3Error(400, "MalformedXML", "The XML you provided was not well-formed") from None
        if upload.content is None:
            problem = check_parts(upload.parts, listed)
            if problem is not None:
                raise S3Error(400, *problem)
            self.world.objects.complete(upload, [number for number, _ in listed])
        etag = f'"{upload.content.etag}"' if upload.content is not None else ""
        names = f"<Bucket>{BUCKET}</Bucket><Key>{escape(key)}</Key><ETag>{escape(etag)}</ETag>"
        return xml_reply(200, f"<CompleteMultipartUploadResult>{names}</CompleteMultipartUploadResult>")

    async def _abort(self, request: web.BaseRequest, key: str, *_rest: object) -> Reply:
        self._upload(request, key)
        self.world.objects.abort(request.query["uploadId"])
        return _empty(204)

    async def _list_parts(self, request: web.BaseRequest, key: str, *_rest: object) -> Reply:
        parts = "".join(
            f"<Part><PartNumber>{number}</PartNumber><ETag>&quot;{blob.md5.hex()}&quot;</ETag><Size>{blob.size}</Size></Part>"
            for number, blob in sorted(self._upload(request, key).parts.items())
            if number > int(request.query.get("part-number-marker") or 0)
        )
        names = f"<Bucket>{BUCKET}</Bucket><Key>{escape(key)}</Key><UploadId>{request.query['uploadId']}</UploadId>"
        return xml_reply(200, f"<ListPartsResult>{names}{parts}<IsTruncated>false</IsTruncated></ListPartsResult>")

    async def _head(self, _request: web.BaseRequest, key: str, *_rest: object) -> Reply:
        content = self.world.objects.contents.get(key)
        if content is None:
            return _empty(404)
        when = format_datetime(self.world.now(), usegmt=True)
        reply = _empty(200, ETag=f'"{content.etag}"', Last_Modified=when, Accept_Ranges="bytes")
        return Reply(200, reply.headers, iter(()), content.size)


def _etag(content: UploadedContent, kinds: Collection[str]) -> str:
    return f'"{other_etag(content.etag) if "wrong_etag" in kinds else content.etag}"'


def _listed_parts(data: bytes) -> list[tuple[str, str]]:
    """Return the numbers and ETags in the body of a completion."""
    parts = []
    for element in ElementTree.fromstring(data):
        fields = {_NAMESPACE.sub("", child.tag): child.text or "" for child in element}
        if fields:
            parts.append((fields["PartNumber"], fields["ETag"].strip('"')))
    return parts


async def _chunks(request: web.BaseRequest) -> AsyncIterator[bytes]:
    """Yield the bytes of a body in the encoding `aws-chunked`; checksums after them are not looked at."""
    stream, size = request.content, 0
    try:
        while size or (size := int((await stream.readline()).partition(b";")[0], 16)):
            piece = await stream.read(min(size, 1024 * 1024))
            if not piece:
                raise ValueError("the body ends")
            size -= len(piece)
            yield piece
            if not size:
                await stream.readline()
    except ValueError:
        raise S3Error(400, "IncompleteBody", "The body is not aws-chunked") from None
