from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import path_segment

if TYPE_CHECKING:
    from ...models.property_compact_list import PropertyCompactList
    from ...models.set_appsession_properties_request import SetAppSessionPropertiesRequest


def request(id: str, *, body: SetAppSessionPropertiesRequest) -> Request[PropertyCompactList]:
    """The request that `send` sends."""
    return Request(
        operation="setBiosampleProperties",
        method="POST",
        path=f"/biosamples/{path_segment(id)}/properties",
        result="PropertyCompactList",
        body=body,
    )


async def send(client: Client, id: str, *, body: SetAppSessionPropertiesRequest) -> PropertyCompactList:
    """Set properties of a biosample: `POST /biosamples/{id}/properties`.

    Adds properties to a biosample, or replaces those of the same names.

    Args:
        id: Id of the biosample.
    """
    return await client.call(request(id, body=body))
