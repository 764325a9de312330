from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import path_segment

if TYPE_CHECKING:
    from ...models.sequencing_stats import SequencingStats


def request(id: str) -> Request[SequencingStats]:
    """The request that `send` sends."""
    return Request(
        operation="getRunSequencingStats",
        method="GET",
        path=f"/runs/{path_segment(id)}/sequencingstats",
        result="SequencingStats",
    )


async def send(client: Client, id: str) -> SequencingStats:
    """Get sequencing statistics of a run: `GET /runs/{id}/sequencingstats`.

    Returns the statistics of a run by read, by lane, and by lane and read.

    Args:
        id: Id of the run.
    """
    return await client.call(request(id))
