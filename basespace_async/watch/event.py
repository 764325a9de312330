"""What a watch gives: an item that is new or changed, to be acknowledged."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Generic, Literal, TypeVar

from attrs import define

T = TypeVar("T")


@define(eq=False, repr=False)
class WatchEvent(Generic[T]):
    """An item that is new, has changed, or has come into the status that is watched.

    Attributes:
        resource: Name of the resource, such as `runs`.
        item: The item as the list had it.
        id: Its id.
        modified: Date of its last change, by the service's clock; None if it has none.
        attempt: How often its handling has begun, this time included; more than 1 after a failure or a crash.
    """

    resource: str
    item: T
    id: str
    modified: datetime | None
    attempt: int
    version: str
    state: Literal["given", "failed", "done"]
    _save: Callable[[WatchEvent[T], bool], Awaitable[None]]

    def __repr__(self) -> str:
        return f"<WatchEvent {self.resource} {self.id} attempt={self.attempt}>"

    @asynccontextmanager
    async def handling(self) -> AsyncIterator[T]:
        """Handle the event within the block: it is acknowledged at the end, and given again after an exception.

        It is also given again, at the next start, if the process ends before the block does.

        Raises:
            WatchError: If the state cannot be saved.

        Example:
            ```python
            async for event in basespace.runs.watch(status="Complete"):
                async with event.handling() as run:
                    await start_pipeline(run.id)
            ```
        """
        try:
            await self._save(self, False)
            yield self.item
            await self.acknowledge()
        except BaseException:
            self.release()
            raise

    async def acknowledge(self) -> None:
        """Mark the event as handled: it is not given again.

        Raises:
            WatchError: If the state cannot be saved; then it is given again.

        Example:
            ```python
            async for event in basespace.runs.watch(status="Complete"):
                await queue.put(event.item.id)
                await event.acknowledge()
            ```
        """
        await self._save(self, True)
        self.state = "done"

    def release(self) -> None:
        """Give the event again at the next poll, unless it was acknowledged.

        Example:
            ```python
            if not cluster_is_free():
                event.release()
            ```
        """
        if self.state == "given":
            self.state = "failed"
