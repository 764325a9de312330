from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import path_segment

if TYPE_CHECKING:
    from ...models.set_aggregation_request import SetAggregationRequest


def request(id: str, *, body: SetAggregationRequest) -> Request[None]:
    """The request that `send` sends."""
    return Request(
        operation="setBiosampleAggregation",
        method="POST",
        path=f"/biosamples/{path_segment(id)}/aggregation",
        result="",
        body=body,
    )


async def send(client: Client, id: str, *, body: SetAggregationRequest) -> None:
    """Lock or unlock a biosample: `POST /biosamples/{id}/aggregation`.

    Locks or unlocks the automatic aggregation of a biosample. One with several FASTQ datasets is locked, and cannot
    be launched before it is unlocked.

    Args:
        id: Id of the biosample.
    """
    return await client.call(request(id, body=body))
