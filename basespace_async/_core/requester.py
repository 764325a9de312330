"""Requests of the resources: single calls, pages, streams, and requests that the document lacks."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, ParamSpec, TypeVar, Unpack, cast

from basespace_openapi.client import Request

from .._codec import converter
from .._util.redact import redacted_text
from .._util.tasks import give_way
from ..errors import APIError
from ..pagination.pager import DEFAULT_CONCURRENCY, DEFAULT_PAGE_SIZE, Fetch, ItemList, Page, Pager
from ..transport import HTTPRequest, HTTPResponse, Priority, RetryPolicy, Timeouts
from ..transport.middleware.events import RetryEvent
from . import requests, responses
from .options import CallOptions, CallSettings
from .raw_response import RawResponse, Recording, record
from .session import Session

P = ParamSpec("P")
T = TypeVar("T")

_LARGE_BODY = 1 << 20


class Requester:
    """A sender of calls over one session, all with the same settings.

    Args:
        session: the transport and what belongs to it.
        settings: timeouts, retries and so on.
    """

    def __init__(self, session: Session, settings: CallSettings) -> None:
        self._session = session
        self._settings = settings
        self._sender = session.sender(settings)

    @property
    def server(self) -> str:
        """Root of the API, such as `https://api.basespace.illumina.com/v2`."""
        return self._session.server

    async def call(self, request: Request[T], /) -> T:
        """Send an operation's request and return its result. Any operation of `basespace_openapi.api` can be sent so.

        Args:
            request: request of an operation.

        Raises:
            APIError: If the service answered with an error status; see `errors` for the class of each.
            TransportError: If no complete response arrived.
            DecodeError: If the response is not what the operation promises.
            ConfigurationError: If an argument cannot be sent.

        Example:
            ```python
            from basespace_openapi.api.lab_requeues import list_lab_requeues

            requeues = await basespace.call(list_lab_requeues.request(status=["Active"]))
            ```
        """
        body = await self._exchange(request, "interactive")
        if len(body) >= _LARGE_BODY:
            await give_way()
        return responses.result(request, body)

    def pager(
        self,
        request: Request[ItemList[T]],
        *,
        offset: int = 0,
        limit: int | None = None,
        page_size: int = DEFAULT_PAGE_SIZE,
        concurrency: int = DEFAULT_CONCURRENCY,
        ordered: bool = True,
        expected: int = 0,
    ) -> Pager[T]:
        """Return a pager of the items of a list operation.

        Args:
            request: request of a list operation, without offset and limit.
            offset: items to leave out at the start.
            limit: items in all, or None for every item.
            page_size: items to request at a time, 1 to 1,024.
            concurrency: pages under way at one time.
            ordered: keep the service's order; False gives each page as soon as it arrives.
            expected: how many items the whole list is expected to have; see `Pager`.

        Raises:
            ConfigurationError: If an argument is out of range.

        Example:
            ```python
            from basespace_openapi.api.biosamples import list_biosamples

            pager = basespace.pager(list_biosamples.request(sortby="Id"), limit=10)
            ```
        """
        opening = asyncio.Lock()
        offset_name, limit_name = ("Offset", "Limit") if "Offset" in request.query else ("offset", "limit")

        def fetch(priority: Priority) -> Fetch[T]:
            async def page(start: int, size: int) -> Page[T]:
                query = {**request.query, offset_name: start, limit_name: size}
                body = await self._exchange(request, priority, query)
                item_type = cast("type[T]", converter.item_type(request.result_type))
                if len(body) >= _LARGE_BODY:
                    # Other tasks have a turn between receiving a large body and opening it, and between two of them.
                    async with opening:
                        await give_way()
                return Page(body, item_type, offset=start, operation=request.operation)

            return page

        sort_by = request.query.get("sortby")
        return Pager(
            fetch("background"),
            peek=fetch("interactive"),
            operation=request.operation,
            sort_by=sort_by if isinstance(sort_by, str) else None,
            offset=offset,
            limit=limit,
            page_size=page_size,
            concurrency=concurrency,
            ordered=ordered,
            expected=expected,
            lengths=self._session.lengths,
            path=request.path,
            filters=requests.shown_query(request.query),
        )

    async def request(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str | int | bool | Iterable[str | int]] | None = None,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> RawResponse[Any]:
        """Send any request to the API, for what the document lacks. Rate limit, retries and errors are the same.

        Args:
            method: HTTP method.
            path: below the API's root (`runs/7`), or beside it with a version (`v1pre3/runs/7`), or an `Href` from a
                response; percent-encoded, with or without a query.
            query: further query values; several of one name are joined by commas.
            body: sent as JSON: a model, or anything made of models and JSON values.
            headers: further headers.

        Returns:
            The response, its `result` the parsed JSON, or None where there is no body.

        Raises:
            ConfigurationError: If the path leads to another host, or cannot be sent.
            APIError: As for `call`.
            TransportError: As for `call`.
            DecodeError: If the body is not JSON.

        Example:
            ```python
            run = await basespace.request("GET", "v1pre3/runs/105215111")
            print(run.status, run.request_id, run.result["Response"]["Name"])
            ```
        """
        operation = f"{method.upper()} {path.partition('?')[0]}"
        url = requests.url_of(path, query or {}, server=self.server, operation=operation)
        json_request = requests.json_request(
            method.upper(),
            url,
            body=body,
            headers=headers or {},
            operation=operation,
            settings=self._settings,
            priority="interactive",
        )
        with Recording() as recording:
            content = await self._read(json_request)
        any_shape: Any = Any  # which type checkers do not take for a type
        parsed = converter.decode(content, any_shape, operation=operation) if bytes(content).strip() else None
        return RawResponse(parsed, tuple(recording.heads))

    async def with_raw_response(
        self, method: Callable[P, Awaitable[T]], *args: P.args, **kwargs: P.kwargs
    ) -> RawResponse[T]:
        """Call any method, and return the status, headers and request id together with its result.

        Args:
            method: a coroutine method of a resource, a pager or a helper.
            *args: its arguments.
            **kwargs: its keyword arguments.

        Raises:
            BaseSpaceError: If the method raises it.

        Example:
            ```python
            raw = await basespace.with_raw_response(basespace.biosamples.get, "104555093")
            print(raw.status, raw.request_id, raw.result.biosample_name)
            ```
        """
        with Recording() as recording:
            result = await method(*args, **kwargs)
        return RawResponse(result, tuple(recording.heads))

    async def _get_streamed(
        self, url: str, headers: Mapping[str, str], *, operation: str, priority: Priority, send_token: bool
    ) -> tuple[HTTPResponse, HTTPRequest]:
        """Send a streamed GET to any URL; no redirect is followed.

        The token is sent to the API only, and only with `send_token`. The caller closes the response.

        Returns:
            The response, whatever its status, and the request that it answers.

        Raises:
            TransportError: If no response came.
        """
        request = requests.content_request(
            url,
            headers,
            operation=operation,
            settings=self._settings,
            priority=priority,
            send_token=send_token,
        )
        return await self._sender.send(request), request

    async def _send_part(self, request: Request[T], headers: Mapping[str, str], body: bytes | memoryview = b"") -> T:
        """Send an operation's request with bytes of a file and further headers, and return its result."""
        sent = requests.http_request(request, self._settings, "background", server=self.server)
        body = await self._read(
            self._body_request(sent.method, sent.url, {**sent.headers, **headers}, body, request.operation)
        )
        return responses.result(request, responses.unwrapped(body, request.operation) if request.wrapped else body)

    async def _put_to_store(self, url: str, body: memoryview, headers: Mapping[str, str]) -> HTTPResponse:
        """Send bytes of a file to an address that a response named, without the token; return the read response.

        Raises:
            APIError: If the store refuses it.
            TransportError: If no response came.
        """
        request = self._body_request("PUT", url, headers, body, "putToObjectStore", send_token=False)
        response = await self._sender.send(request)
        content = await response.read()
        if not 200 <= response.status < 300:
            raise self._refusal(request, response, content)
        return response

    def _body_request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: bytes | memoryview,
        operation: str,
        *,
        send_token: bool = True,
    ) -> HTTPRequest:
        return requests.body_request(
            method, url, headers, body, operation=operation, settings=self._settings, send_token=send_token
        )

    def _for_uploads(self, *, idempotent: bool) -> Requester:
        """Return a requester for background work that takes as long as it takes.

        Args:
            idempotent: Whether acting twice on one of its requests does no harm.
        """
        return self._changed(priority="background", idempotent=idempotent, deadline=None)

    def _timeouts_for(self, size: int) -> Timeouts:
        """Return the timeouts of an exchange that sends so many bytes of a file."""
        return requests.timeouts_for(self._settings.timeouts, size)

    def _refusal(self, request: HTTPRequest, response: HTTPResponse, body: bytes) -> APIError:
        """Return the error that a response with an error status stands for, without the token."""
        return responses.error(request, response, body, secret=self._session.secret)

    def _in_background(self) -> Requester:
        """Return a requester whose calls are background work."""
        return self._changed(priority="background")

    def _changed(self, **options: Unpack[CallOptions]) -> Requester:
        """Return a requester with other settings."""
        return Requester(self._session, self._settings.changed(options))

    def _redacted(self, text: str) -> str:
        """Return a text on one line, without the token and queries of URLs."""
        return redacted_text(text, self._session.secret)

    async def _note_retry(self, event: RetryEvent) -> None:
        """Log that a body is asked for again, and call the hook."""
        await self._session.observers.retry(event)

    def _check_loop(self) -> None:
        """Refuse to go on in another event loop than the client's."""
        self._session.check_loop()

    @property
    def _retry_policy(self) -> RetryPolicy:
        """Which requests are retried, how often and for how long."""
        return self._settings.retry

    async def _exchange(
        self, request: Request[object], priority: Priority, query: Mapping[str, Any] | None = None
    ) -> memoryview:
        sent = requests.http_request(request, self._settings, priority, server=self.server, query=query)
        body = await self._read(sent)
        return responses.unwrapped(body, request.operation) if request.wrapped else body

    async def _read(self, request: HTTPRequest) -> memoryview:
        """Send a request and return the body of its response, whose repr shows nothing of it."""
        response = await self._sender.send(request)
        body = memoryview(await response.read())
        if not 200 <= response.status < 300:
            raise self._refusal(request, response, bytes(body))
        record(response)
        return body
