"""Wait for an analysis to end."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from ..errors import ConfigurationError, WaitTimeoutError

if TYPE_CHECKING:
    from ..models import AppSession

ABORTABLE = ("Running", "Pending")
TERMINAL = frozenset({"Complete", "Aborted", "Canceled", "TimedOut"})
POLL_INTERVAL = 30.0

OnPoll = Callable[["AppSession"], Awaitable[None] | None]
"""A function or coroutine function that is called with the appsession after each look."""


async def wait_until_terminal(
    look: Callable[[], Awaitable[AppSession]],
    *,
    poll_interval: float,
    deadline: float | None,
    on_poll: OnPoll | None,
) -> AppSession:
    """Poll until the appsession has ended; see `AppSessions.wait`.

    The first poll is immediate, and the last at the deadline, so that an end just before it is seen.
    """
    if not poll_interval > 0:
        raise ConfigurationError(f"poll_interval is {poll_interval} seconds; give more than 0")
    if deadline is not None and deadline < 0:
        raise ConfigurationError(f"deadline is {deadline} seconds; give 0 or more, or None")
    now = asyncio.get_running_loop().time
    ends_at = None if deadline is None else now() + deadline
    while True:
        appsession = await look()
        if on_poll is not None:
            noted = on_poll(appsession)
            if inspect.isawaitable(noted):
                await noted
        if appsession.execution_status in TERMINAL:
            return appsession
        left = poll_interval if ends_at is None else min(poll_interval, ends_at - now())
        if left <= 0:
            identity = getattr(appsession, "id", None)
            raise WaitTimeoutError(
                f"appsession {identity} is still {appsession.execution_status} after {deadline:g} s",
                last=appsession,
            )
        await asyncio.sleep(left)
