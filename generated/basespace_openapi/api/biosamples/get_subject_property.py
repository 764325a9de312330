from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset, path_segment

if TYPE_CHECKING:
    from ...models.property_ import Property


def request(
    id: str, name: str, *, propertyitemslimit: int | Unset = UNSET, showhiddenitems: str | Unset = UNSET
) -> Request[Property]:
    """The request that `send` sends."""
    return Request(
        operation="getSubjectProperty",
        method="GET",
        path=f"/subjects/{path_segment(id)}/properties/{path_segment(name)}",
        result="Property",
        query={"propertyitemslimit": propertyitemslimit, "showhiddenitems": showhiddenitems},
    )


async def send(
    client: Client, id: str, name: str, *, propertyitemslimit: int | Unset = UNSET, showhiddenitems: str | Unset = UNSET
) -> Property:
    """Get a property of a subject: `GET /subjects/{id}/properties/{name}`.

    Returns one named property of a subject, with its first items if it holds several.

    Args:
        id: Id of the subject.
        name: Name of the property.
        propertyitemslimit: How many items of each property to return at most.
        showhiddenitems: Whether hidden items are shown.
    """
    return await client.call(request(id, name, propertyitemslimit=propertyitemslimit, showhiddenitems=showhiddenitems))
