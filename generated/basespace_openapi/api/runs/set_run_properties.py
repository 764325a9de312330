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
        operation="setRunProperties",
        method="POST",
        path=f"/runs/{path_segment(id)}/properties",
        result="PropertyCompactList",
        body=body,
    )


async def send(client: Client, id: str, *, body: SetAppSessionPropertiesRequest) -> PropertyCompactList:
    """Set properties of a run: `POST /runs/{id}/properties`.

    Adds properties to a run, or replaces those of the same names. Believed by analogy with biosamples and with
    v1pre3; nobody was seen to do it.

    Args:
        id: Id of the run.
    """
    return await client.call(request(id, body=body))
