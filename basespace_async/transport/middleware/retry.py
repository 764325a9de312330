"""Middleware that retries transient failures."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable

from ..._util.redact import redacted_url
from ...errors import APIError, TransportError, TransportTimeoutError
from ..adapters.deadlines import Deadlines
from ..types import HTTPRequest, HTTPResponse, Transport, replace
from .events import Observers, RetryEvent
from .retry_policy import Outcome, RetryPolicy, RetrySchedule


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
        schedule: RetrySchedule | None = None
        while True:
            outcome: Outcome
            try:
                outcome = await self._inner.send(request)
            except (TransportError, APIError) as error:
                outcome = error
            if not self._policy.should_retry(request, outcome):
                break
            schedule = schedule or RetrySchedule(self._policy, request.priority, self._draw)
            now = asyncio.get_running_loop().time()
            seconds = schedule.next_wait(outcome, now)
            if seconds is None or (request.deadline is not None and now + seconds >= request.deadline):
                break
            if not isinstance(outcome, Exception):
                await outcome.aclose()
            await self._observers.retry(RetryEvent.of(request, outcome, seconds))
            await asyncio.sleep(seconds)
            request = replace(request, attempt=request.attempt + 1)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def _too_late(self, request: HTTPRequest) -> TransportTimeoutError:
        return TransportTimeoutError(
            f"{request.method} {redacted_url(request.url)}: not finished within the deadline of "
            f"{self._policy.deadline:g} s",
            phase="deadline",
            method=request.method,
            url=redacted_url(request.url),
        )
