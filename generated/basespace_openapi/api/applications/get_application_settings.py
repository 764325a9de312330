from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import path_segment

if TYPE_CHECKING:
    from ...models.application_settings import ApplicationSettings


def request(id: str) -> Request[ApplicationSettings]:
    """The request that `send` sends."""
    return Request(
        operation="getApplicationSettings",
        method="GET",
        path=f"/applications/{path_segment(id)}/settings",
        result="ApplicationSettings",
    )


async def send(client: Client, id: str) -> ApplicationSettings:
    """Get settings of an application: `GET /applications/{id}/settings`.

    Returns how an app or workflow is configured, such as its launch permissions and its client credentials. Treat
    the answer as secret.

    Args:
        id: Id of the application.
    """
    return await client.call(request(id))
