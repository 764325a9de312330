from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import path_segment

if TYPE_CHECKING:
    from ...models.v2_lab_requeue import V2LabRequeue


def request(id: str) -> Request[V2LabRequeue]:
    """The request that `send` sends."""
    return Request(
        operation="getLabRequeue", method="GET", path=f"/labrequeues/{path_segment(id)}", result="V2LabRequeue"
    )


async def send(client: Client, id: str) -> V2LabRequeue:
    """Get a lab requeue: `GET /labrequeues/{id}`.

    Returns one request for more sequencing and how much of it has been met.

    Args:
        id: Id of the lab requeue.
    """
    return await client.call(request(id))
