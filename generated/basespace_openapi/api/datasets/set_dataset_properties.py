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
        operation="setDatasetProperties",
        method="POST",
        path=f"/datasets/{path_segment(id)}/properties",
        result="PropertyCompactList",
        body=body,
    )


async def send(client: Client, id: str, *, body: SetAppSessionPropertiesRequest) -> PropertyCompactList:
    """Set properties of a dataset: `POST /datasets/{id}/properties`.

    Adds properties to a dataset, or replaces those of the same names. Believed by analogy with biosamples and with
    v1pre3; nobody was seen to do it.

    Args:
        id: Id of the dataset.
    """
    return await client.call(request(id, body=body))
