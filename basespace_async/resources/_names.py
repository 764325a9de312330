"""Resources that are asked for by name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

from .._core.parameters import HasId, ResourceId, identifier
from ..errors import ConfigurationError, NameLookupError, PreconditionError

ResourceT = TypeVar("ResourceT", bound=HasId)


async def id_or_name(
    resource_type: str,
    resource: ResourceId | None,
    name: str | None,
    find: Callable[[str], Awaitable[Iterable[HasId]]],
) -> str:
    """Return the id of a resource that is given by itself or by its name.

    Args:
        resource_type: what it is, such as `project`, for errors.
        resource: its id, or an object that has one.
        name: its name, where no id is given.
        find: finds the resources that have exactly this name.

    Raises:
        ConfigurationError: If neither or both are given.
        NameLookupError: If no resource has the name, or several have it.
    """
    if (resource is None) == (name is None):
        raise ConfigurationError(f"give the {resource_type} by its id or by its name: one of them")
    if resource is not None:
        return identifier(resource)
    assert name is not None
    return the_only(resource_type, name, await find(checked_name(resource_type, name)))


def the_only(resource_type: str, name: str, resources: Iterable[HasId]) -> str:
    """Return the id of the one resource that has a name.

    Raises:
        NameLookupError: If there is none, or there are several.
    """
    ids = [identifier(resource) for resource in resources]
    if len(ids) != 1:
        raise NameLookupError(resource_type, name, ids)
    return ids[0]


def checked_name(resource_type: str, name: str) -> str:
    """Return the name of a resource.

    Raises:
        ConfigurationError: If it is empty.
    """
    if not isinstance(name, str) or not name.strip():
        raise ConfigurationError(f"{name!r} is not the name of a {resource_type}; give text that is not empty")
    return name


def existing(resource_type: str, name: str, candidates: Iterable[ResourceT], *, exist_ok: bool) -> ResourceT | None:
    """Return what already has the name of a resource that is to be created, or None.

    Raises:
        PreconditionError: If there is one, and it is not wanted.
        NameLookupError: If it is wanted, and there are several.
    """
    resources = list(candidates)
    if not resources:
        return None
    if not exist_ok:
        ids = ", ".join(identifier(resource) for resource in resources)
        raise PreconditionError(
            f"a {resource_type} called {name!r} exists: {ids}; take it with `exist_ok`, or another name"
        )
    the_only(resource_type, name, resources)
    return resources[0]
