"""The same call for many resources, and what became of each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import Generic, TypeVar

from attrs import Factory, frozen

from .._core.parameters import ResourceId, identifier
from .._util.tasks import TaskGroup, first_error
from ..errors import BaseSpaceError, ConfigurationError

T = TypeVar("T")


@frozen
class Outcomes(Generic[T]):
    """What became of each of many.

    Attributes:
        succeeded: results by id, in the order in which the ids were given.
        failed: errors by id, in that order.
    """

    succeeded: dict[str, T] = Factory(dict)
    failed: dict[str, BaseSpaceError] = Factory(dict)

    @property
    def complete(self) -> bool:
        """Whether nothing failed."""
        return not self.failed

    def raise_failures(self) -> None:
        """Raise what failed, if anything did.

        Raises:
            ExceptionGroup: of the errors, each once.
        """
        if self.failed:
            errors = list({id(error): error for error in self.failed.values()}.values())
            raise ExceptionGroup(f"{len(self.failed)} of {len(self.failed) + len(self.succeeded)} failed", errors)


def distinct_ids(resources: Iterable[ResourceId]) -> list[str]:
    """Ids, each once, in their order.

    Raises:
        ConfigurationError: one of them is empty, or there is just one text where several are wanted.
    """
    if isinstance(resources, str):
        raise ConfigurationError(f"several ids are needed; put {resources!r} into a list")
    return list(dict.fromkeys(identifier(resource) for resource in resources))


async def each(ids: list[str], call: Callable[[str], Awaitable[T]], *, concurrency: int) -> Outcomes[T]:
    """Call for each id, at most so many at one time; an error of the service's stops no other.

    Raises:
        ConfigurationError: the concurrency is less than 1.
    """
    if concurrency < 1:
        raise ConfigurationError(f"concurrency is {concurrency}; at least one call must be under way")
    found: dict[str, T] = {}
    failed: dict[str, BaseSpaceError] = {}
    waiting = iter(ids)

    async def work() -> None:
        for one in waiting:
            try:
                found[one] = await call(one)
            except BaseSpaceError as error:
                failed[one] = error

    with first_error():
        async with TaskGroup() as group:
            for _ in range(min(concurrency, len(ids))):
                group.create_task(work())
    return in_order(ids, found, failed)


def in_order(ids: list[str], found: dict[str, T], failed: dict[str, BaseSpaceError]) -> Outcomes[T]:
    """Outcomes in the order of the ids."""
    return Outcomes(
        {one: found[one] for one in ids if one in found}, {one: failed[one] for one in ids if one in failed}
    )
