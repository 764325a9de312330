from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset, path_segment

if TYPE_CHECKING:
    from ...models.application import Application


def request(
    id: str, *, propertieslimit: int | Unset = UNSET, propertyitemslimit: int | Unset = UNSET
) -> Request[Application]:
    """The request that `send` sends."""
    return Request(
        operation="getApplication",
        method="GET",
        path=f"/applications/{path_segment(id)}",
        result="Application",
        query={"propertieslimit": propertieslimit, "propertyitemslimit": propertyitemslimit},
    )


async def send(
    client: Client, id: str, *, propertieslimit: int | Unset = UNSET, propertyitemslimit: int | Unset = UNSET
) -> Application:
    """Get an application: `GET /applications/{id}`.

    Returns one app or analysis workflow with its details. The number of properties, and of items in each property,
    can be limited.

    Args:
        id: Id of the application.
        propertieslimit: How many properties to return at most.
        propertyitemslimit: How many items of each property to return at most.
    """
    return await client.call(request(id, propertieslimit=propertieslimit, propertyitemslimit=propertyitemslimit))
