"""Run one call for many resources, and collect each result or error."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import Generic, TypeVar

from attrs import Factory, frozen

from .._core.parameters import ResourceId, identifier
from .._util.tasks import TaskGroup, first_error
from ..errors import APIError, BaseSpaceError, ConfigurationError

_REFUSALS = (400, 403, 404, 409, 412, 413, 414, 422)

T = TypeVar("T")


@frozen
class Outcomes(Generic[T]):
    """The result or error of each call of a bulk operation.

    Attributes:
        succeeded: Results by id, in the order in which the ids were given.
        failed: Errors by id, in the same order.

    Example:
        ```python
        outcomes = await basespace.appsessions.stop_many(["110000001", "110000002"])
        for id, error in outcomes.failed.items():
            print(id, error)
        ```
    """

    succeeded: dict[str, T] = Factory(dict)
    failed: dict[str, BaseSpaceError] = Factory(dict)

    @property
    def complete(self) -> bool:
        """Whether nothing failed."""
        return not self.failed

    def raise_failures(self) -> None:
        """Raise an ExceptionGroup if anything failed.

        Raises:
            ExceptionGroup: If at least one call failed; it holds each error once.

        Example:
            ```python
            outcomes.raise_failures()
            ```
        """
        if self.failed:
            errors = list({id(error): error for error in self.failed.values()}.values())
            raise ExceptionGroup(f"{len(self.failed)} of {len(self.failed) + len(self.succeeded)} failed", errors)


def distinct_ids(resources: Iterable[ResourceId]) -> list[str]:
    """Return the ids without duplicates, in their order.

    Raises:
        ConfigurationError: If an id is empty, or one text is given in place of several.
    """
    if isinstance(resources, str):
        raise ConfigurationError(f"several ids are needed; put {resources!r} into a list")
    return list(dict.fromkeys(identifier(resource) for resource in resources))


async def for_each_id(ids: list[str], call: Callable[[str], Awaitable[T]], *, concurrency: int) -> Outcomes[T]:
    """Call for each id, at most `concurrency` in parallel; one error does not stop the other calls.

    Raises:
        ConfigurationError: If the concurrency is less than 1.
    """
    if concurrency < 1:
        raise ConfigurationError(f"concurrency is {concurrency}; at least one call must be under way")
    succeeded: dict[str, T] = {}
    failed: dict[str, BaseSpaceError] = {}
    waiting = iter(ids)

    async def work() -> None:
        for id_ in waiting:
            try:
                succeeded[id_] = await call(id_)
            except BaseSpaceError as error:
                failed[id_] = error

    with first_error():
        async with TaskGroup() as group:
            for _ in range(min(concurrency, len(ids))):
                group.create_task(work())
    return in_order(ids, succeeded, failed)


async def in_batches(
    ids: list[str], send: Callable[[list[str]], Awaitable[Outcomes[T]]], *, batch_size: int
) -> Outcomes[T]:
    """Send all ids in batches; one that is refused is halved and sent again, so that a bad id holds up itself only.

    Raises:
        ConfigurationError: If the batch size is less than 1.
    """
    if batch_size < 1:
        raise ConfigurationError("batch_size must be at least 1")
    succeeded: dict[str, T] = {}
    failed: dict[str, BaseSpaceError] = {}

    async def attempt(batch: list[str]) -> None:
        try:
            outcomes = await send(batch)
        except BaseSpaceError as error:
            is_refused = isinstance(error, APIError) and error.status in _REFUSALS
            if not is_refused or len(batch) == 1:
                failed.update(dict.fromkeys(batch, error))
                return
        else:
            succeeded.update(outcomes.succeeded)
            failed.update(outcomes.failed)
            return
        half = len(batch) // 2
        await attempt(batch[:half])
        await attempt(batch[half:])

    with first_error():
        async with TaskGroup() as group:
            for start in range(0, len(ids), batch_size):
                group.create_task(attempt(ids[start : start + batch_size]))
    return in_order(ids, succeeded, failed)


def in_order(ids: list[str], succeeded: dict[str, T], failed: dict[str, BaseSpaceError]) -> Outcomes[T]:
    """Return outcomes in the order of the ids."""
    return Outcomes(
        {id_: succeeded[id_] for id_ in ids if id_ in succeeded}, {id_: failed[id_] for id_ in ids if id_ in failed}
    )
