from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import path_segment

if TYPE_CHECKING:
    from ...models.qc_thresholds import QcThresholds


def request(id: str) -> Request[QcThresholds]:
    """The request that `send` sends."""
    return Request(
        operation="getApplicationQcThresholds",
        method="GET",
        path=f"/applications/{path_segment(id)}/qcthresholds",
        result="QcThresholds",
    )


async def send(client: Client, id: str) -> QcThresholds:
    """Get QC thresholds of a workflow: `GET /applications/{id}/qcthresholds`.

    Returns the quality thresholds that an analysis workflow applies to the datasets it produces.

    Args:
        id: Id of the analysis workflow.
    """
    return await client.call(request(id))
