"""The bytes of a request, received without being held as a whole."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from aiohttp import BodyPartReader, web

from ..errors import InvalidValueError
from ..queries import Body
from ..rules.object_uploads import different
from ..world.blobs import MAX_IN_MEMORY, Blob, BlobStore, BlobWriter

if TYPE_CHECKING:
    from hashlib import _Hash

    from multidict import CIMultiDictProxy

_BATCH = 2 * 1024 * 1024
_MAX_FIELD = 4096


def let_it_come(request: web.BaseRequest) -> None:
    """Answer `Expect: 100-continue`."""
    if request.headers.get("Expect", "").lower() == "100-continue" and request.transport is not None:
        request.transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")


async def drain(request: web.BaseRequest) -> None:
    """Read what a refused request still sends: a client that writes may not notice an answer before its end.

    Raises:
        ConnectionResetError: If the client goes away meanwhile.
    """
    if "Expect" in request.headers:
        return  # the client may still be waiting for a word, and sends nothing then
    async for _ in request.content.iter_any():
        pass


class IncomingContent:
    """The body of one request, which a handler receives as a blob.

    Args:
        request: Request to receive.
        blobs: Where its bytes go.
    """

    def __init__(self, request: web.BaseRequest, blobs: BlobStore) -> None:
        self._request = request
        self._blobs = blobs
        self.fields: dict[str, str] = {}

    @property
    def headers(self) -> CIMultiDictProxy[str]:
        """Return the headers of the request."""
        return self._request.headers

    @property
    def media_type(self) -> str:
        """Return the media type, without parameters."""
        return self._request.content_type

    async def json(self) -> Body:
        """Receive a small body of JSON."""
        let_it_come(self._request)
        return Body.parse(await self._request.read(), "application/json")

    async def receive(self, most: int) -> Blob:
        """Receive the bytes; of a form those of its part `file`, whose name and other fields are in `fields`.

        Args:
            most: Maximum number of bytes.

        Raises:
            InvalidValueError: If there are more bytes, or their MD5 is not the one of `Content-MD5`.
        """
        if (self._request.content_length or 0) > most + (_MAX_FIELD if self._is_form else 0):
            raise InvalidValueError(f"At most {most} bytes are taken in one request")
        let_it_come(self._request)
        pieces = self._form() if self._is_form else self._request.content.iter_any()
        blob = await spool(pieces, self._blobs, most)
        given = self._request.headers.get("Content-MD5")
        if not self._is_form and different(blob.md5, given):
            self._blobs.remove(blob)
            raise InvalidValueError("The Content-MD5 that was given is not that of the bytes that arrived")
        return blob

    @property
    def _is_form(self) -> bool:
        return self.media_type == "multipart/form-data"

    async def _form(self) -> AsyncIterator[bytes]:
        try:
            reader = await self._request.multipart()
            async for part in reader:
                if not isinstance(part, BodyPartReader):
                    raise InvalidValueError("A form within a form is not taken")
                if part.name != "file" and part.filename is None:
                    self.fields[(part.name or "").lower()] = (await part.read()).decode("utf-8", "replace")
                    continue
                self.fields.setdefault("name", part.filename or "")
                while chunk := await part.read_chunk(256 * 1024):
                    yield chunk
        except (ValueError, AssertionError) as error:
            raise InvalidValueError(f"The form cannot be read: {str(error)[:100]}") from None


async def spool(pieces: AsyncIterator[bytes], blobs: BlobStore, most: int, digest: _Hash | None = None) -> Blob:
    """Write the bytes of a request to a blob; a thread hashes and writes while the next ones arrive.

    Raises:
        InvalidValueError: If there are more than `most`.
    """
    writer, batch, size = BlobWriter(blobs, digest), list[bytes](), 0
    working: asyncio.Future[None] | None = None
    total = 0
    try:
        async for piece in pieces:
            batch.append(piece)
            size, total = size + len(piece), total + len(piece)
            if total > most:
                raise InvalidValueError(f"At most {most} bytes are taken in one request")
            if size < _BATCH:
                continue
            if working is not None:
                await working
            working = asyncio.ensure_future(asyncio.to_thread(writer.write, b"".join(batch)))
            batch, size = [], 0
        if working is not None:
            await working
        if size > MAX_IN_MEMORY:
            await asyncio.to_thread(writer.write, b"".join(batch))
        else:
            writer.write(b"".join(batch))
        return writer.finish()
    except BaseException:
        if working is not None:
            await asyncio.wait((working,))
        writer.discard()
        raise
