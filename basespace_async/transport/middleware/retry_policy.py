"""Which requests are sent again, when, and for how long."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from math import inf

from attrs import field, frozen

from ..._util.renamed import renamed_arguments
from ...errors import (
    APIError,
    ConfigurationError,
    RateLimitError,
    ResponseTooLargeError,
    ServerError,
    TransportError,
    TransportTimeoutError,
)
from ..rate_limit.retry_after import retry_after
from ..types import HTTPRequest, HTTPResponse, Priority

Outcome = HTTPResponse | TransportError | APIError
"""What an attempt came to; an `APIError` is that of the credentials, before anything was sent."""

_IDEMPOTENT_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})  # RFC 9110, 9.2.2
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})  # RFC 9110, 9.2.1
_INTERNAL_ERROR = 500  # half of a change may be made
_REFUSED_UNREAD = 429  # the service has not acted on what it throttles
_FEW = 5  # retries that any patience allows


@renamed_arguments(first_backoff="initial_backoff", longest_backoff="max_backoff")
@frozen
class RetryPolicy:
    """Which requests are sent again, how often, and for how long.

    GET, PUT and DELETE are sent again after a connection error, a timeout or one of `statuses`; after 500 only
    GET and HEAD are. A POST is sent again only where the service cannot have acted on it: no connection was made, or it
    answered 429.
    A caller who knows that a request can safely be repeated says so with `idempotent=True`.

    Background requests (lists, harvests, downloads) are patient: they outlive an outage of a minute or two. Interactive
    ones, for whose answer somebody waits, fail within seconds. A call's priority is changed with
    `with_options(priority=...)`.

    The wait before a retry is what Retry-After asks for, an hour at most, or else is drawn evenly from 0 to
    `initial_backoff` seconds, doubled for each retry before, and at most `max_backoff` (full jitter). From
    the sixth retry on, it is at least half of that.

    Attributes:
        max_retries: Retries of one request at most, however long they take; 0 for none. None goes by patience.
        deadline: Seconds for a whole call, waiting and retries included, or None.
        initial_backoff: Longest first wait, in seconds.
        max_backoff: Longest wait that the service does not ask for, in seconds.
        statuses: Statuses that are worth another attempt.
        interactive_patience: Seconds for which an interactive request is sent again, from its first failure on. Waits
            that the service asks for do not count. There is at most one retry for every two seconds of patience, or
            five if those are more.
        background_patience: The same of a background request.

    Raises:
        ConfigurationError: If a number is out of range.

    Example:
        ```python
        async with BaseSpace(retry=RetryPolicy(background_patience=1800, deadline=3600)) as basespace:
            await basespace.projects.list().collect()
        ```
    """

    max_retries: int | None = None
    deadline: float | None = 600.0
    initial_backoff: float = 0.5
    max_backoff: float = 30.0
    statuses: frozenset[int] = field(default=frozenset({429, 500, 502, 503, 504}), converter=frozenset)
    interactive_patience: float = field(default=10.0, kw_only=True)
    background_patience: float = field(default=120.0, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if self.max_retries is not None and self.max_retries < 0:
            raise ConfigurationError(f"max_retries is {self.max_retries}; give 0 or more")
        if self.deadline is not None and not self.deadline > 0:
            raise ConfigurationError(f"deadline is {self.deadline} seconds; give more than 0, or None for no deadline")
        for name in ("interactive_patience", "background_patience"):
            if not 0 <= getattr(self, name) < inf:
                raise ConfigurationError(f"{name} is {getattr(self, name)} seconds; give 0 or more")
        if not 0 <= self.initial_backoff <= self.max_backoff:
            raise ConfigurationError("the backoff must be 0 seconds or more, and the first no longer than the longest")

    def should_retry(self, request: HTTPRequest, outcome: Outcome) -> bool:
        """Tell whether `request` may be sent again after `outcome`, and is worth it."""
        if isinstance(outcome, TransportError):
            can_repeat = _is_repeatable(request, _IDEMPOTENT_METHODS) or not outcome.request_sent
            return can_repeat and not _is_final(outcome)
        if isinstance(outcome, APIError):
            return outcome.status in self.statuses
        methods = _SAFE_METHODS if outcome.status == _INTERNAL_ERROR else _IDEMPOTENT_METHODS
        can_repeat = _is_repeatable(request, methods) or outcome.status == _REFUSED_UNREAD
        return can_repeat and outcome.status in self.statuses

    def wait(self, attempt: int, outcome: Outcome, draw: Callable[[], float]) -> float:
        """Return the seconds to wait before the next attempt.

        Args:
            attempt: How many times the request was sent again already.
            outcome: Response or error of the last attempt.
            draw: Returns an even draw from 0 to 1.
        """
        asked = _asked(outcome)
        return draw() * self.backoff(attempt) if asked is None else asked

    def patience(self, priority: Priority) -> float:
        """Return the seconds for which a request of a priority is sent again."""
        return self.interactive_patience if priority == "interactive" else self.background_patience

    def retries(self, priority: Priority) -> int:
        """Return how often a request of a priority is sent again at most."""
        if self.max_retries is not None:
            return self.max_retries
        patience = self.patience(priority)
        return max(_FEW, int(patience / 2)) if patience else 0

    def backoff(self, attempt: int) -> float:
        """Return the longest wait before a retry, in seconds, after so many of them."""
        return min(self.max_backoff, self.initial_backoff * 2.0 ** min(attempt, 60))


class RetrySchedule:
    """The failures in a row of one request, and when it is sent again.

    Args:
        policy: How often, and for how long.
        priority: Priority of the request.
        draw: Returns an even draw from 0 to 1, for the jitter.

    Attributes:
        failures: Failures in a row.
    """

    def __init__(self, policy: RetryPolicy, priority: Priority, draw: Callable[[], float]) -> None:
        self._policy = policy
        self._priority: Priority = priority
        self._draw = draw
        self.failures = 0
        self._ends_at: float | None = None

    def reset(self) -> None:
        """Forget the failures, because an attempt brought something."""
        self.failures, self._ends_at = 0, None

    def next_wait(self, outcome: Outcome, now: float) -> float | None:
        """Count a failure.

        Args:
            outcome: What the attempt came to.
            now: Time on the event loop's clock.

        Returns:
            Seconds until the next attempt; None to give up.
        """
        policy = self._policy
        if self.failures >= policy.retries(self._priority):
            return None
        if self._ends_at is None:
            self._ends_at = now + policy.patience(self._priority)
        asked = _asked(outcome)
        seconds = policy.wait(self.failures, outcome, self._jitter)
        self.failures += 1
        if policy.max_retries is not None:
            return seconds
        if asked is not None:
            self._ends_at += asked
            if self.failures <= _FEW:
                return seconds
            # A service that asks for too short a wait again and again would use up all retries at once.
            seconds = max(asked, self._jitter() * policy.backoff(self.failures))
        # The last attempt is at the end of the patience, however the waits were drawn.
        left = self._ends_at - now
        return min(seconds, left) if left > (asked or 0) else None

    def _jitter(self) -> float:
        drawn = self._draw()
        # A little luck must not use up the retries of a long outage.
        return drawn if self.failures < _FEW else (1 + drawn) / 2


def _asked(outcome: Outcome) -> float | None:
    """Return the seconds that a response asks to wait."""
    if isinstance(outcome, TransportError):
        return None
    if isinstance(outcome, RateLimitError | ServerError):
        return outcome.retry_after
    return retry_after(outcome.headers)


def _is_final(error: TransportError) -> bool:
    """Tell whether another attempt would fail in the same way."""
    if isinstance(error, TransportTimeoutError):
        return error.phase == "deadline"
    return isinstance(error, ResponseTooLargeError) or isinstance(error.__cause__, ssl.SSLCertVerificationError)


def _is_repeatable(request: HTTPRequest, methods: frozenset[str]) -> bool:
    return request.method in methods if request.idempotent is None else request.idempotent
