from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset, comma_separated, path_segment

if TYPE_CHECKING:
    from ...models.project import Project


def request(
    id: str,
    *,
    propertieslimit: int | Unset = UNSET,
    propertyitemslimit: int | Unset = UNSET,
    include: list[str] | Unset = UNSET,
) -> Request[Project]:
    """The request that `send` sends."""
    return Request(
        operation="getProject",
        method="GET",
        path=f"/projects/{path_segment(id)}",
        result="Project",
        query={
            "propertieslimit": propertieslimit,
            "propertyitemslimit": propertyitemslimit,
            "include": comma_separated(include),
        },
    )


async def send(
    client: Client,
    id: str,
    *,
    propertieslimit: int | Unset = UNSET,
    propertyitemslimit: int | Unset = UNSET,
    include: list[str] | Unset = UNSET,
) -> Project:
    """Get a project: `GET /projects/{id}`.

    Returns one project with its owner, size, permissions and properties.

    Args:
        id: Id of the project.
        propertieslimit: How many properties to return at most.
        propertyitemslimit: How many items of each property to return at most.
        include: Further parts to return. The reference does not describe it.
    """
    return await client.call(
        request(id, propertieslimit=propertieslimit, propertyitemslimit=propertyitemslimit, include=include)
    )
