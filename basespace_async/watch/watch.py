"""The iterator of a watch: polls its lists, often after something new came and seldom while nothing does."""

from __future__ import annotations

import asyncio
import inspect
import logging
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from contextlib import AsyncExitStack, aclosing
from typing import Any, Final, Generic, TypeVar

import orjson
from attrs import define

from basespace_openapi.api.users import get_current_user

from .._core.requester import Requester
from ..errors import BaseSpaceError, ConfigurationError, ListChangedError, RateLimitError, ServerError, TransportError
from ..pagination.pager import Pager
from .event import WatchEvent
from .lists import WATCHED
from .options import WatchOptions, WatchSettings
from .poller import ListPoller
from .store import SQLiteStore

T = TypeVar("T")

logger = logging.getLogger("basespace_async.watch")

_TRANSIENT: Final = (TransportError, ServerError, RateLimitError, ListChangedError)
_ORDER: Final = ("sort_by", "sort_dir")
_GROWTH: Final = 1.5
"""Factor of the interval after a poll that brings nothing new."""


class Watch(Generic[T]):
    """What is new or changed, as an async iterator of `WatchEvent`; `watch` of a resource returns it.

    Nothing is sent before it is iterated. It runs until it is left, and outlives failures of the service: it logs them
    and asks again later. Leave it by ending its iterator, as `contextlib.aclosing(aiter(watch))` does at once. Between
    two events it has neither a task nor a connection of its own.

    Iterating raises an `APIError` that waiting does not mend, such as `AuthenticationError`, and a `WatchError` if the
    state cannot be kept, or a watch with the same state runs already.

    Args:
        client: The client.
        pollers: The lists to watch.

    Example:
        ```python
        async for event in basespace.runs.watch(status="Complete"):
            async with event.handling() as run:
                print(run.id, run.experiment_name)
        ```
    """

    def __init__(self, client: Requester, pollers: Sequence[ListPoller[T]]) -> None:
        self._client = client
        self._pollers = [*pollers]

    def __repr__(self) -> str:
        return f"<Watch {self._resources}>"

    @property
    def _resources(self) -> str:
        return ", ".join(poller.resource for poller in self._pollers)

    @classmethod
    def merged(cls, client: Requester, watches: Iterable[Watch[Any]]) -> Watch[Any]:
        """Return one watch of everything that several watch."""
        return cls(client, [poller for watch in watches for poller in watch._pollers])

    def __aiter__(self) -> AsyncGenerator[WatchEvent[T], None]:
        return self._all_events()

    async def _all_events(self) -> AsyncGenerator[WatchEvent[T], None]:
        loop = asyncio.get_running_loop()
        for poller in self._pollers:
            await poller.settings.store.load([self._client.server])  # fails before a request if it cannot
        user = await self._user()
        async with AsyncExitStack() as stack:
            waiting = [_Schedule(poller, loop.time(), poller.settings.min_interval) for poller in self._pollers]
            for poller in self._pollers:
                poller.prefix = f"{self._client.server} {user} {_name(poller)}"
                if isinstance(store := poller.settings.store, SQLiteStore):
                    await stack.enter_async_context(store.locked(poller.prefix))
            async with aclosing(_by_schedule(waiting)) as events:
                async for event in events:
                    yield event

    async def _user(self) -> str:
        """Return the id of the account; a failure of the service is waited out, as that of a poll."""
        settings = [poller.settings for poller in self._pollers]
        interval = min((each.min_interval for each in settings), default=0.0)
        while True:
            try:
                return (await get_current_user.send(self._client)).id
            except _TRANSIENT as error:
                if not settings or any(each.once for each in settings):
                    raise
                interval = min(interval * _GROWTH, *(each.max_interval for each in settings))
                _warn(self._resources, error, interval)
            await asyncio.sleep(interval)


async def _by_schedule(waiting: list[_Schedule[T]]) -> AsyncGenerator[WatchEvent[T], None]:
    """Poll the lists when they are due, without end but for those that are polled once."""
    loop = asyncio.get_running_loop()
    while waiting:
        schedule = min(waiting, key=lambda each: each.due)
        await asyncio.sleep(schedule.due - loop.time())
        async with aclosing(schedule.poll()) as events:
            async for event in events:
                yield event
        schedule.due = loop.time() + schedule.interval
        if schedule.poller.settings.once:
            waiting.remove(schedule)


@define(eq=False)
class _Schedule(Generic[T]):
    """When a list is polled next.

    Attributes:
        poller: Polls the list.
        due: Time of the loop at which to poll.
        interval: Seconds until the poll after that.
    """

    poller: ListPoller[T]
    due: float
    interval: float

    async def poll(self) -> AsyncGenerator[WatchEvent[T]]:
        """Poll, and set the interval."""
        settings = self.poller.settings
        interval = min(settings.max_interval, self.interval * _GROWTH)
        try:
            async with aclosing(self.poller.poll()) as events:
                async for event in events:
                    interval = settings.min_interval if event.attempt == 1 else interval
                    yield event
        except _TRANSIENT as error:
            if settings.once:
                raise
            _warn(self.poller.resource, error, interval)
        self.interval = interval


def _warn(what: str, error: BaseSpaceError, interval: float) -> None:
    logger.warning("watch of %s: %s; it asks again in %.0f s", what, error, interval)


def _name(poller: ListPoller[Any]) -> str:
    """Return the name of the state: the one that was given, or what is watched."""
    settings = poller.settings
    what = [sorted(poller.statuses), {name: str(value) for name, value in settings.filters.items()}]
    return f"{poller.resource} {settings.name or orjson.dumps(what, option=orjson.OPT_SORT_KEYS).decode()}"


def watch_list(
    client: Requester,
    resource: str,
    open_list: Callable[..., Pager[T]],
    statuses: str | Iterable[str] | None,
    options: WatchOptions,
) -> Watch[T]:
    """Watch a resource's list.

    Args:
        client: The client.
        resource: Name of the resource.
        open_list: Its method `list`.
        statuses: The statuses that are watched.
        options: What to read, and how often.

    Raises:
        ConfigurationError: If an option or a filter is unknown or cannot be, or a status is no text.
    """
    if not isinstance(statuses, str | Iterable | None):
        raise ConfigurationError(f"status is an {type(statuses).__name__}; give a text, or several")
    chosen = [statuses] if isinstance(statuses, str) else [*(statuses or ())]
    for status in chosen:
        if not isinstance(status, str) or not status:
            raise ConfigurationError(f"status has {status!r}; give texts such as 'Complete'")
    settings = WatchSettings.of(options)
    _check_filters(resource, open_list, settings.filters)
    return Watch(client, [ListPoller(resource, WATCHED[resource], open_list, chosen, settings)])


def _check_filters(resource: str, open_list: Callable[..., Pager[Any]], filters: Iterable[str]) -> None:
    parameters = inspect.signature(open_list).parameters.values()
    taken = [each.name for each in parameters if each.kind is each.KEYWORD_ONLY and each.name not in _ORDER]
    if unknown := [str(name) for name in filters if name not in taken]:
        names = f"{', '.join(unknown)}, which {resource}.list does not take"
        raise ConfigurationError(f"filters has {names}; it takes {', '.join(taken)}")
