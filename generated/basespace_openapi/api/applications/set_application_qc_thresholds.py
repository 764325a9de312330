from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset, comma_separated, path_segment

if TYPE_CHECKING:
    from ...models.v2_qc_threshold import V2QcThreshold
    from ...models.v2_qc_threshold_response import V2QcThresholdResponse


def request(id: str, *, qcthresholds: list[V2QcThreshold] | Unset = UNSET) -> Request[V2QcThresholdResponse]:
    """The request that `send` sends."""
    return Request(
        operation="setApplicationQcThresholds",
        method="PUT",
        path=f"/applications/{path_segment(id)}/qcthresholds",
        result="V2QcThresholdResponse",
        query={"qcthresholds": comma_separated(qcthresholds)},
    )


async def send(client: Client, id: str, *, qcthresholds: list[V2QcThreshold] | Unset = UNSET) -> V2QcThresholdResponse:
    """Set QC thresholds of a workflow: `PUT /applications/{id}/qcthresholds`.

    Adds thresholds to an analysis workflow or changes those it has. Each needs its metric name, operator, dataset
    type and threshold values.

    Args:
        id: Id of the analysis workflow.
        qcthresholds: The thresholds to write, each as a `V2QcThreshold`. How objects are encoded in the query
            is not documented.
    """
    return await client.call(request(id, qcthresholds=qcthresholds))
