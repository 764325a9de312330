from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset, path_segment

if TYPE_CHECKING:
    from ...models.property_item_list import PropertyItemList
    from ...models.property_item_sort_field import PropertyItemSortField
    from ...models.sort_direction import SortDirection


def request(
    name: str,
    *,
    id: str | Unset = UNSET,
    showhiddenitems: str | Unset = UNSET,
    sortby: PropertyItemSortField | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
) -> Request[PropertyItemList]:
    """The request that `send` sends."""
    return Request(
        operation="listCurrentUserPropertyItems",
        method="GET",
        path=f"/users/current/properties/{path_segment(name)}/items",
        result="PropertyItemList",
        query={
            "id": id,
            "showhiddenitems": showhiddenitems,
            "sortby": sortby,
            "offset": offset,
            "limit": limit,
            "sortdir": sortdir,
        },
    )


async def send(
    client: Client,
    name: str,
    *,
    id: str | Unset = UNSET,
    showhiddenitems: str | Unset = UNSET,
    sortby: PropertyItemSortField | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
) -> PropertyItemList:
    """List items of a property of the current user: `GET /users/current/properties/{name}/items`.

    Pages through the items of a property of the current user that holds several values.

    Args:
        name: Name of the property.
        id: Id of the resource. The public clients list it for this operation without saying what it does.
        showhiddenitems: Whether hidden items are shown.
        sortby: Fields by which property items can be sorted.
        offset: Number of items to skip before the page begins, counting from 0.
        limit: Size of the page at most. The server may return fewer; 1,024 is the largest value seen accepted,
            and a list of files may stop at 1,000.
        sortdir: Direction of sorting.
    """
    return await client.call(
        request(
            name, id=id, showhiddenitems=showhiddenitems, sortby=sortby, offset=offset, limit=limit, sortdir=sortdir
        )
    )
