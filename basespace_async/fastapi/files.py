"""The content of a file as a response, streamed from the object store, with ranges."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Final
from urllib.parse import quote

from fastapi import HTTPException
from fastapi.responses import Response, StreamingResponse
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import Message, Receive, Scope, Send

from .._core.parameters import ResourceId
from ..client import BaseSpace
from ..models import File

# What HTTP allows in these headers: RFC 9110, 8.3.1 and 8.8.3.
_TOKEN: Final = r"[\w!#$%&'*+.^`|~-]+"
_MEDIA_TYPE: Final = re.compile(rf"{_TOKEN}/{_TOKEN}(\s*;\s*{_TOKEN}=({_TOKEN}|\"[ !#-\[\]-~]*\"))*", re.ASCII)
_ETAG: Final = re.compile(r"[\x21\x23-\x7e]+")
_ETAGS: Final = re.compile(r'\s*(?:W/)?("[\x21\x23-\x7e]*")\s*(?:,|$)')
_RANGE: Final = re.compile(r"bytes=([0-9]*)-([0-9]*)", re.IGNORECASE)
_MAX_DIGITS: Final = 18  # of a size; int() reads some thousand at most


class FileContentResponse(Response):
    """The content of a file: all of it, or the range that the caller asks for.

    A piece is read when the one before has been sent: a slow caller slows the object store down and fills no memory,
    and one that goes away ends the download. A connection that breaks below is made again. `If-None-Match`, `If-Range`
    and `HEAD` are understood. Errors come before the first byte, as `add_exception_handlers` answers them.

    Args:
        client: The client.
        file: The file, or its id.
        headers: Further headers, which go before those of the file.
        as_attachment: Whether browsers are to save the file instead of showing it.

    Example:
        ```python
        @app.get("/files/{file_id}/content")
        async def content(client: Client, file_id: str) -> FileContentResponse:
            return FileContentResponse(client, file_id)
        ```
    """

    def __init__(
        self,
        client: BaseSpace,
        file: ResourceId,
        *,
        headers: dict[str, str] | None = None,
        as_attachment: bool = True,
    ) -> None:
        super().__init__(headers=headers)
        self._client = client
        self._file = file
        self._disposition = "attachment" if as_attachment else "inline"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the response."""
        file = self._file if isinstance(self._file, File) else await self._client.files.get(self._file)
        asked = Headers(scope=scope)
        headers = self._headers_of(file)
        etag = headers.get("etag")
        if etag and _is_among(etag, asked.get("If-None-Match", "")):
            for name in [name for name in headers if name.startswith("content-")]:
                del headers[name]
            await self._send(_nothing(), 304, headers)(scope, receive, send)
            return
        if scope["method"] == "HEAD":
            if file.size is not None:
                headers["content-length"] = str(file.size)
            await self._send(_nothing(), 200, headers)(scope, receive, send)
            return
        wanted = None
        if "Range" in asked and file.size and asked.get("If-Range") in (None, etag):
            wanted = wanted_bytes(asked["Range"], file.size)
        start, stop = (wanted.start, wanted.stop) if wanted else (0, None)
        caller = _Caller(receive)
        async with self._client.files.open(file, start=start, stop=stop) as stream:
            if stream.size is not None:
                headers["content-length"] = str(stream.size)
            if wanted:
                headers["content-range"] = f"bytes {wanted.start}-{wanted.stop - 1}/{file.size}"
            pieces = caller.until_gone(stream.iter_bytes())
            await self._send(pieces, 206 if wanted else 200, headers)(scope, caller.receive, send)

    def _send(self, pieces: AsyncIterator[bytes], status: int, headers: MutableHeaders) -> StreamingResponse:
        response = StreamingResponse(pieces, status, background=self.background)
        response.raw_headers = headers.raw
        return response

    def _headers_of(self, file: File) -> MutableHeaders:
        """Return the program's own headers, with those of the file that are not among them."""
        headers = MutableHeaders(raw=[*self.raw_headers])
        del headers["content-length"]  # of the empty body that this response began with
        media_type = file.content_type if _MEDIA_TYPE.fullmatch(file.content_type or "") else None
        name = quote(file.name or "", safe="", errors="replace")
        headers.setdefault("accept-ranges", "bytes")
        headers.setdefault("content-type", media_type or "application/octet-stream")
        headers.setdefault("content-disposition", f"{self._disposition}; filename*=UTF-8''{name}")
        if file.etag and _ETAG.fullmatch(file.etag):
            headers.setdefault("etag", f'"{file.etag}"')
        return headers


class _Caller:
    """Who asked; may go away.

    Args:
        receive: The server's function that tells of it.
    """

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._is_gone = False

    async def receive(self) -> Message:
        """Return what the server tells next."""
        message = await self._receive()
        self._is_gone |= message["type"] == "http.disconnect"
        return message

    async def until_gone(self, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """Pass on pieces while the caller is there.

        The cancellation by Starlette alone does not end it: anyio puts that off while the next piece is there already.
        """
        async for piece in pieces:
            if self._is_gone:
                return
            yield piece


def wanted_bytes(header: str, size: int) -> range | None:
    """Return the bytes that a Range header asks for; None for all, also where it cannot be read (RFC 9110, 14.2).

    Args:
        header: Value of the header.
        size: Size of the file, in bytes.

    Raises:
        HTTPException: If the file has none of them (416).
    """
    bounds = _RANGE.fullmatch(header)
    if bounds is None:
        return None
    first, last = _number(bounds[1]), _number(bounds[2])
    if first is None and last is None:
        return None
    if first is None:
        wanted = range(max(0, size - (last or 0)), size)
    elif last is not None and last < first:
        return None
    else:
        wanted = range(first, size if last is None else min(last + 1, size))
    if not wanted:
        raise HTTPException(416, "the file has no such bytes", headers={"Content-Range": f"bytes */{size}"})
    return wanted


def _number(digits: str) -> int | None:
    """Return a number, or one above the size of any file for one that is; None for no digits."""
    significant = digits.lstrip("0")[: _MAX_DIGITS + 1]
    return int(significant or "0") if digits else None


def _is_among(etag: str, header: str) -> bool:
    return header.strip() == "*" or etag in _ETAGS.findall(header)


async def _nothing() -> AsyncIterator[bytes]:
    return
    yield b""
