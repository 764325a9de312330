"""Settings of a client, from which another process makes a client like it."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from .._util.redact import Secret
from ..errors import ConfigurationError
from ..transport import AiohttpTransport, RateLimit
from ..transport.middleware.auth import Credentials, TokenScheme
from ..transport.middleware.events import Observers
from .client_identity import Identity, always
from .options import CallSettings
from .requester import Requester
from .session import Session

if TYPE_CHECKING:
    from ..transport.rate_limit.shared.backend import SharedLimiterBackend


@frozen
class PortableClient:
    """What can be pickled of a client: its server, its token or credentials, its limits and its call settings."""

    server: str
    token: Secret | None = field(repr=False)
    credentials: Credentials | None = field(repr=False)
    scheme: TokenScheme
    rate_limit: RateLimit
    shared_budget: SharedLimiterBackend | None
    max_connections: int
    settings: CallSettings

    @classmethod
    def of(cls, requester: Requester, processes: int) -> PortableClient:
        """Return the settings for each of so many processes, which together keep to the client's limits.

        Raises:
            ConfigurationError: If the client has parts that cannot be sent to another process.
        """
        session = requester._session
        if session.max_connections is None:
            raise ConfigurationError(
                "a client with a transport or middleware of its own cannot be sent to other processes; leave them out"
            )
        identity, limit = session.identity, session.rate_limit
        client = cls(
            server=identity.server,
            token=None if identity.token is None else Secret(identity.token),
            credentials=identity.credentials if identity.token is None else None,
            scheme=identity.scheme,
            rate_limit=_share_of(limit, processes, is_shared=session.shared_budget is not None),
            shared_budget=session.shared_budget,
            max_connections=session.max_connections,
            settings=requester._settings,
        )
        _check_picklable("credentials", client.credentials, "use an object of a class, or a function of a module")
        _check_picklable("shared_budget", client.shared_budget, "give RedisBudget a URL")
        return client

    def open(self) -> Requester:
        """Return a requester with a session of its own; close that at the end."""
        if self.token is not None:
            credentials = always(self.token)
        else:
            assert self.credentials is not None
            credentials = self.credentials
        session = Session(
            AiohttpTransport(max_connections=self.max_connections),
            identity=Identity(self.server, credentials, self.scheme, self.token),
            rate_limit=self.rate_limit,
            observers=Observers(None, None, None),
            middleware=(),
            shared_budget=self.shared_budget,
            max_connections=self.max_connections,
        )
        return Requester(session, self.settings)


def _share_of(limit: RateLimit, processes: int, *, is_shared: bool) -> RateLimit:
    """Return the limit of one of several processes; a shared budget divides the rate itself."""
    concurrency = max(limit.concurrency // processes, 1)
    if is_shared or limit.rate is None:
        return evolve(limit, concurrency=concurrency)
    burst = None if limit.burst is None else max(limit.burst / processes, 1)
    return evolve(limit, rate=limit.rate / processes, burst=burst, concurrency=concurrency)


def _check_picklable(name: str, part: Any, remedy: str) -> None:
    try:
        pickle.dumps(part)
    except (pickle.PicklingError, TypeError, AttributeError, ValueError):
        pass
    else:
        return
    # Outside the handler: the error may quote what it could not pickle.
    raise ConfigurationError(f"the client's {name} cannot be sent to other processes; {remedy}")
