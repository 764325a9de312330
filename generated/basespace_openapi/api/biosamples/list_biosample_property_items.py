from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset, path_segment

if TYPE_CHECKING:
    from ...models.property_item_list import PropertyItemList
    from ...models.property_item_sort_field import PropertyItemSortField
    from ...models.sort_direction import SortDirection


def request(
    id: str,
    name: str,
    *,
    showhiddenitems: str | Unset = UNSET,
    sortby: PropertyItemSortField | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
) -> Request[PropertyItemList]:
    """The request that `send` sends."""
    return Request(
        operation="listBiosamplePropertyItems",
        method="GET",
        path=f"/biosamples/{path_segment(id)}/properties/{path_segment(name)}/items",
        result="PropertyItemList",
        query={
            "showhiddenitems": showhiddenitems,
            "sortby": sortby,
            "offset": offset,
            "limit": limit,
            "sortdir": sortdir,
        },
    )


async def send(
    client: Client,
    id: str,
    name: str,
    *,
    showhiddenitems: str | Unset = UNSET,
    sortby: PropertyItemSortField | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
) -> PropertyItemList:
    """List items of a property of a biosample: `GET /biosamples/{id}/properties/{name}/items`.

    Pages through the items of a property of a biosample that holds several values.

    Args:
        id: Id of the biosample.
        name: Name of the property.
        showhiddenitems: Whether hidden items are shown.
        sortby: Fields by which property items can be sorted.
        offset: Number of items to skip before the page begins, counting from 0.
        limit: Size of the page at most. The server may return fewer; 1,024 is the largest value seen accepted,
            and a list of files may stop at 1,000.
        sortdir: Direction of sorting.
    """
    return await client.call(
        request(id, name, showhiddenitems=showhiddenitems, sortby=sortby, offset=offset, limit=limit, sortdir=sortdir)
    )
