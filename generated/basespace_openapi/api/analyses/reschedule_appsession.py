from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import path_segment

if TYPE_CHECKING:
    from ...models.reschedule_appsession_request import RescheduleAppSessionRequest


def request(id: str, *, body: RescheduleAppSessionRequest) -> Request[None]:
    """The request that `send` sends."""
    return Request(
        operation="rescheduleAppSession",
        method="POST",
        path=f"/appsessions/{path_segment(id)}/reschedule",
        result="",
        body=body,
    )


async def send(client: Client, id: str, *, body: RescheduleAppSessionRequest) -> None:
    """Schedule an analysis again: `POST /appsessions/{id}/reschedule`.

    Schedules an analysis that a workflow launched once more, with an output project.

    Args:
        id: Id of the analysis (appsession).
    """
    return await client.call(request(id, body=body))
