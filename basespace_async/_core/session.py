"""What a client and its views share: the middleware over one transport, in their order."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from .._util.redact import redacted_url
from ..errors import ConfigurationError
from ..pagination.tracking import ListLengths
from ..transport import HTTPRequest, HTTPResponse, RateLimit, RetryMiddleware, Transport
from ..transport.adapters.base import LoopGuard
from ..transport.adapters.deadlines import Deadlines
from ..transport.middleware.auth import AuthMiddleware
from ..transport.middleware.events import EventsMiddleware, Observers
from ..transport.middleware.metrics import MetricsMiddleware
from ..transport.middleware.rate_limit import RateLimitMiddleware
from ..transport.rate_limit.limiter import RateLimiter
from ..transport.statistics import Statistics
from .client_identity import Identity
from .options import CallSettings

if TYPE_CHECKING:
    from ..transport.rate_limit.shared.backend import SharedLimiterBackend


class Session:
    """One transport, one rate limiter, one set of counters.

    A request passes, from the outside: retry (one for each set of call settings), authentication, rate limit, metrics,
    events, the program's own middleware, the transport. So each attempt waits for its turn, is counted and seen.

    Attributes:
        max_connections: Connections to a host, or None where the program brought a transport or middleware of its own.
    """

    def __init__(
        self,
        transport: Transport,
        *,
        identity: Identity,
        rate_limit: RateLimit,
        observers: Observers,
        middleware: Sequence[Callable[[Transport], Transport]],
        shared_budget: SharedLimiterBackend | None = None,
        max_connections: int | None = None,
    ) -> None:
        self.identity, self.rate_limit, self.shared_budget = identity, rate_limit, shared_budget
        self.max_connections = max_connections
        self.server = server = identity.server
        self.statistics = Statistics(rate=rate_limit.rate)
        self.observers = observers
        self.lengths = ListLengths()
        self.closed = False
        self._guard = LoopGuard(f"this client of {redacted_url(server)}")
        self._deadlines = Deadlines()
        for wrap in middleware:
            transport = wrap(transport)
        observed = EventsMiddleware(transport, observers)
        counted = MetricsMiddleware(observed, self.statistics, server=server)
        limiter = _rate_limiter(rate_limit, self.statistics, shared_budget, identity)
        limited = RateLimitMiddleware(counted, limiter, server=server, observers=observers)
        self._signed = AuthMiddleware(limited, server=server, credentials=identity.credentials, scheme=identity.scheme)

    @property
    def secret(self) -> str:
        """Token in use, to be replaced in what is shown."""
        return self._signed.token

    def sender(self, settings: CallSettings) -> Sender:
        """Return a sender of requests with `settings`."""
        return Sender(self, RetryMiddleware(self._signed, settings.retry, self.observers, deadlines=self._deadlines))

    def check_loop(self) -> None:
        """Bind to the running event loop, where the connections live.

        Raises:
            ConfigurationError: If another loop used the client before.
        """
        self._guard.check()

    async def aclose(self) -> None:
        """Close the transport. Safe to call twice.

        Raises:
            ConfigurationError: If called in another event loop while the one that owns the connections still runs.
        """
        if not self.closed and not self._guard.owner_has_ended():
            self._guard.check()
        self.closed = True
        self._deadlines.close()
        await self._signed.aclose()


def _rate_limiter(
    limit: RateLimit, statistics: Statistics, backend: SharedLimiterBackend | None, identity: Identity
) -> RateLimiter:
    if backend is None:
        return RateLimiter(limit, statistics)
    from ..transport.rate_limit.shared.leased_tokens import LeasedTokens

    tokens = LeasedTokens(limit, statistics, backend, server=identity.server, token=identity.token)
    return RateLimiter(limit, statistics, tokens)


class Sender:
    """The sending end of an open session."""

    def __init__(self, session: Session, transport: Transport) -> None:
        self._session = session
        self._transport = transport

    def send(self, request: HTTPRequest) -> Awaitable[HTTPResponse]:
        """Send `request` and return its response, whatever its status.

        Raises:
            ConfigurationError: If the client is closed, or belongs to another event loop.
            TransportError: If no complete response arrived.
        """
        if self._session.closed:
            raise ConfigurationError("this client is closed; make requests inside its `async with` block")
        self._session.check_loop()
        return self._transport.send(request)
