"""Options of a client and of single calls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypedDict

from attrs import evolve, field, frozen

from ..errors import ConfigurationError
from ..transport import RateLimit, RetryPolicy, Timeouts, Transport
from ..transport.middleware.auth import TokenScheme
from ..transport.middleware.events import Hook, RequestEvent, ResponseEvent, RetryEvent
from ..transport.types import MAX_RESPONSE, Priority

if TYPE_CHECKING:
    from ..transport.rate_limit.shared.backend import SharedLimiterBackend


class ClientOptions(TypedDict, total=False):
    """Arguments of `BaseSpace` that `from_env` and `from_profile` also take; `BaseSpace` describes them."""

    token_scheme: TokenScheme
    timeouts: Timeouts
    retry: RetryPolicy
    rate_limit: RateLimit
    shared_budget: SharedLimiterBackend
    max_response_size: int
    max_connections: int
    transport: Transport
    middleware: Sequence[Callable[[Transport], Transport]]
    on_request: Hook[RequestEvent]
    on_response: Hook[ResponseEvent]
    on_retry: Hook[RetryEvent]


class CallOptions(TypedDict, total=False):
    """Options that `BaseSpace.with_options` sets; those left out stay as they are.

    Attributes:
        timeout: Seconds for one attempt, including connecting and the body.
        max_retries: Maximum retries of one request, in place of the patience of its priority; 0 for none.
        deadline: Seconds for a whole call, including waiting and retries, or None.
        priority: `interactive` (default for single calls) or `background` (default for lists, harvests and downloads):
            which requests go first, and how long they are retried.
        idempotent: True lets a POST be retried like a PUT, because acting on it twice does no harm.
        max_response_size: Maximum bytes of a response, decompressed; more is an error.
    """

    timeout: float
    max_retries: int
    deadline: float | None
    priority: Priority
    idempotent: bool
    max_response_size: int


@frozen
class CallSettings:
    """Settings of calls: the client's own, with what `with_options` changed."""

    timeouts: Timeouts
    retry: RetryPolicy
    priority: Priority | None = None
    idempotent: bool | None = None
    max_response_size: int = field(default=MAX_RESPONSE, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if self.max_response_size < 1:
            raise ConfigurationError(f"max_response_size is {self.max_response_size} bytes; give at least 1")

    def changed(self, options: CallOptions) -> CallSettings:
        """Return these settings with `options` in place of their own.

        Raises:
            ConfigurationError: If an option is unknown or out of range.
        """
        if unknown := set(options) - CallOptions.__annotations__.keys():
            known = ", ".join(sorted(CallOptions.__annotations__))
            raise ConfigurationError(f"with_options does not know {', '.join(sorted(unknown))}; it knows {known}")
        timeouts = self.timeouts
        if "timeout" in options:
            timeouts = _within(timeouts, options["timeout"])
        return CallSettings(
            timeouts=timeouts,
            retry=evolve(
                self.retry,
                max_retries=options.get("max_retries", self.retry.max_retries),
                deadline=options.get("deadline", self.retry.deadline),
            ),
            priority=options.get("priority", self.priority),
            idempotent=options.get("idempotent", self.idempotent),
            max_response_size=options.get("max_response_size", self.max_response_size),
        )


def _within(timeouts: Timeouts, total: float) -> Timeouts:
    if not total > 0:
        raise ConfigurationError(f"timeout is {total} seconds; give more than 0")

    def shorter(limit: float | None) -> float:
        return total if limit is None else min(limit, total)

    return Timeouts(connect=shorter(timeouts.connect), read=shorter(timeouts.read), total=total)
