from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import path_segment

if TYPE_CHECKING:
    from ...models.legacy_appsession_compact import LegacyAppSessionCompact
    from ...models.legacy_update_appsession_request import LegacyUpdateAppSessionRequest


def request(id: str, *, body: LegacyUpdateAppSessionRequest) -> Request[LegacyAppSessionCompact]:
    """The request that `send` sends."""
    return Request(
        operation="setAppSessionStatusV1pre3",
        method="POST",
        path=f"/v1pre3/appsessions/{path_segment(id)}",
        result="LegacyAppSessionCompact",
        wrapped=True,
        body=body,
    )


async def send(client: Client, id: str, *, body: LegacyUpdateAppSessionRequest) -> LegacyAppSessionCompact:
    """Set the status of an analysis (v1pre3): `POST /v1pre3/appsessions/{id}`.

    Sets the status of an appsession. One that is complete or aborted cannot be changed any more.

    Args:
        id: Id of the analysis (appsession).
    """
    return await client.call(request(id, body=body))
