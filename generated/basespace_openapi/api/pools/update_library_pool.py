from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import path_segment

if TYPE_CHECKING:
    from ...models.v1_pre_3_library_pool_compact import V1Pre3LibraryPoolCompact
    from ...models.v2_post_library_pool_id_request import V2PostLibraryPoolIdRequest


def request(id: str, *, body: V2PostLibraryPoolIdRequest) -> Request[V1Pre3LibraryPoolCompact]:
    """The request that `send` sends."""
    return Request(
        operation="updateLibraryPool",
        method="POST",
        path=f"/librarypools/{path_segment(id)}",
        result="V1Pre3LibraryPoolCompact",
        body=body,
    )


async def send(client: Client, id: str, *, body: V2PostLibraryPoolIdRequest) -> V1Pre3LibraryPoolCompact:
    """Update a library pool: `POST /librarypools/{id}`.

    Changes a pool's user-given id, notes or status. When a pool becomes Failed or QCFailed, the FASTQ datasets that
    came from it are no longer used when an app is launched on one of its biosamples, and the actual yield of those
    biosamples takes account of it.

    Args:
        id: Id of the library pool.
    """
    return await client.call(request(id, body=body))
