from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset

if TYPE_CHECKING:
    from ...models.qc_thresholds import QcThresholds


def request(*, id: str | Unset = UNSET) -> Request[QcThresholds]:
    """The request that `send` sends."""
    return Request(
        operation="getLaneQcThresholds", method="GET", path="/laneqcthresholds", result="QcThresholds", query={"id": id}
    )


async def send(client: Client, *, id: str | Unset = UNSET) -> QcThresholds:
    """Get QC thresholds for lanes: `GET /laneqcthresholds`.

    Returns the thresholds by which lanes are judged. They belong to a user's account: whenever a run is uploaded
    for that user, its lanes are checked against them automatically. A threshold is for a lane as a whole, or for
    one read of a lane.

    Args:
        id: Id of the resource. The reference lists it for this operation without saying what it does.
    """
    return await client.call(request(id=id))
