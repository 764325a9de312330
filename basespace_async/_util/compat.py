"""Private parts of asyncio and aiohttp that this package uses.

Each has a test that fails when an upgrade takes it away. `pyproject.toml` bounds aiohttp for the same reason.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from aiohttp import BaseConnector


def awaited_future(task: asyncio.Task[Any]) -> asyncio.Future[Any] | None:
    """Return the future that suspends a task, or None where the task is ready to run."""
    future: asyncio.Future[Any] | None = getattr(task, "_fut_waiter", None)
    return future


def has_cancelled_parent(group: asyncio.TaskGroup) -> bool:
    """Tell whether a group cancelled the task that waits for it."""
    return bool(getattr(group, "_parent_cancel_requested", False))


def wake_next_waiter(connector: BaseConnector) -> None:
    """Tell the next request that waits in aiohttp's connector of a free connection, if there is one."""
    connector._release_waiter()
