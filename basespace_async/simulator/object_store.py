"""The object store: another origin, which knows nothing of tokens and serves content by signed links."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Callable, Mapping

from aiohttp import web

from .records import File
from .statistics import Statistics

LINK_SECONDS = 7 * 24 * 3600  # observed
_KEY = b"the simulator's signing key, which protects nothing"


def _signature(file_id: str, expires: int) -> str:
    return hmac.new(_KEY, f"{file_id} {expires}".encode(), hashlib.sha256).hexdigest()


class ObjectStore:
    """Links to content, and the content."""

    def __init__(
        self, files: Mapping[str, File], statistics: Statistics, clock: Callable[[], float] = time.time
    ) -> None:
        self._files = files
        self._statistics = statistics
        self._clock = clock
        self.root = ""

    def link(self, file: File) -> str:
        """A link to a file's content that works for seven days."""
        expires = self.expiry()
        return f"{self.root}/{file.id}?Expires={expires}&Signature={_signature(file.id, expires)}"

    def expiry(self) -> int:
        """When a link made now expires, in seconds since 1970."""
        return int(self._clock()) + LINK_SECONDS

    def application(self) -> web.Application:
        """The store as an application of its own, for its own port."""
        application = web.Application()
        application.router.add_get("/{id}", self._get)
        return application

    async def _get(self, request: web.Request) -> web.StreamResponse:
        if {"x-access-token", "authorization"} & {name.lower() for name in request.headers}:
            self._statistics.leaked_tokens += 1
            return _refusal(400, "InvalidRequest")
        file = self._files.get(request.match_info["id"])
        if file is None or not self._signed(request, file):
            return _refusal(403, "AccessDenied")
        return self._content(request, file)

    def _signed(self, request: web.Request, file: File) -> bool:
        expires = request.query.get("Expires", "")
        if not (expires.isascii() and expires.isdigit()) or int(expires) < self._clock():
            return False
        return hmac.compare_digest(request.query.get("Signature", ""), _signature(file.id, int(expires)))

    def _content(self, request: web.Request, file: File) -> web.Response:
        data = file.content.data
        headers = {"Accept-Ranges": "bytes", "ETag": f'"{file.content.etag}"', "Content-Type": "application/x-gzip"}
        if "Range" not in request.headers:
            self._statistics.bytes_served += len(data)
            return web.Response(body=data, headers=headers)
        try:
            wanted = range(len(data))[request.http_range]
        except ValueError:
            wanted = range(0)
        if not wanted:
            return web.Response(status=416, headers={"Content-Range": f"bytes */{len(data)}"})
        self._statistics.bytes_served += len(wanted)
        headers["Content-Range"] = f"bytes {wanted.start}-{wanted.stop - 1}/{len(data)}"
        return web.Response(status=206, body=data[wanted.start : wanted.stop], headers=headers)


def _refusal(status: int, code: str) -> web.Response:
    return web.Response(status=status, content_type="application/xml", text=f"<Error><Code>{code}</Code></Error>")
