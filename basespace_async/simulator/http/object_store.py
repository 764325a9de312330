"""The object store: another origin, which knows nothing of tokens and serves content by signed links."""

from __future__ import annotations

import hmac
from email.utils import format_datetime
from urllib.parse import quote

from aiohttp import web
from multidict import CIMultiDict

from ..faults import Rule
from ..world.blobs import other_etag
from ..world.clock import Clock
from ..world.records import FileRecord
from ..world.world import World
from .metrics import ServerMetrics
from .object_uploads import BUCKET, ObjectUploads, S3Error
from .responses import Reply
from .signatures import ENCRYPTION, REGION

LINK_SECONDS = 7 * 24 * 3600
"""How long a link works (observed)."""
UPLOAD_SECONDS = 3600
"""How long links and credentials for uploads work (inferred)."""
_KEY = b"the simulator's signing key, which protects nothing"


def _signature(file_id: str, expires: int) -> str:
    return hmac.digest(_KEY, f"{file_id} {expires}".encode(), "sha256").hex()


class ObjectStore:
    """Links to content, and the content; and where programs put objects themselves."""

    bucket, region, encryption = BUCKET, REGION, ENCRYPTION

    def __init__(
        self,
        world: World,
        statistics: ServerMetrics,
        clock: Clock,
        link_seconds: int,
        *,
        refuse_leaked_tokens: bool,
    ) -> None:
        self._files = world.files
        self._uploads = ObjectUploads(world)
        self.seconds = UPLOAD_SECONDS
        self._statistics = statistics
        self._clock = clock
        self._link_seconds = link_seconds
        self._refuse_leaked_tokens = refuse_leaked_tokens
        self.root = ""

    def link(self, file: FileRecord) -> str:
        """Make a signed link to a file's content, which expires."""
        expires = self.expiry()
        return f"{self.root}/{file.id}?Expires={expires}&Signature={_signature(file.id, expires)}"

    def expiry(self) -> int:
        """Return when a link made now expires, in seconds since 1970."""
        return int(self._clock.now().timestamp()) + self._link_seconds

    def single(self, key: str) -> str:
        """Make a link for a PUT of a whole object."""
        template, when, signature = self._uploads.link(self.root, key, self.seconds)
        return template.format(date=when[:8], datetime=when, signature=signature)

    def part(self, key: str, upload_id: str, number: int) -> tuple[str, str, str]:
        """Make the template of links for parts, and the time and the signature of one."""
        return self._uploads.link(self.root, key, self.seconds, partNumber=str(number), uploadId=upload_id)

    async def answer(self, request: web.BaseRequest, striking: list[Rule]) -> Reply:
        """Answer a request."""
        if self._uploads.is_for(request):
            self._statistics.leaked_tokens += "x-access-token" in request.headers
            return await self._uploads.answer(request, {rule.fault.kind for rule in striking})
        if request.method not in ("GET", "HEAD"):
            return _refusal(405, "MethodNotAllowed", "The specified method is not allowed")
        has_authorization = "Authorization" in request.headers
        leaked = has_authorization or "x-access-token" in request.headers
        self._statistics.leaked_tokens += leaked
        # S3 takes `Authorization` or a signed link, not both; it ignores headers that it does not know.
        if has_authorization or (leaked and self._refuse_leaked_tokens):
            return _refusal(400, "InvalidRequest", "Only one auth mechanism allowed")
        file = self._files.get(request.path.removeprefix("/"))
        expires = request.query.get("Expires", "")
        if file is None or not self._is_signed(request, file, expires):
            return _refusal(403, "AccessDenied", "Access Denied")
        expired = any(rule.fault.kind == "expired_link" for rule in striking)
        if expired or int(expires) < self._clock.now().timestamp():
            return _refusal(403, "AccessDenied", "Request has expired")
        wrong = any(rule.fault.kind == "wrong_etag" for rule in striking)
        return self._content(request, file, wrong_etag=wrong)

    def _is_signed(self, request: web.BaseRequest, file: FileRecord, expires: str) -> bool:
        if not (expires.isascii() and expires.isdigit() and len(expires) < 16):
            return False
        given = request.query.get("Signature", "").encode()
        return hmac.compare_digest(given, _signature(file.id, int(expires)).encode())

    def _content(self, request: web.BaseRequest, file: FileRecord, *, wrong_etag: bool) -> Reply:
        content = file.content
        etag = other_etag(content.etag) if wrong_etag else content.etag
        headers = CIMultiDict(
            {
                "Accept-Ranges": "bytes",
                "ETag": f'"{etag}"',
                "Last-Modified": format_datetime(file.created, usegmt=True),
                "Content-Type": file.content_type,
                "Content-Disposition": f"filename={quote(file.name)}",  # of the link (observed)
                "Server": "AmazonS3",
            }
        )
        wanted = self._wanted(request, content.size, etag)
        if wanted is None:
            return self._body(200, headers, file, range(content.size), request.method)
        if not wanted:
            headers["Content-Range"] = f"bytes */{content.size}"
            return Reply(416, headers)
        headers["Content-Range"] = f"bytes {wanted.start}-{wanted.stop - 1}/{content.size}"
        return self._body(206, headers, file, wanted, request.method)

    def _wanted(self, request: web.BaseRequest, size: int, etag: str) -> range | None:
        """Return the requested bytes; None for all of them, also if If-Range names other content."""
        condition = request.headers.get("If-Range")
        if "Range" not in request.headers or (condition is not None and condition.strip('"') != etag):
            return None
        try:
            asked = request.http_range
        except ValueError:
            return None  # a Range that cannot be read is as none at all (RFC 9110, 14.2)
        return range(size)[asked]

    def _body(self, status: int, headers: CIMultiDict[str], file: FileRecord, wanted: range, method: str) -> Reply:
        if method == "GET":
            self._statistics.bytes_served += len(wanted)
        return Reply(status, headers, file.content.pieces(wanted.start, wanted.stop), len(wanted))


def _refusal(status: int, code: str, message: str) -> Reply:
    return S3Error(status, code, message).reply()
