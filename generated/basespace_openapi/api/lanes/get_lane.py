from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import path_segment

if TYPE_CHECKING:
    from ...models.lane import Lane


def request(id: str) -> Request[Lane]:
    """The request that `send` sends."""
    return Request(operation="getLane", method="GET", path=f"/lanes/{path_segment(id)}", result="Lane")


async def send(client: Client, id: str) -> Lane:
    """Get a lane: `GET /lanes/{id}`.

    Returns one lane of a flow cell with its sequencing metrics and QC status.

    Args:
        id: Id of the lane.
    """
    return await client.call(request(id))
