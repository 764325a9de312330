"""The client: `BaseSpace`, with a property for each resource."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self, Unpack

from ._core.client_identity import Identity
from ._core.options import CallOptions, CallSettings, ClientOptions
from ._core.requester import Requester
from ._core.session import Session
from ._util.renamed import renamed_arguments
from .config.configuration import Configuration
from .resources._accessors import ResourceAccessors
from .transport import AiohttpTransport, RateLimit, RetryPolicy, Timeouts, Transport
from .transport.middleware.auth import Credentials, TokenScheme
from .transport.middleware.events import Hook, Observers, RequestEvent, ResponseEvent, RetryEvent
from .transport.statistics import Statistics
from .transport.types import MAX_RESPONSE

if TYPE_CHECKING:
    from .fastqs import Fastqs
    from .transport.rate_limit.shared.backend import SharedLimiterBackend
    from .watch import Watch


class BaseSpace(ResourceAccessors):
    """A client of BaseSpace Sequence Hub.

    Use it as an async context manager: it owns its connections and closes them at the end. One client serves any number
    of tasks of one event loop, which share its rate limit and its retries.

    Without `token` and `credentials`, the client finds its configuration as the command line does: in the environment,
    else in the profile `default`; see `Configuration.discover`.

    Args:
        token: access token.
        credentials: async callable that gives the token, and another one when the service refuses it; see `auth`.
        token_scheme: header of the token: `x-access-token`, or `Bearer` for `Authorization`.
        region: name of a region, such as `euc1`. [default: use1]
        server: address of the API instead of a region, such as a simulator's.
        timeouts: limits for each attempt of a request.
        retry: what is retried, how often and for how long.
        rate_limit: limits of rate and concurrency; by default the client learns what the service allows.
        shared_budget: shares the rate limit with other processes of the same token, such as `RedisBudget`.
        max_response_size: bytes that a response may have, decompressed; a larger one raises `ResponseTooLargeError`.
            Content of files is not limited.
        max_connections: open connections to a host, the API or an object store; ignored if `transport` is given.
        transport: sends the requests instead of an `AiohttpTransport`. The client closes it at the end.
        middleware: functions that each wrap the transport in one of your own, the first innermost.
        on_request: called with a `RequestEvent` before each attempt.
        on_response: called with a `ResponseEvent` after each attempt.
        on_retry: called with a `RetryEvent` before each retry.

    Raises:
        ConfigurationError: If there is no token, or an argument is invalid.

    Example:
        ```python
        async with BaseSpace() as basespace:
            async for biosample in basespace.biosamples.list():
                print(biosample.id, biosample.biosample_name)
        ```
    """

    @renamed_arguments(layers="middleware", largest_response="max_response_size")
    def __init__(
        self,
        token: str | None = None,
        *,
        credentials: Credentials | None = None,
        token_scheme: TokenScheme = "x-access-token",
        region: str | None = None,
        server: str | None = None,
        timeouts: Timeouts | None = None,
        retry: RetryPolicy | None = None,
        rate_limit: RateLimit | None = None,
        shared_budget: SharedLimiterBackend | None = None,
        max_response_size: int = MAX_RESPONSE,
        max_connections: int = 100,
        transport: Transport | None = None,
        middleware: Sequence[Callable[[Transport], Transport]] = (),
        on_request: Hook[RequestEvent] | None = None,
        on_response: Hook[ResponseEvent] | None = None,
        on_retry: Hook[RetryEvent] | None = None,
    ) -> None:
        settings = CallSettings(timeouts or Timeouts(), retry or RetryPolicy(), max_response_size=max_response_size)
        session = Session(
            transport or AiohttpTransport(max_connections=max_connections),
            identity=Identity.of(token, credentials, scheme=token_scheme, region=region, server=server),
            rate_limit=rate_limit or RateLimit(),
            observers=Observers(on_request, on_response, on_retry),
            middleware=middleware,
            shared_budget=shared_budget,
            max_connections=None if transport or middleware else max_connections,
        )
        super().__init__(session, settings)
        self._owner = True

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None, **options: Unpack[ClientOptions]) -> Self:
        """Make a client from `BASESPACE_ACCESS_TOKEN` and, if set, `BASESPACE_API_SERVER` or `BASESPACE_REGION`.

        Args:
            environ: variables to read instead of the process's environment.
            **options: as for `BaseSpace`: timeouts, retry, rate_limit, shared_budget, transport and so on.

        Raises:
            ConfigurationError: If the token is missing, or a value is invalid; the message says what to set.

        Example:
            ```python
            async with BaseSpace.from_env(rate_limit=RateLimit(rate=10)) as basespace: ...
            ```
        """
        configuration = Configuration.from_environment(environ)
        return cls(configuration.token, server=configuration.server, **options)

    @classmethod
    def from_profile(cls, name: str = "default", **options: Unpack[ClientOptions]) -> Self:
        """Make a client from a profile of the `bs` command line, `~/.basespace/<name>.cfg`.

        Args:
            name: name of the profile.
            **options: as for `BaseSpace`: timeouts, retry, rate_limit, shared_budget, transport and so on.

        Raises:
            ConfigurationError: If there is no such profile, or it cannot be used; the message says what to do.

        Example:
            ```python
            async with BaseSpace.from_profile("lab") as basespace: ...
            ```
        """
        configuration = Configuration.from_profile(name)
        return cls(configuration.token, server=configuration.server, **options)

    def with_options(self, **options: Unpack[CallOptions]) -> Self:
        """Return a view of this client whose calls use other settings.

        The view shares the connections, the rate limit and the counters, and closes none of them.

        Args:
            **options: timeout, max_retries, deadline (seconds), priority, idempotent, max_response_size (bytes); see
                `CallOptions`.

        Raises:
            ConfigurationError: If an option is unknown or out of range.

        Example:
            ```python
            quick = basespace.with_options(timeout=5, max_retries=1, deadline=8)
            user = await quick.users.current()
            ```
        """
        view = object.__new__(type(self))
        Requester.__init__(view, self._session, self._settings.changed(options))
        view._owner = False
        return view

    def watch(self, *watches: Watch[Any]) -> Watch[Any]:
        """Watch several resources at once.

        Args:
            *watches: What `watch` of the resources returns. `WatchEvent.resource` tells their events apart.

        Returns:
            A `Watch` of all of them; each keeps its own state and intervals.

        Example:
            ```python
            watch = basespace.watch(basespace.runs.watch(status="Complete"), basespace.appsessions.watch())
            async for event in watch:
                async with event.handling() as item:
                    print(event.resource, item.id)
            ```
        """
        from .watch.watch import Watch

        return Watch.merged(self, watches)

    @property
    def stats(self) -> Statistics:
        """Counters of what this client and its views sent and received."""
        return self._session.statistics

    def __repr__(self) -> str:
        return f"<BaseSpace {self.server}{' (closed)' if self._session.closed else ''}>"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections; the client cannot be used afterwards.

        Safe to call twice. A view closes nothing.

        Example:
            ```python
            basespace = BaseSpace()
            try:
                user = await basespace.users.current()
            finally:
                await basespace.aclose()
            ```
        """
        if self._owner:
            await self._session.aclose()

    @cached_property
    def fastqs(self) -> Fastqs:
        """FASTQ files by the names of their samples."""
        from .fastqs import Fastqs

        return Fastqs(self)
