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
        operation="setAppSessionProperties",
        method="POST",
        path=f"/appsessions/{path_segment(id)}/properties",
        result="PropertyCompactList",
        body=body,
    )


async def send(client: Client, id: str, *, body: SetAppSessionPropertiesRequest) -> PropertyCompactList:
    """Set properties of an analysis: `POST /appsessions/{id}/properties`.

    Adds properties to an appsession, or updates those it already has.

    Args:
        id: Id of the analysis (appsession).
    """
    return await client.call(request(id, body=body))
