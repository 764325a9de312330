from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import path_segment

if TYPE_CHECKING:
    from ...models.sample_sheet import SampleSheet


def request(id: str) -> Request[SampleSheet]:
    """The request that `send` sends."""
    return Request(
        operation="getRunSampleSheet", method="GET", path=f"/runs/{path_segment(id)}/samplesheet", result="SampleSheet"
    )


async def send(client: Client, id: str) -> SampleSheet:
    """Get the sample sheet of a run: `GET /runs/{id}/samplesheet`.

    Returns the sample sheet of a run, divided into sections and applications.

    Args:
        id: Id of the run.
    """
    return await client.call(request(id))
