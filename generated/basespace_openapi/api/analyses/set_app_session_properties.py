from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import path_segment

if TYPE_CHECKING:
    from ...models.v2_post_app_sessions_properties_request import V2PostAppSessionsPropertiesRequest
    from ...models.v2_property_compact_list import V2PropertyCompactList


def request(id: str, *, body: V2PostAppSessionsPropertiesRequest) -> Request[V2PropertyCompactList]:
    """The request that `send` sends."""
    return Request(
        operation="setAppSessionProperties",
        method="POST",
        path=f"/appsessions/{path_segment(id)}/properties",
        result="V2PropertyCompactList",
        body=body,
    )


async def send(client: Client, id: str, *, body: V2PostAppSessionsPropertiesRequest) -> V2PropertyCompactList:
    """Set properties of an analysis: `POST /appsessions/{id}/properties`.

    Adds properties to an appsession, or updates those it already has.

    Args:
        id: Id of the analysis (appsession).
    """
    return await client.call(request(id, body=body))
