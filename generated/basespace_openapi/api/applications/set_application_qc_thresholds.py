from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset, comma_separated, path_segment

if TYPE_CHECKING:
    from ...models.qc_threshold import QcThreshold
    from ...models.qc_thresholds import QcThresholds


def request(id: str, *, qcthresholds: list[QcThreshold] | Unset = UNSET) -> Request[QcThresholds]:
    """The request that `send` sends."""
    return Request(
        operation="setApplicationQcThresholds",
        method="PUT",
        path=f"/applications/{path_segment(id)}/qcthresholds",
        result="QcThresholds",
        query={"qcthresholds": comma_separated(qcthresholds)},
    )


async def send(client: Client, id: str, *, qcthresholds: list[QcThreshold] | Unset = UNSET) -> QcThresholds:
    """Set QC thresholds of a workflow: `PUT /applications/{id}/qcthresholds`.

    Adds thresholds to an analysis workflow or changes those it has. Each needs its metric name, operator, dataset
    type and threshold values.

    Args:
        id: Id of the analysis workflow.
        qcthresholds: The thresholds to write, each as a `QcThreshold`. How objects are encoded in the query is
            not documented.
    """
    return await client.call(request(id, qcthresholds=qcthresholds))
