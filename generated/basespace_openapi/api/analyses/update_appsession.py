from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import path_segment

if TYPE_CHECKING:
    from ...models.appsession import AppSession
    from ...models.update_appsession_request import UpdateAppSessionRequest


def request(id: str, *, body: UpdateAppSessionRequest) -> Request[AppSession]:
    """The request that `send` sends."""
    return Request(
        operation="updateAppSession",
        method="POST",
        path=f"/appsessions/{path_segment(id)}",
        result="AppSession",
        body=body,
    )


async def send(client: Client, id: str, *, body: UpdateAppSessionRequest) -> AppSession:
    """Update an analysis: `POST /appsessions/{id}`.

    Changes an appsession's name, QC status or delivery status, and may record a comment of at most 1,024
    characters. The QC status can only be changed once the analysis is Complete or Aborted; the delivery status at
    any time. The execution status is set by the platform and cannot be changed here.

    Args:
        id: Id of the analysis (appsession).
    """
    return await client.call(request(id, body=body))
