from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset, comma_separated

if TYPE_CHECKING:
    from ...models.v2_qc_threshold import V2QcThreshold
    from ...models.v2_qc_threshold_response import V2QcThresholdResponse


def request(
    *, qcthresholds: list[V2QcThreshold] | Unset = UNSET, id: str | Unset = UNSET
) -> Request[V2QcThresholdResponse]:
    """The request that `send` sends."""
    return Request(
        operation="setLaneQcThresholds",
        method="PUT",
        path="/laneqcthresholds",
        result="V2QcThresholdResponse",
        query={"qcthresholds": comma_separated(qcthresholds), "id": id},
    )


async def send(
    client: Client, *, qcthresholds: list[V2QcThreshold] | Unset = UNSET, id: str | Unset = UNSET
) -> V2QcThresholdResponse:
    """Set QC thresholds for lanes: `PUT /laneqcthresholds`.

    Adds thresholds for lanes to the account or changes those it has.

    Args:
        qcthresholds: The thresholds to write, each as a `V2QcThreshold`. How objects are encoded in the query
            is not documented.
        id: Id of the resource. The reference lists it for this operation without saying what it does.
    """
    return await client.call(request(qcthresholds=qcthresholds, id=id))
