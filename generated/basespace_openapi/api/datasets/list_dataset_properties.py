from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset, comma_separated, path_segment

if TYPE_CHECKING:
    from ...models.property_compact_list import PropertyCompactList
    from ...models.property_sort_field import PropertySortField
    from ...models.sort_direction import SortDirection


def request(
    id: str,
    *,
    propertieslimit: int | Unset = UNSET,
    propertyitemslimit: int | Unset = UNSET,
    propertyfilters: list[str] | Unset = UNSET,
    showhiddenitems: str | Unset = UNSET,
    sortby: PropertySortField | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
) -> Request[PropertyCompactList]:
    """The request that `send` sends."""
    return Request(
        operation="listDatasetProperties",
        method="GET",
        path=f"/datasets/{path_segment(id)}/properties",
        result="PropertyCompactList",
        query={
            "propertieslimit": propertieslimit,
            "propertyitemslimit": propertyitemslimit,
            "propertyfilters": comma_separated(propertyfilters),
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
    *,
    propertieslimit: int | Unset = UNSET,
    propertyitemslimit: int | Unset = UNSET,
    propertyfilters: list[str] | Unset = UNSET,
    showhiddenitems: str | Unset = UNSET,
    sortby: PropertySortField | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
) -> PropertyCompactList:
    """List properties of a dataset: `GET /datasets/{id}/properties`.

    Lists the named properties of a dataset. The number of properties and of items in each can be limited.

    Args:
        id: Id of the dataset.
        propertieslimit: How many properties to return at most.
        propertyitemslimit: How many items of each property to return at most.
        propertyfilters: Only properties with these names.
        showhiddenitems: Whether hidden items are shown.
        sortby: Fields by which properties can be sorted.
        offset: Number of items to skip before the page begins, counting from 0.
        limit: Size of the page at most. The server may return fewer; 1,024 is the largest value seen accepted,
            and a list of files may stop at 1,000.
        sortdir: Direction of sorting.
    """
    return await client.call(
        request(
            id,
            propertieslimit=propertieslimit,
            propertyitemslimit=propertyitemslimit,
            propertyfilters=propertyfilters,
            showhiddenitems=showhiddenitems,
            sortby=sortby,
            offset=offset,
            limit=limit,
            sortdir=sortdir,
        )
    )
