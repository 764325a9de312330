"""The content of a file as a response, streamed from the object store, with ranges."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Final
from urllib.parse import quote

from fastapi import HTTPException
from fastapi.datastructures import Headers
from fastapi.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from .._core.parameters import ResourceId
from ..client import BaseSpace
from ..models import File

# What HTTP allows in these headers: RFC 9110, 8.3.1 and 8.8.3.
_TOKEN: Final = r"[\w!#$%&'*+.^`|~-]+"
_MEDIA_TYPE: Final = re.compile(rf"{_TOKEN}/{_TOKEN}(\s*;\s*{_TOKEN}=({_TOKEN}|\"[ !#-\[\]-~]*\"))*", re.ASCII)
_ETAG: Final = re.compile(r"[\x21\x23-\x7e]+")
_RANGE: Final = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})", re.IGNORECASE)


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
        self._own_headers = {name.lower(): value for name, value in (headers or {}).items()}
        self._disposition = "attachment" if as_attachment else "inline"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the response."""
        file = self._file if isinstance(self._file, File) else await self._client.files.get(self._file)
        asked = Headers(scope=scope)
        headers = self._headers_of(file)
        etag = headers.get("etag")
        if etag and _is_among(etag, asked.get("If-None-Match", "")):
            await Response(status_code=304, headers={"etag": etag})(scope, receive, send)
            return
        if scope["method"] == "HEAD":
            length = {} if file.size is None else {"content-length": str(file.size)}
            await StreamingResponse(_nothing(), headers={**length, **headers})(scope, receive, send)
            return
        wanted = None
        if "Range" in asked and file.size and asked.get("If-Range") in (None, etag):
            wanted = wanted_bytes(asked["Range"], file.size)
        start, stop = (wanted.start, wanted.stop) if wanted else (0, None)
        async with self._client.files.open(file, start=start, stop=stop) as stream:
            if stream.size is not None:
                headers["content-length"] = str(stream.size)
            if wanted:
                headers["content-range"] = f"bytes {wanted.start}-{wanted.stop - 1}/{file.size}"
            status = 206 if wanted else 200
            await StreamingResponse(stream.iter_bytes(), status, headers)(scope, receive, send)

    def _headers_of(self, file: File) -> dict[str, str]:
        media_type = file.content_type if _MEDIA_TYPE.fullmatch(file.content_type or "") else None
        name = quote(file.name or "", safe="", errors="replace")
        headers = {
            "accept-ranges": "bytes",
            "content-type": media_type or "application/octet-stream",
            "content-disposition": f"{self._disposition}; filename*=UTF-8''{name}",
        }
        if file.etag and _ETAG.fullmatch(file.etag):
            headers["etag"] = f'"{file.etag}"'
        return {**headers, **self._own_headers}


def wanted_bytes(header: str, size: int) -> range | None:
    """Return the bytes that a Range header asks for; None for all, also where it cannot be read (RFC 9110, 14.2).

    Args:
        header: Value of the header.
        size: Size of the file, in bytes.

    Raises:
        HTTPException: If the file has none of them (416).
    """
    bounds = _RANGE.fullmatch(header)
    if bounds is None or not (bounds[1] or bounds[2]):
        return None
    if not bounds[1]:
        wanted = range(max(0, size - int(bounds[2])), size)
    elif bounds[2] and int(bounds[2]) < int(bounds[1]):
        return None
    else:
        wanted = range(int(bounds[1]), min(int(bounds[2]) + 1, size) if bounds[2] else size)
    if not wanted:
        raise HTTPException(416, "the file has no such bytes", headers={"Content-Range": f"bytes */{size}"})
    return wanted


def _is_among(etag: str, header: str) -> bool:
    tags = [tag.strip().removeprefix("W/") for tag in header.split(",")]
    return etag in tags or tags == ["*"]


async def _nothing() -> AsyncIterator[bytes]:
    return
    yield b""
