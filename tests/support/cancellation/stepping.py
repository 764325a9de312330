"""Every point at which an operation suspends: counted, and made the moment of a cancellation.

A task factory wraps the coroutine of each task, so that what an operation starts is seen as well as the operation.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Coroutine, Generator, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from attrs import define, field

Strike = Callable[[asyncio.Task[Any], Any], None]
"""What happens to the operation's task at a point; also given is what the task at that point waits for."""


class Stepped(Coroutine[Any, Any, Any]):
    """A coroutine that tells of each of its suspensions before its task knows of it."""

    def __init__(self, coroutine: Any, suspended: Callable[[Any, Any], None]) -> None:
        self._coroutine = coroutine
        self._suspended = suspended

    def send(self, value: Any) -> Any:
        return self._told(self._coroutine.send(value))

    def throw(self, *error: Any) -> Any:
        return self._told(self._coroutine.throw(*error))

    def close(self) -> None:
        self._coroutine.close()

    def __await__(self) -> Generator[Any, Any, Any]:
        return self._coroutine.__await__()

    def __getattr__(self, name: str) -> Any:
        # What tells of the state of a coroutine (`cr_running` and its like), for anyio and for a task's repr.
        return getattr(self._coroutine, name)

    def __repr__(self) -> str:
        return repr(self._coroutine)

    def _told(self, awaited: Any) -> Any:
        self._suspended(self._coroutine, awaited)
        return awaited


@define
class Watch:
    """Counts the suspensions of all tasks that are started while it watches, and strikes at chosen ones.

    Attributes:
        strikes: what happens at which suspension, counted from 1.
        target: the operation's task.
        count: suspensions so far.
        struck: how many strikes there were.
        places: where they were, to be read by a person.
    """

    strikes: dict[int, Strike]
    target: asyncio.Task[Any] | None = None
    count: int = 0
    struck: int = 0
    places: list[str] = field(factory=list)

    @contextmanager
    def watching(self, loop: asyncio.AbstractEventLoop, *, eager: bool = False) -> Iterator[None]:
        """Tasks that are started within it are seen."""
        before = loop.get_task_factory()
        started_eagerly = {"eager_start": True} if eager else {}

        def make(loop: asyncio.AbstractEventLoop, coroutine: Any, **how: Any) -> asyncio.Task[Any]:
            return asyncio.Task(Stepped(coroutine, self._suspended), loop=loop, **{**how, **started_eagerly})

        loop.set_task_factory(make)
        try:
            yield
        finally:
            loop.set_task_factory(before)

    def _suspended(self, coroutine: Any, awaited: Any) -> None:
        self.count += 1
        strike = self.strikes.get(self.count)
        if strike is None:
            return
        self.struck += 1
        self.places.append(place_of(coroutine))
        if self.target is not None:
            strike(self.target, awaited)
        else:
            # A task that begins at once suspends for the first time before anybody holds it.
            asyncio.get_running_loop().call_soon(self._strike_later, strike)

    def _strike_later(self, strike: Strike) -> None:
        assert self.target is not None
        strike(self.target, None)


def place_of(coroutine: Any) -> str:
    """Where a coroutine is suspended: the last functions on the way."""
    found: list[str] = []
    while coroutine is not None:
        frame = getattr(coroutine, "cr_frame", None) or getattr(coroutine, "gi_frame", None)
        if frame is not None:
            found.append(f"{frame.f_code.co_qualname if sys.version_info >= (3, 11) else ''}:{frame.f_lineno}")
        coroutine = getattr(coroutine, "cr_await", None) or getattr(coroutine, "gi_yieldfrom", None)
    return " > ".join(found[-4:])


def at_once(target: asyncio.Task[Any], awaited: Any) -> None:
    """Cancelled while it waits. What would have woken it comes later, and finds that nobody waits any more."""
    target.cancel()


def when_ready(target: asyncio.Task[Any], awaited: Any) -> None:
    """Cancelled when what is waited for is there, and before it has been noticed."""
    if asyncio.isfuture(awaited):
        awaited.add_done_callback(lambda _: target.cancel())
    else:
        target.cancel()


def one_turn_later(target: asyncio.Task[Any], awaited: Any) -> None:
    """Cancelled in the next turn of the loop, after what was scheduled before."""
    asyncio.get_running_loop().call_soon(target.cancel)


OWN: ContextVar[asyncio.Task[Any] | None] = ContextVar("OWN", default=None)
"""Set by each of several tasks that an operation does side by side: the task that the present one works for."""


def itself_at_once(target: asyncio.Task[Any], awaited: Any) -> None:
    """One of several tasks is cancelled, and the others go on."""
    at_once(OWN.get() or target, awaited)


def itself_when_ready(target: asyncio.Task[Any], awaited: Any) -> None:
    """As before, when what it waits for is there, and before it has noticed."""
    when_ready(OWN.get() or target, awaited)
