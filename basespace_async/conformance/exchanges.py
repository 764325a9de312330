"""Record of all requests and answers of a client, which keeps it from sending anything but GET."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from urllib.parse import parse_qsl, quote, urlsplit

from attrs import field, frozen

from ..errors import ConfigurationError
from ..transport import HTTPRequest, HTTPResponse, Transport
from ..transport.types import replace

_TOKEN_HEADERS = ("x-access-token", "authorization")


@frozen
class Exchange:
    """One request and its answer.

    Attributes:
        operation: Method and path of the operation, as `Difference` has it.
        url: Address of the request.
        status: HTTP status.
        headers: Response headers.
        body: Response body.
    """

    operation: str
    url: str = field(repr=False)
    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    @property
    def path(self) -> str:
        """Path of the request, percent-encoded."""
        return urlsplit(self.url).path

    @property
    def query(self) -> dict[str, str]:
        """Query of the request."""
        return dict(parse_qsl(urlsplit(self.url).query, keep_blank_values=True))


_operation: ContextVar[tuple[str, bool]] = ContextVar("_operation", default=("", True))


class ExchangeLog:
    """Everything that a client sends and receives; give its `wrap` to the client as a middleware.

    Example:
        ```python
        log = ExchangeLog()
        async with BaseSpace(token, middleware=[log.wrap]) as basespace:
            report = await check_conformance(basespace, log)
        ```

    Attributes:
        exchanges: Answers in the order of arrival, those that were retried included.
        secrets: Tokens that were sent.
    """

    def __init__(self) -> None:
        self.exchanges: list[Exchange] = []
        self.secrets: set[str] = set()

    def wrap(self, transport: Transport) -> Transport:
        """Return a transport that records what another one sends, and sends nothing but GET.

        Example:
            ```python
            log = ExchangeLog()
            async with BaseSpace(middleware=[log.wrap]) as basespace: ...
            ```
        """
        return _RecordingTransport(transport, self)

    def scrubbed(self, text: str) -> str:
        """Replace the tokens that a text holds."""
        for secret in sorted(filter(None, self.secrets), key=len, reverse=True):
            text = text.replace(secret, "<token>").replace(quote(secret, safe=""), "<token>")
        return text

    @contextmanager
    def of(self, operation: str, *, with_token: bool = True) -> Iterator[list[Exchange]]:
        """Record the answers of one operation.

        Args:
            operation: Method and path of the operation.
            with_token: Whether to send the token.
        """
        reset = _operation.set((operation, with_token))
        answers: list[Exchange] = []
        collecting = _answers.set(answers)
        try:
            yield answers
        finally:
            _answers.reset(collecting)
            _operation.reset(reset)


_answers: ContextVar[list[Exchange] | None] = ContextVar("_answers", default=None)


class _RecordingTransport:
    def __init__(self, inner: Transport, log: ExchangeLog) -> None:
        self._inner = inner
        self._log = log

    async def send(self, request: HTTPRequest) -> HTTPResponse:
        if request.method != "GET":
            raise ConfigurationError(f"a check only reads; it does not send {request.method}")
        headers = {name: value for name, value in request.headers.items() if name.lower() in _TOKEN_HEADERS}
        self._log.secrets |= {value.removeprefix("Bearer ") for value in headers.values()}
        operation, with_token = _operation.get()
        if not with_token:
            request = replace(request, headers={k: v for k, v in request.headers.items() if k not in headers})
        response = await self._inner.send(request)
        exchange = Exchange(operation, request.url, response.status, response.headers, await response.read())
        self._log.exchanges.append(exchange)
        if (answers := _answers.get()) is not None:
            answers.append(exchange)
        return response

    async def aclose(self) -> None:
        await self._inner.aclose()
