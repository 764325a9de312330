from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset, comma_separated, path_segment

if TYPE_CHECKING:
    from ...models.library_in_pool_list import LibraryInPoolList
    from ...models.library_sort_field import LibrarySortField
    from ...models.sort_direction import SortDirection


def request(
    id: str,
    *,
    include: list[str] | Unset = UNSET,
    sortby: LibrarySortField | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
) -> Request[LibraryInPoolList]:
    """The request that `send` sends."""
    return Request(
        operation="listLibraryPoolLibraries",
        method="GET",
        path=f"/librarypools/{path_segment(id)}/libraries",
        result="LibraryInPoolList",
        query={
            "include": comma_separated(include),
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
    include: list[str] | Unset = UNSET,
    sortby: LibrarySortField | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
) -> LibraryInPoolList:
    """List libraries of a pool: `GET /librarypools/{id}/libraries`.

    Lists the libraries that were mixed into a pool, with index and yield details when asked for. Unlike other
    lists, this one is documented with its paging fields beside `Items`.

    Args:
        id: Id of the library pool.
        include: Further parts to return: `LibraryIndex`, `YieldInformation` or both.
        sortby: Fields by which libraries can be sorted.
        offset: Number of items to skip before the page begins, counting from 0.
        limit: Size of the page at most. The server may return fewer; 1,024 is the largest value seen accepted,
            and a list of files may stop at 1,000.
        sortdir: Direction of sorting.
    """
    return await client.call(request(id, include=include, sortby=sortby, offset=offset, limit=limit, sortdir=sortdir))
