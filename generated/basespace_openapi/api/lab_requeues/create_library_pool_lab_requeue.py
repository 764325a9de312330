from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import path_segment

if TYPE_CHECKING:
    from ...models.create_existing_pool_lab_requeue_request import CreateExistingPoolLabRequeueRequest
    from ...models.lab_requeue import LabRequeue


def request(poolid: str, *, body: CreateExistingPoolLabRequeueRequest) -> Request[LabRequeue]:
    """The request that `send` sends."""
    return Request(
        operation="createLibraryPoolLabRequeue",
        method="POST",
        path=f"/librarypools/{path_segment(poolid)}/labrequeues",
        result="LabRequeue",
        body=body,
    )


async def send(client: Client, poolid: str, *, body: CreateExistingPoolLabRequeueRequest) -> LabRequeue:
    """Request more yield from a pool: `POST /librarypools/{poolid}/labrequeues`.

    Asks the laboratory to sequence an existing library pool again.

    Args:
        poolid: Id of the library pool.
    """
    return await client.call(request(poolid, body=body))
