from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset

if TYPE_CHECKING:
    from ...models.sort_direction import SortDirection
    from ...models.trash_item_compact_list import TrashItemCompactList
    from ...models.trash_item_sort_field import TrashItemSortField


def request(
    *,
    sortby: TrashItemSortField | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
) -> Request[TrashItemCompactList]:
    """The request that `send` sends."""
    return Request(
        operation="listTrash",
        method="GET",
        path="/trash",
        result="TrashItemCompactList",
        query={"sortby": sortby, "offset": offset, "limit": limit, "sortdir": sortdir},
    )


async def send(
    client: Client,
    *,
    sortby: TrashItemSortField | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
) -> TrashItemCompactList:
    """List items in the trash: `GET /trash`.

    Lists what has been deleted and can still be restored, with the trash id of each item.

    Args:
        sortby: Fields by which trash items can be sorted.
        offset: Number of items to skip before the page begins, counting from 0.
        limit: Size of the page at most. The server may return fewer; 1,024 is the largest value seen accepted,
            and a list of files may stop at 1,000.
        sortdir: Direction of sorting.
    """
    return await client.call(request(sortby=sortby, offset=offset, limit=limit, sortdir=sortdir))
