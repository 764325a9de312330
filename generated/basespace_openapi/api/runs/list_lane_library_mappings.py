from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset, path_segment

if TYPE_CHECKING:
    from ...models.lane_library_mapping_list import LaneLibraryMappingList


def request(id: str, *, offset: int | Unset = UNSET, limit: int | Unset = UNSET) -> Request[LaneLibraryMappingList]:
    """The request that `send` sends."""
    return Request(
        operation="listLaneLibraryMappings",
        method="GET",
        path=f"/runs/{path_segment(id)}/lanelibrarymappings",
        result="LaneLibraryMappingList",
        query={"offset": offset, "limit": limit},
    )


async def send(
    client: Client, id: str, *, offset: int | Unset = UNSET, limit: int | Unset = UNSET
) -> LaneLibraryMappingList:
    """List which library is in which lane: `GET /runs/{id}/lanelibrarymappings`.

    Lists which library, pool, biosample and project is in each lane of a run.

    Args:
        id: Id of the run.
        offset: Number of items to skip before the page begins, counting from 0.
        limit: Size of the page at most. The server may return fewer; 1,024 is the largest value seen accepted,
            and a list of files may stop at 1,000.
    """
    return await client.call(request(id, offset=offset, limit=limit))
