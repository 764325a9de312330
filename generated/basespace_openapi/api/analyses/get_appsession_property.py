from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset, path_segment

if TYPE_CHECKING:
    from ...models.property_ import Property


def request(
    id: str, name: str, *, showhiddenitems: str | Unset = UNSET, propertyitemslimit: int | Unset = UNSET
) -> Request[Property]:
    """The request that `send` sends."""
    return Request(
        operation="getAppSessionProperty",
        method="GET",
        path=f"/appsessions/{path_segment(id)}/properties/{path_segment(name)}",
        result="Property",
        query={"showhiddenitems": showhiddenitems, "propertyitemslimit": propertyitemslimit},
    )


async def send(
    client: Client, id: str, name: str, *, showhiddenitems: str | Unset = UNSET, propertyitemslimit: int | Unset = UNSET
) -> Property:
    """Get a property of an analysis: `GET /appsessions/{id}/properties/{name}`.

    Returns one named property of an appsession, with its first items if it holds several.

    Args:
        id: Id of the analysis (appsession).
        name: Name of the property.
        showhiddenitems: Whether hidden items are shown.
        propertyitemslimit: How many items of the property to return at most.
    """
    return await client.call(request(id, name, showhiddenitems=showhiddenitems, propertyitemslimit=propertyitemslimit))
