from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import path_segment

if TYPE_CHECKING:
    from ...models.lab_requeue import LabRequeue


def request(id: str) -> Request[LabRequeue]:
    """The request that `send` sends."""
    return Request(
        operation="getLabRequeue", method="GET", path=f"/labrequeues/{path_segment(id)}", result="LabRequeue"
    )


async def send(client: Client, id: str) -> LabRequeue:
    """Get a lab requeue: `GET /labrequeues/{id}`.

    Returns one request for more sequencing and how much of it has been met.

    Args:
        id: Id of the lab requeue.
    """
    return await client.call(request(id))
