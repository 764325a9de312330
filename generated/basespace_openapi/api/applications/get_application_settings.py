from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import path_segment

if TYPE_CHECKING:
    from ...models.v1_pre_3_application_settings import V1Pre3ApplicationSettings


def request(id: str) -> Request[V1Pre3ApplicationSettings]:
    """The request that `send` sends."""
    return Request(
        operation="getApplicationSettings",
        method="GET",
        path=f"/applications/{path_segment(id)}/settings",
        result="V1Pre3ApplicationSettings",
    )


async def send(client: Client, id: str) -> V1Pre3ApplicationSettings:
    """Get settings of an application: `GET /applications/{id}/settings`.

    Returns how an app or workflow is configured, such as its launch permissions and its client credentials. Treat
    the answer as secret.

    Args:
        id: Id of the application.
    """
    return await client.call(request(id))
