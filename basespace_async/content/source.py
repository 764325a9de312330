"""Requests for the content of a file, wherever it is kept."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from attrs import frozen

from .._core import responses
from .._core.raw_response import record
from .._util.redact import SecretURL, redacted_url
from ..errors import APIError, ConfigurationError, TransportError
from ..transport.middleware.events import RetryEvent
from ..transport.origin import Origin
from ..transport.types import HTTPResponse, Priority

if TYPE_CHECKING:
    from .._core.requester import Requester

OPERATION = "file content"
MAX_REDIRECTS = 5
_MAX_RENEWALS = 3
_EXPIRED = 403  # what an object store answers to a link that has expired, and to one that it does not like
_EXPIRED_CREDENTIALS = (400, "ExpiredToken")  # and to one whose signer's credentials have (S3's reference)
UNSATISFIABLE = 416
_MAX_EXPLANATION = 1 << 16
_MAX_EXPLANATION_SECONDS = 10.0
_ORIGIN = re.compile("https?://[^/?#]*")
_IDENTITY = {"Accept-Encoding": "identity"}


@frozen
class _Link:
    """An address of content.

    Attributes:
        url: address of the content; its query may be a secret.
        temporary: whether it is a link into an object store, which expires; else it is the API's own address.
    """

    url: SecretURL
    temporary: bool


class ContentSource:
    """The source of one file's content: requests a link from the API once, and again when the link has expired.

    Args:
        calls: sends the requests.
        file_id: id of the file.
        link: a link from a list of files, if it has one into the object store.
        priority: priority of the requests.
    """

    def __init__(self, calls: Requester, file_id: str, *, link: str = "", priority: Priority = "interactive") -> None:
        self.retry = calls._retry_policy
        self._calls = calls
        self._path = SecretURL(f"{calls.server}/files/{quote(file_id, safe='')}/content")
        self.priority: Priority = priority
        self._asking = asyncio.Lock()
        self._link = _Link(SecretURL(link), temporary=True) if self._leads_to_a_store(link) else None

    async def note_retry(self, attempt: int, error: TransportError, seconds: float) -> None:
        """Tell the program that the content is asked for again.

        Args:
            attempt: How often that was done before, in turn.
            error: How the connection broke.
            seconds: Time until then.
        """
        url = redacted_url(self._path if self._link is None else self._link.url)
        await self._calls._note_retry(RetryEvent("GET", url, OPERATION, attempt, type(error).__name__, seconds))

    def check_loop(self) -> None:
        """Refuse to go on in another event loop than the client's.

        Raises:
            ConfigurationError: If it is another one.
        """
        self._calls._check_loop()

    async def fetch(self, start: int, stop: int | None) -> HTTPResponse:
        """Request the bytes from `start` to before `stop`, or to the end.

        Returns:
            The response, its body still to be read. Its status is 200, 206, or 416 if nothing is there.

        Raises:
            APIError: If the service or the object store refused, also after the link was renewed.
            TransportError: If no response came.
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
        origin = _ORIGIN.match(link)
        return origin is not None and _is_elsewhere(origin[0], self._calls.server)

    async def _current(self, stale: _Link | None) -> _Link:
        if self._link is not None and self._link is not stale:
            return self._link
        async with self._asking:
            # Parts whose link has expired together ask once.
            if self._link is None or self._link is stale:
                self._link = await self._ask()
            return self._link

    async def _ask(self) -> _Link:
        # One byte is enough where the API answers with the content itself.
        response, refusal = await self._get(self._path, {"Range": "bytes=0-0"}, send_token=True)
        await response.aclose()
        if refusal is not None:
            raise refusal
        target = self._target(self._path, response)
        if target is None:
            return _Link(self._path, temporary=False)
        return _Link(target, temporary=self._leads_to_a_store(target))

    async def _follow(self, url: SecretURL, headers: Mapping[str, str]) -> tuple[HTTPResponse, APIError | None]:
        send_token = url == self._path
        for _ in range(MAX_REDIRECTS):
            response, refusal = await self._get(url, headers, send_token=send_token)
            try:
                target = self._target(url, response)
            except BaseException:
                await response.aclose()
                raise
            if refusal is not None or target is None:
                return response, refusal
            await response.aclose()
            url, send_token = target, False  # an address that a response named, also where it is the API's
        raise ConfigurationError(f"{OPERATION}: more than {MAX_REDIRECTS} redirects; is {self._calls.server} the API?")

    def _target(self, url: SecretURL, response: HTTPResponse) -> SecretURL | None:
        """Return where a response redirects to, or None if it does not."""
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

    async def _get(
        self, url: SecretURL, headers: Mapping[str, str], *, send_token: bool
    ) -> tuple[HTTPResponse, APIError | None]:
        if url[:7].lower() == "http://" and self._calls.server[:8].lower() == "https://":
            raise ConfigurationError(
                f"{OPERATION}: {redacted_url(url)} would be read unencrypted; links must be https://"
            )
        response, request = await self._calls._get_streamed(
            url, {**_IDENTITY, **headers}, operation=OPERATION, priority=self.priority, send_token=send_token
        )
        if response.status < 400 or response.status == UNSATISFIABLE:
            return response, None
        return response, self._calls._refusal(request, response, await _explanation(response))


@lru_cache(maxsize=64)
def _is_elsewhere(origin: str, server: str) -> bool:
    """Tell whether an address begins with an origin other than the server's; few origins are in many links."""
    try:
        return not Origin(server).has(origin)
    except ValueError:
        return False  # no address at all


def _is_of_age(refusal: APIError) -> bool:
    """Tell whether a store may have refused because the link is too old."""
    return refusal.status == _EXPIRED or (refusal.status, refusal.code) == _EXPIRED_CREDENTIALS


async def _explanation(response: HTTPResponse) -> bytes:
    """Read what a refusal says, as far as it arrives soon: the status is known, and counts."""
    body = bytearray()
    try:
        with suppress(TransportError, TimeoutError):
            await _read_beginning(response, body)
    finally:
        await response.aclose()
    return bytes(body)


async def _read_beginning(response: HTTPResponse, body: bytearray) -> None:
    async with asyncio.timeout(_MAX_EXPLANATION_SECONDS):
        async for piece in response.iter_bytes():
            body += piece
            if len(body) > _MAX_EXPLANATION:
                return
