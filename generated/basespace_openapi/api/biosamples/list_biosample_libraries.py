from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset, comma_separated, path_segment

if TYPE_CHECKING:
    from ...models.library_compact_list import LibraryCompactList
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
) -> Request[LibraryCompactList]:
    """The request that `send` sends."""
    return Request(
        operation="listBiosampleLibraries",
        method="GET",
        path=f"/biosamples/{path_segment(id)}/libraries",
        result="LibraryCompactList",
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
) -> LibraryCompactList:
    """List libraries of a biosample: `GET /biosamples/{id}/libraries`.

    Lists the sequencing libraries prepared from a biosample, with index and yield details when asked for.

    Args:
        id: Id of the biosample.
        include: Further parts to return: `LibraryIndex`, `YieldInformation` or both.
        sortby: Fields by which libraries can be sorted.
        offset: Number of items to skip before the page begins, counting from 0.
        limit: Size of the page at most. The server may return fewer; 1,024 is the largest value seen accepted,
            and a list of files may stop at 1,000.
        sortdir: Direction of sorting.
    """
    return await client.call(request(id, include=include, sortby=sortby, offset=offset, limit=limit, sortdir=sortdir))
