"""Middleware that retries transient failures."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable

from attrs import field, frozen

from ..._util.redact import redacted_url
from ..._util.renamed import renamed_arguments
from ...errors import ConfigurationError, ResponseTooLargeError, TransportError, TransportTimeoutError
from ..adapters.deadlines import Deadlines
from ..rate_limit.retry_after import retry_after
from ..types import HTTPRequest, HTTPResponse, Transport, replace
from .events import Observers, RetryEvent

_IDEMPOTENT_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})  # RFC 9110, 9.2.2
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})  # RFC 9110, 9.2.1
_INTERNAL_ERROR = 500  # half of a change may be made
_REFUSED_UNREAD = 429  # the service has not acted on what it throttles


@renamed_arguments(first_backoff="initial_backoff", longest_backoff="max_backoff")
@frozen
class RetryPolicy:
    """Which requests are sent again, how often, and for how long.

    GET, PUT and DELETE are sent again after a connection error, a timeout or one of `statuses`; after 500 only
    GET and HEAD are. A POST is sent again only where the service cannot have acted on it: no connection was made, or it
    answered 429.
    A caller who knows that a request can safely be repeated says so with `idempotent=True`.

    The wait before a retry is what Retry-After asks for, an hour at most, or else is drawn evenly from 0 to
    `initial_backoff` seconds, doubled for each retry before, and at most `max_backoff` (full jitter).

    Attributes:
        max_retries: Retries of one request at most; 0 for none.
        deadline: Seconds for a whole call, waiting and retries included, or None.
        initial_backoff: Longest first wait, in seconds.
        max_backoff: Longest wait that the service does not ask for, in seconds.
        statuses: Statuses that are worth another attempt.

    Raises:
        ConfigurationError: If a number is out of range.

    Example:
        ```python
        async with BaseSpace(retry=RetryPolicy(max_retries=2, deadline=60)) as basespace:
            await basespace.users.current()
        ```
    """

    max_retries: int = 5
    deadline: float | None = 600.0
    initial_backoff: float = 0.5
    max_backoff: float = 30.0
    statuses: frozenset[int] = field(default=frozenset({429, 500, 502, 503, 504}), converter=frozenset)

    def __attrs_post_init__(self) -> None:
        if self.max_retries < 0:
            raise ConfigurationError(f"max_retries is {self.max_retries}; give 0 or more")
        if self.deadline is not None and not self.deadline > 0:
            raise ConfigurationError(f"deadline is {self.deadline} seconds; give more than 0, or None for no deadline")
        if not 0 <= self.initial_backoff <= self.max_backoff:
            raise ConfigurationError("the backoff must be 0 seconds or more, and the first no longer than the longest")

    def should_retry(self, request: HTTPRequest, outcome: HTTPResponse | TransportError) -> bool:
        """Tell whether `request` may be sent again after `outcome`, and is worth it."""
        if isinstance(outcome, TransportError):
            can_repeat = _is_repeatable(request, _IDEMPOTENT_METHODS) or not outcome.request_sent
            return can_repeat and not isinstance(outcome, ResponseTooLargeError)
        methods = _SAFE_METHODS if outcome.status == _INTERNAL_ERROR else _IDEMPOTENT_METHODS
        can_repeat = _is_repeatable(request, methods) or outcome.status == _REFUSED_UNREAD
        return can_repeat and outcome.status in self.statuses

    def wait(self, attempt: int, outcome: HTTPResponse | TransportError, draw: Callable[[], float]) -> float:
        """Return the seconds to wait before the next attempt.

        Args:
            attempt: How many times the request was sent again already.
            outcome: Response or error of the last attempt.
            draw: Returns an even draw from 0 to 1.
        """
        if not isinstance(outcome, TransportError):
            asked = retry_after(outcome.headers)
            if asked is not None:
                return asked
        return draw() * min(self.max_backoff, self.initial_backoff * 2.0 ** min(attempt, 60))


def _is_repeatable(request: HTTPRequest, methods: frozenset[str]) -> bool:
    return request.method in methods if request.idempotent is None else request.idempotent


class RetryMiddleware:
    """Retries requests as the policy says, within its deadline.

    Args:
        inner: Transport that sends each attempt.
        policy: Which requests are sent again.
        observers: Told of each retry.
        draw: Returns an even draw from 0 to 1, for the jitter.
        deadlines: Timer for the policy's deadline; one of its own by default.
    """

    def __init__(
        self,
        inner: Transport,
        policy: RetryPolicy,
        observers: Observers,
        draw: Callable[[], float] = random.random,
        deadlines: Deadlines | None = None,
    ) -> None:
        self._inner = inner
        self._policy = policy
        self._observers = observers
        self._draw = draw
        self._deadlines = deadlines or Deadlines()

    async def send(self, request: HTTPRequest) -> HTTPResponse:
        """Send `request` until it succeeds, or the policy gives up.

        Raises:
            TransportTimeoutError: If the deadline has passed.
        """
        if self._policy.deadline is None:
            return await self._send(request)
        deadline = asyncio.get_running_loop().time() + self._policy.deadline
        try:
            with self._deadlines.until(deadline):
                return await self._send(replace(request, deadline=deadline))
        except TransportTimeoutError:
            raise
        except TimeoutError:
            raise self._too_late(request) from None

    async def aclose(self) -> None:
        """Close the inner transport."""
        self._deadlines.close()
        await self._inner.aclose()

    async def _send(self, request: HTTPRequest) -> HTTPResponse:
        while True:
            outcome: HTTPResponse | TransportError
            try:
                outcome = await self._inner.send(request)
            except TransportError as error:
                outcome = error
            seconds = self._wait(request, outcome)
            if seconds is None:
                break
            if not isinstance(outcome, TransportError):
                await outcome.aclose()
            await self._observers.retry(RetryEvent.of(request, outcome, seconds))
            await asyncio.sleep(seconds)
            request = replace(request, attempt=request.attempt + 1)
        if isinstance(outcome, TransportError):
            raise outcome
        return outcome

    def _wait(self, request: HTTPRequest, outcome: HTTPResponse | TransportError) -> float | None:
        """Return the seconds until the next attempt, or None where there is none."""
        if request.attempt >= self._policy.max_retries or not self._policy.should_retry(request, outcome):
            return None
        seconds = self._policy.wait(request.attempt, outcome, self._draw)
        now = asyncio.get_running_loop().time()
        return None if request.deadline is not None and now + seconds >= request.deadline else seconds

    def _too_late(self, request: HTTPRequest) -> TransportTimeoutError:
        return TransportTimeoutError(
            f"{request.method} {redacted_url(request.url)}: not finished within the deadline of "
            f"{self._policy.deadline:g} s",
            phase="deadline",
            method=request.method,
            url=redacted_url(request.url),
        )
