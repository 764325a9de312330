from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset, comma_separated

if TYPE_CHECKING:
    from ...models.qc_threshold import QcThreshold
    from ...models.qc_thresholds import QcThresholds


def request(*, qcthresholds: list[QcThreshold] | Unset = UNSET, id: str | Unset = UNSET) -> Request[QcThresholds]:
    """The request that `send` sends."""
    return Request(
        operation="setLaneQcThresholds",
        method="PUT",
        path="/laneqcthresholds",
        result="QcThresholds",
        query={"qcthresholds": comma_separated(qcthresholds), "id": id},
    )


async def send(
    client: Client, *, qcthresholds: list[QcThreshold] | Unset = UNSET, id: str | Unset = UNSET
) -> QcThresholds:
    """Set QC thresholds for lanes: `PUT /laneqcthresholds`.

    Adds thresholds for lanes to the account or changes those it has.

    Args:
        qcthresholds: The thresholds to write, each as a `QcThreshold`. How objects are encoded in the query is
            not documented.
        id: Id of the resource. The reference lists it for this operation without saying what it does.
    """
    return await client.call(request(qcthresholds=qcthresholds, id=id))
