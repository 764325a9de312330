"""What can be set on a client, and for single calls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypedDict

from attrs import evolve, field, frozen

from ..errors import ConfigurationError
from ..transport import RateLimit, RetryPolicy, Timeouts, Transport
from ..transport.middleware.auth import TokenScheme
from ..transport.middleware.events import Hook, RequestEvent, ResponseEvent, RetryEvent
from ..transport.types import LARGEST_RESPONSE, Priority

if TYPE_CHECKING:
    from ..transport.rate_limit.shared.backend import BudgetSharing


class ClientOptions(TypedDict, total=False):
    """The arguments of `BaseSpace` that `from_env` and `from_profile` take too; see there."""

    token_scheme: TokenScheme
    timeouts: Timeouts
    retry: RetryPolicy
    rate_limit: RateLimit
    shared_budget: BudgetSharing
    largest_response: int
    max_connections: int
    transport: Transport
    layers: Sequence[Callable[[Transport], Transport]]
    on_request: Hook[RequestEvent]
    on_response: Hook[ResponseEvent]
    on_retry: Hook[RetryEvent]


class CallOptions(TypedDict, total=False):
    """What `BaseSpace.with_options` sets; what is left out stays as it is.

    timeout: seconds that one attempt may take, connecting and the body included.
    max_retries: repetitions of one request at most; 0 for none.
    deadline: seconds for a whole call, waiting and repetitions included, or None.
    priority: `interactive` (single calls, by default) or `background` (the pages of lists, by default).
    idempotent: True lets a POST be repeated like a PUT: acting on it twice is as good as once.
    largest_response: bytes that a response may have, decompressed; more is an error.
    """

    timeout: float
    max_retries: int
    deadline: float | None
    priority: Priority
    idempotent: bool
    largest_response: int


@frozen
class CallSettings:
    """How calls are sent: the client's own settings, with what `with_options` changed."""

    timeouts: Timeouts
    retry: RetryPolicy
    priority: Priority | None = None
    idempotent: bool | None = None
    largest_response: int = field(default=LARGEST_RESPONSE, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if self.largest_response < 1:
            raise ConfigurationError(f"largest_response is {self.largest_response} bytes; give at least 1")

    def changed(self, options: CallOptions) -> CallSettings:
        """These settings with `options`.

        Raises:
            ConfigurationError: an option is unknown or out of range.
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
            largest_response=options.get("largest_response", self.largest_response),
        )


def _within(timeouts: Timeouts, total: float) -> Timeouts:
    if not total > 0:
        raise ConfigurationError(f"timeout is {total} seconds; give more than 0")

    def shorter(limit: float | None) -> float:
        return total if limit is None else min(limit, total)

    return Timeouts(connect=shorter(timeouts.connect), read=shorter(timeouts.read), total=total)
