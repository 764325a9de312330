from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import path_segment

if TYPE_CHECKING:
    from ...models.v2_create_existing_pool_lab_requeue_request import V2CreateExistingPoolLabRequeueRequest
    from ...models.v2_lab_requeue import V2LabRequeue


def request(poolid: str, *, body: V2CreateExistingPoolLabRequeueRequest) -> Request[V2LabRequeue]:
    """The request that `send` sends."""
    return Request(
        operation="createLibraryPoolLabRequeue",
        method="POST",
        path=f"/librarypools/{path_segment(poolid)}/labrequeues",
        result="V2LabRequeue",
        body=body,
    )


async def send(client: Client, poolid: str, *, body: V2CreateExistingPoolLabRequeueRequest) -> V2LabRequeue:
    """Request more yield from a pool: `POST /librarypools/{poolid}/labrequeues`.

    Asks the laboratory to sequence an existing library pool again.

    Args:
        poolid: Id of the library pool.
    """
    return await client.call(request(poolid, body=body))
