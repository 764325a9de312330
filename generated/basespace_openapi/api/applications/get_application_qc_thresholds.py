from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import path_segment

if TYPE_CHECKING:
    from ...models.v2_qc_threshold_response import V2QcThresholdResponse


def request(id: str) -> Request[V2QcThresholdResponse]:
    """The request that `send` sends."""
    return Request(
        operation="getApplicationQcThresholds",
        method="GET",
        path=f"/applications/{path_segment(id)}/qcthresholds",
        result="V2QcThresholdResponse",
    )


async def send(client: Client, id: str) -> V2QcThresholdResponse:
    """Get QC thresholds of a workflow: `GET /applications/{id}/qcthresholds`.

    Returns the quality thresholds that an analysis workflow applies to the datasets it produces.

    Args:
        id: Id of the analysis workflow.
    """
    return await client.call(request(id))
