from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import path_segment

if TYPE_CHECKING:
    from ...models.lane import Lane
    from ...models.update_lane_request import UpdateLaneRequest


def request(id: str, *, body: UpdateLaneRequest) -> Request[Lane]:
    """The request that `send` sends."""
    return Request(operation="updateLane", method="POST", path=f"/lanes/{path_segment(id)}", result="Lane", body=body)


async def send(client: Client, id: str, *, body: UpdateLaneRequest) -> Lane:
    """Set the QC status of a lane: `POST /lanes/{id}`.

    Marks a lane as QcPassed or QcFailed, with a comment if wanted.

    Args:
        id: Id of the lane.
    """
    return await client.call(request(id, body=body))
