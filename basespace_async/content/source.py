"""The bytes of a file, wherever they are kept, in order and to the end."""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from attrs import frozen

from .._core import responses
from .._core.raw_response import record
from .._util.redact import redacted_url
from ..errors import APIError, ConfigurationError, ConnectionLostError, ContentChangedError, TransportError
from ..transport.origin import Origin
from ..transport.types import HTTPResponse, Priority

if TYPE_CHECKING:
    from .._core.requester import Requester

OPERATION = "file content"
CHUNK_SIZE = 1 << 18
MAX_REDIRECTS = 5
_MAX_RENEWALS = 3
_EXPIRED = 403  # what an object store answers to a link that has expired, and to one that it does not like
_EXPIRED_CREDENTIALS = (400, "ExpiredToken")  # and to one whose signer's credentials have (S3's reference)
_UNSATISFIABLE = 416
_CONTENT_RANGE = re.compile(r"bytes (?:([0-9]{1,19})-[0-9]{1,19}|(\*))/([0-9]{1,19}|\*)")
_MAX_EXPLANATION = 1 << 16
_IDENTITY = {"Accept-Encoding": "identity"}


@frozen
class _Link:
    """Where content is, as far as is known.

    Attributes:
        url: of the content.
        temporary: whether it is a link into an object store, which expires; else it is the API's own address.
    """

    url: str
    temporary: bool


class ContentSource:
    """One file's content: asks the API for a link to it, once, and again when the link has expired.

    Args:
        calls: sends the requests.
        file_id: of the file.
        link: a link from a list of files, if it has one into the object store.
        priority: of the requests for links.
    """

    def __init__(self, calls: Requester, file_id: str, *, link: str = "", priority: Priority = "interactive") -> None:
        self.retry = calls.retry
        self._calls = calls
        self._path = f"{calls.server}/files/{quote(file_id, safe='')}/content"
        self._priority: Priority = priority
        self._asking = asyncio.Lock()
        self._link = _Link(link, temporary=True) if self._leads_to_a_store(link) else None

    async def fetch(self, start: int, stop: int | None) -> HTTPResponse:
        """A response with the bytes from `start` to before `stop`, or to the end; its body is still to be read.

        Its status is 200, 206, or 416 where nothing is there.

        Raises:
            APIError: the service, or where its link leads, refused; also after the link was renewed.
            TransportError: no response came.
        """
        ranged = {} if start == 0 and stop is None else {"Range": f"bytes={start}-{'' if stop is None else stop - 1}"}
        stale = None
        for renewal in range(_MAX_RENEWALS + 1):
            link = await self._current(stale)
            response, refusal = await self._follow(link.url, ranged)
            if refusal is None:
                record(response)
                return response
            if not link.temporary or not _is_of_age(refusal) or renewal == _MAX_RENEWALS:
                raise refusal
            stale = link
        raise AssertionError("unreachable")

    def _leads_to_a_store(self, link: str) -> bool:
        try:
            return link.startswith(("https://", "http://")) and not _origin(self._calls.server).has(link)
        except ValueError:
            return False  # no address at all

    async def _current(self, stale: _Link | None) -> _Link:
        async with self._asking:
            # Parts whose link has expired together ask once.
            if self._link is None or self._link is stale:
                self._link = await self._ask()
            return self._link

    async def _ask(self) -> _Link:
        # One byte is enough where the API answers with the content itself.
        response, refusal = await self._get(self._path, {"Range": "bytes=0-0"})
        await response.aclose()
        if refusal is not None:
            raise refusal
        target = self._target(self._path, response)
        if target is None:
            return _Link(self._path, temporary=False)
        return _Link(target, temporary=self._leads_to_a_store(target))

    async def _follow(self, url: str, headers: Mapping[str, str]) -> tuple[HTTPResponse, APIError | None]:
        for _ in range(MAX_REDIRECTS):
            response, refusal = await self._get(url, headers)
            try:
                target = self._target(url, response)
            except BaseException:
                await response.aclose()
                raise
            if refusal is not None or target is None:
                return response, refusal
            await response.aclose()
            url = target
        raise ConfigurationError(f"{OPERATION}: more than {MAX_REDIRECTS} redirects; is {self._calls.server} the API?")

    def _target(self, url: str, response: HTTPResponse) -> str | None:
        """Where a response redirects to, or None where it does not."""
        try:
            target = responses.redirect_target(url, response)
            if target is not None:
                _ = urlsplit(target).port  # looks at all of it
        except ValueError:
            problem = f"{OPERATION}: a redirect leads to no address; is {self._calls.server} the API?"
        else:
            return target
        # Outside the handler, so that the exception, which may quote the link, is not kept as the context.
        raise ConfigurationError(problem)

    async def _get(self, url: str, headers: Mapping[str, str]) -> tuple[HTTPResponse, APIError | None]:
        if url[:7].lower() == "http://" and self._calls.server[:8].lower() == "https://":
            raise ConfigurationError(
                f"{OPERATION}: {redacted_url(url)} would be read unencrypted; links must be https://"
            )
        response, request = await self._calls.get_streamed(
            url, {**_IDENTITY, **headers}, operation=OPERATION, priority=self._priority
        )
        if response.status < 400 or response.status == _UNSATISFIABLE:
            return response, None
        return response, self._calls.refusal(request, response, await _explanation(response))


@lru_cache(maxsize=8)
def _origin(server: str) -> Origin:
    return Origin(server)


def _is_of_age(refusal: APIError) -> bool:
    """Whether a store may have refused because the link is too old."""
    return refusal.status == _EXPIRED or (refusal.status, refusal.code) == _EXPIRED_CREDENTIALS


async def _explanation(response: HTTPResponse) -> bytes:
    """What a refusal says, as far as it arrives: the status is known, and counts."""
    said = b""
    with suppress(TransportError):
        async for piece in response.iter_bytes():
            said += piece
            if len(said) > _MAX_EXPLANATION:
                break
    await response.aclose()
    return said


class ContentReader:
    """The bytes of one file from `start` to before `stop`, in order; goes on where a connection breaks.

    What has not been asked for is not read from the connection.

    Args:
        source: of the bytes.
        start: the first byte.
        stop: the byte after the last one, or None for the end of the file, which is the most it can be.
        expected_size: bytes that the whole file must have, or None where it is not known.
        chunk_size: bytes of a piece at most.

    Attributes:
        size: bytes of the whole file, or None where the service does not say; known after `connect`.
        etag: of the whole file, without quotes, or "".
        content_type: media type, or "".
        position: the next byte.
        closed: whether it was closed for good.
    """

    def __init__(
        self,
        source: ContentSource,
        start: int = 0,
        stop: int | None = None,
        *,
        expected_size: int | None = None,
        chunk_size: int = CHUNK_SIZE,
    ) -> None:
        self.size = expected_size
        self.etag = ""
        self.content_type = ""
        self.position = start
        self.stop = stop
        self.closed = False
        self._source = source
        self._chunk_size = chunk_size
        self._response: HTTPResponse | None = None
        self._pieces: AsyncIterator[bytes] | None = None
        self._skip = 0
        self._failures = 0

    async def connect(self) -> None:
        """Ask for the content, so that `size`, `etag` and `content_type` are known.

        Raises:
            APIError, TransportError: as `ContentSource.fetch`.
            ContentChangedError: it is another file than at the connection before, or not of the expected size.
            ConfigurationError: it ends before `start`.
        """
        response = await self._source.fetch(self.position, self.stop)
        try:
            self._look_at(response)
        except BaseException:
            await response.aclose()
            raise
        self._response, self._pieces = response, response.iter_bytes(self._chunk_size)

    async def read(self) -> bytes:
        """The next bytes, as they arrive; empty at the end.

        Raises:
            APIError, TransportError, ContentChangedError: as `connect`. A connection that breaks is made again, unless
                several in turn brought nothing (`max_retries` of the retry policy).
        """
        while self.stop is None or self.position < self.stop:
            if self._pieces is None:
                await self.connect()
                continue
            try:
                piece = await self._receive(self._pieces)
            except TransportError as error:
                await self._after(error)
                continue
            if piece:
                self._failures = 0
                self.position += len(piece)
                return piece
        await self._free()
        return b""

    async def aclose(self) -> None:
        """Free the connection for good; safe to call twice."""
        self.closed = True
        await self._free()

    async def _free(self) -> None:
        response, self._response, self._pieces = self._response, None, None
        if response is not None:
            await response.aclose()

    async def _receive(self, pieces: AsyncIterator[bytes]) -> bytes:
        """The next bytes of the response that are wanted; none where they were to be skipped, or all is read."""
        piece = await anext(pieces, b"")
        if not piece:
            if self.stop is not None:
                raise ConnectionLostError(f"{OPERATION}: the response ended at byte {self.position} of {self.stop}")
            self.stop = self.position  # the service never said how long it is
        skipped = min(self._skip, len(piece))
        self._skip -= skipped
        most = None if self.stop is None else skipped + self.stop - self.position
        return piece[skipped:most]

    async def _after(self, error: TransportError) -> None:
        """Wait before the next connection, unless they broke too often."""
        await self._free()
        policy = self._source.retry
        if self._failures >= policy.max_retries:
            raise error
        seconds = policy.wait(self._failures, error, random.random)
        self._failures += 1
        await asyncio.sleep(seconds)

    def _look_at(self, response: HTTPResponse) -> None:
        """Learn from the head of a response, which must be of the same file as the one before."""
        start, size = _place(response, self.position)
        # In this order: what is beyond a file that has become shorter was not asked for by mistake.
        if self.size is not None and size is not None and size != self.size:
            raise ContentChangedError(f"the file has {size} bytes, {self.size} were expected; list it again")
        if size is not None and self.position > size:
            raise ConfigurationError(f"{OPERATION}: byte {self.position} is asked for, and the file has {size}")
        etag = plain_etag(response.headers.get("ETag", ""))
        if self.etag and etag and etag != self.etag:
            raise ContentChangedError("the file changed while it was read: its ETag is another one; read it again")
        self.size = size if self.size is None else self.size
        self.etag = self.etag or etag
        self.content_type = self.content_type or response.headers.get("Content-Type", "")
        self._skip = self.position - start
        if self.size is not None:
            self.stop = self.size if self.stop is None else min(self.stop, self.size)


def _place(response: HTTPResponse, position: int) -> tuple[int, int | None]:
    """Where the body of a response begins in the file, and how long the file is, if that is known.

    Raises:
        ConnectionLostError: the response is not of the bytes that were asked for.
    """
    if response.status == 200:
        length = response.headers.get("Content-Length", "")
        return 0, int(length) if length.isascii() and length.isdigit() and len(length) < 20 else None
    found = _CONTENT_RANGE.fullmatch(response.headers.get("Content-Range", ""))
    if response.status == 206 and found and found[1] is not None and int(found[1]) == position:
        return position, None if found[3] == "*" else int(found[3])
    if response.status == _UNSATISFIABLE and found and found[3] != "*" and int(found[3]) <= position:
        return position, int(found[3])
    raise ConnectionLostError(f"{OPERATION}: asked for byte {position}, the answer ({response.status}) is of another")


def plain_etag(text: str) -> str:
    """An ETag without its quotes and the mark of a weak one."""
    return text.strip().removeprefix("W/").strip('"')
