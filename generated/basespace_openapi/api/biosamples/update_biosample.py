from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import path_segment

if TYPE_CHECKING:
    from ...models.biosample import Biosample
    from ...models.update_biosample_request import UpdateBiosampleRequest


def request(id: str, *, body: UpdateBiosampleRequest) -> Request[Biosample]:
    """The request that `send` sends."""
    return Request(
        operation="updateBiosample",
        method="POST",
        path=f"/biosamples/{path_segment(id)}",
        result="Biosample",
        body=body,
    )


async def send(client: Client, id: str, *, body: UpdateBiosampleRequest) -> Biosample:
    """Update a biosample: `POST /biosamples/{id}`.

    Changes a biosample's name, default project, subject, container or status. Any status may follow any other;
    Canceled also cancels the analyses in progress for the biosample. A new default project receives the datasets
    created from then on.

    Args:
        id: Id of the biosample.
    """
    return await client.call(request(id, body=body))
