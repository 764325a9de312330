from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset, path_segment

if TYPE_CHECKING:
    from ...models.lab_requeue_compact_list import LabRequeueCompactList
    from ...models.lab_requeue_sort_field import LabRequeueSortField
    from ...models.sort_direction import SortDirection


def request(
    biosampleid: str,
    *,
    type_: str | Unset = UNSET,
    sortby: LabRequeueSortField | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
) -> Request[LabRequeueCompactList]:
    """The request that `send` sends."""
    return Request(
        operation="listBiosampleLabRequeues",
        method="GET",
        path=f"/biosamples/{path_segment(biosampleid)}/labrequeues",
        result="LabRequeueCompactList",
        query={"type": type_, "sortby": sortby, "offset": offset, "limit": limit, "sortdir": sortdir},
    )


async def send(
    client: Client,
    biosampleid: str,
    *,
    type_: str | Unset = UNSET,
    sortby: LabRequeueSortField | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
) -> LabRequeueCompactList:
    """List lab requeues of a biosample: `GET /biosamples/{biosampleid}/labrequeues`.

    Lists lab requeues of every type for a biosample. A requeue of a pool is listed for each biosample in that pool.

    Args:
        biosampleid: Id of the biosample.
        type_: Only lab requeues of this type.
        sortby: Fields by which lab requeues can be sorted.
        offset: Number of items to skip before the page begins, counting from 0.
        limit: Size of the page at most. The server may return fewer; 1,024 is the largest value seen accepted,
            and a list of files may stop at 1,000.
        sortdir: Direction of sorting.
    """
    return await client.call(
        request(biosampleid, type_=type_, sortby=sortby, offset=offset, limit=limit, sortdir=sortdir)
    )
