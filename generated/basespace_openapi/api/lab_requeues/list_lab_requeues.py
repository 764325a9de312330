from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset, comma_separated

if TYPE_CHECKING:
    from ...models.lab_requeue_list import LabRequeueList
    from ...models.lab_requeue_sort_field import LabRequeueSortField
    from ...models.sort_direction import SortDirection


def request(
    *,
    status: list[str] | Unset = UNSET,
    type_: list[str] | Unset = UNSET,
    sortby: LabRequeueSortField | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
    id: str | Unset = UNSET,
) -> Request[LabRequeueList]:
    """The request that `send` sends."""
    return Request(
        operation="listLabRequeues",
        method="GET",
        path="/labrequeues",
        result="LabRequeueList",
        query={
            "status": comma_separated(status),
            "type": comma_separated(type_),
            "sortby": sortby,
            "offset": offset,
            "limit": limit,
            "sortdir": sortdir,
            "id": id,
        },
    )


async def send(
    client: Client,
    *,
    status: list[str] | Unset = UNSET,
    type_: list[str] | Unset = UNSET,
    sortby: LabRequeueSortField | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
    id: str | Unset = UNSET,
) -> LabRequeueList:
    """List lab requeues: `GET /labrequeues`.

    Lists requests for more sequencing, narrowed by status or type.

    Args:
        status: Only lab requeues with one of these statuses.
        type_: Only lab requeues of these types.
        sortby: Fields by which lab requeues can be sorted.
        offset: Number of items to skip before the page begins, counting from 0.
        limit: Size of the page at most. The server may return fewer; 1,024 is the largest value seen accepted,
            and a list of files may stop at 1,000.
        sortdir: Direction of sorting.
        id: Id of the resource. The reference lists it for this operation without saying what it does.
    """
    return await client.call(
        request(status=status, type_=type_, sortby=sortby, offset=offset, limit=limit, sortdir=sortdir, id=id)
    )
