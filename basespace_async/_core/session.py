"""The state that a client and its views share: one transport with its middlewares."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from ..errors import ConfigurationError
from ..transport import HTTPRequest, HTTPResponse, RateLimit, RetryMiddleware, Transport
from ..transport.adapters.deadlines import Deadlines
from ..transport.middleware.auth import AuthMiddleware, Credentials, TokenScheme
from ..transport.middleware.events import EventsMiddleware, Observers
from ..transport.middleware.metrics import MetricsMiddleware, Statistics
from ..transport.rate_limit.limiter import RateLimiter, RateLimitMiddleware
from .options import CallSettings

if TYPE_CHECKING:
    from ..transport.rate_limit.shared.backend import SharedLimiterBackend


class Session:
    """One transport, one rate limit, one set of counters.

    A request passes, from the outside: retry (one for each set of call settings), authentication, rate limit, metrics,
    events, the program's own layers, the transport. So each attempt waits for its turn, is counted and seen.

    Args:
        wire: sends the requests at the end.
        server: the API's root.
        credentials: gives the token.
        token_scheme: the header that the token goes in.
        rate_limit: limits of the client.
        observers: hooks of the program.
        layers: functions that each wrap the transport, the first innermost.
        shared_budget: shares the rate with other processes.
        token: the token, if it is fixed.

    Attributes:
        server: the API's root.
        statistics: counters.
        observers: hooks of the program.
        closed: whether the transport is closed.
    """

    def __init__(
        self,
        wire: Transport,
        *,
        server: str,
        credentials: Credentials,
        token_scheme: TokenScheme,
        rate_limit: RateLimit,
        observers: Observers,
        layers: Sequence[Callable[[Transport], Transport]],
        shared_budget: SharedLimiterBackend | None = None,
        token: str | None = None,
    ) -> None:
        self.server = server
        self.statistics = Statistics(rate=rate_limit.rate)
        self.observers = observers
        self.closed = False
        self._deadlines = Deadlines()
        for layer in layers:
            wire = layer(wire)
        observed = EventsMiddleware(wire, observers)
        counted = MetricsMiddleware(observed, self.statistics)
        budget = _budget(rate_limit, self.statistics, shared_budget, server=server, token=token)
        limited = RateLimitMiddleware(counted, budget, server=server)
        self._signed = AuthMiddleware(limited, server=server, credentials=credentials, scheme=token_scheme)

    @property
    def secret(self) -> str:
        """Token in use, to be replaced in what is shown."""
        return self._signed.token

    def sender(self, settings: CallSettings) -> Sender:
        """Return a sender of requests with `settings`."""
        return Sender(self, RetryMiddleware(self._signed, settings.retry, self.observers, deadlines=self._deadlines))

    async def aclose(self) -> None:
        """Close the transport. Safe to call twice."""
        self.closed = True
        self._deadlines.close()
        await self._signed.aclose()


def _budget(
    limit: RateLimit, statistics: Statistics, sharing: SharedLimiterBackend | None, *, server: str, token: str | None
) -> RateLimiter:
    if sharing is None:
        return RateLimiter(limit, statistics)
    from ..transport.rate_limit.shared.limiter import SharedRateLimiter

    return SharedRateLimiter(limit, statistics, sharing, server=server, token=token)


class Sender:
    """The sending end of an open session."""

    def __init__(self, session: Session, transport: Transport) -> None:
        self._session = session
        self._transport = transport

    def send(self, request: HTTPRequest) -> Awaitable[HTTPResponse]:
        """Send `request` and return its response, whatever its status.

        Raises:
            ConfigurationError: If the client is closed.
            TransportError: If no complete response arrived.
        """
        if self._session.closed:
            raise ConfigurationError("this client is closed; make requests inside its `async with` block")
        return self._transport.send(request)
