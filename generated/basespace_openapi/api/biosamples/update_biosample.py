from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import path_segment

if TYPE_CHECKING:
    from ...models.v2_biological_sample import V2BiologicalSample
    from ...models.v2_update_biological_sample_request import V2UpdateBiologicalSampleRequest


def request(id: str, *, body: V2UpdateBiologicalSampleRequest) -> Request[V2BiologicalSample]:
    """The request that `send` sends."""
    return Request(
        operation="updateBiosample",
        method="POST",
        path=f"/biosamples/{path_segment(id)}",
        result="V2BiologicalSample",
        body=body,
    )


async def send(client: Client, id: str, *, body: V2UpdateBiologicalSampleRequest) -> V2BiologicalSample:
    """Update a biosample: `POST /biosamples/{id}`.

    Changes a biosample's name, default project, subject, container or status. Any status may follow any other;
    Canceled also cancels the analyses in progress for the biosample. A new default project receives the datasets
    created from then on.

    Args:
        id: Id of the biosample.
    """
    return await client.call(request(id, body=body))
