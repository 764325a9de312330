from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import path_segment

if TYPE_CHECKING:
    from ...models.library_pool import LibraryPool
    from ...models.update_library_pool_request import UpdateLibraryPoolRequest


def request(id: str, *, body: UpdateLibraryPoolRequest) -> Request[LibraryPool]:
    """The request that `send` sends."""
    return Request(
        operation="updateLibraryPool",
        method="POST",
        path=f"/librarypools/{path_segment(id)}",
        result="LibraryPool",
        body=body,
    )


async def send(client: Client, id: str, *, body: UpdateLibraryPoolRequest) -> LibraryPool:
    """Update a library pool: `POST /librarypools/{id}`.

    Changes a pool's user-given id, notes or status. When a pool becomes Failed or QCFailed, the FASTQ datasets that
    came from it are no longer used when an app is launched on one of its biosamples, and the actual yield of those
    biosamples takes account of it.

    Args:
        id: Id of the library pool.
    """
    return await client.call(request(id, body=body))
