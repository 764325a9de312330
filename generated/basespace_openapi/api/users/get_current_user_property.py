from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset, path_segment

if TYPE_CHECKING:
    from ...models.property_ import Property


def request(
    name: str, *, id: str | Unset = UNSET, propertyitemslimit: int | Unset = UNSET, showhiddenitems: str | Unset = UNSET
) -> Request[Property]:
    """The request that `send` sends."""
    return Request(
        operation="getCurrentUserProperty",
        method="GET",
        path=f"/users/current/properties/{path_segment(name)}",
        result="Property",
        query={"id": id, "propertyitemslimit": propertyitemslimit, "showhiddenitems": showhiddenitems},
    )


async def send(
    client: Client,
    name: str,
    *,
    id: str | Unset = UNSET,
    propertyitemslimit: int | Unset = UNSET,
    showhiddenitems: str | Unset = UNSET,
) -> Property:
    """Get a property of the current user: `GET /users/current/properties/{name}`.

    Returns one named property of the current user, with its first items if it holds several.

    Args:
        name: Name of the property.
        id: Id of the resource. The public clients list it for this operation without saying what it does.
        propertyitemslimit: How many items of each property to return at most.
        showhiddenitems: Whether hidden items are shown.
    """
    return await client.call(
        request(name, id=id, propertyitemslimit=propertyitemslimit, showhiddenitems=showhiddenitems)
    )
