from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset, comma_separated

if TYPE_CHECKING:
    from ...models.library_compact_list import LibraryCompactList
    from ...models.library_sort_field import LibrarySortField
    from ...models.sort_direction import SortDirection


def request(
    *,
    status: list[str] | Unset = UNSET,
    sortby: LibrarySortField | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
    id: str | Unset = UNSET,
) -> Request[LibraryCompactList]:
    """The request that `send` sends."""
    return Request(
        operation="listLibraries",
        method="GET",
        path="/libraries",
        result="LibraryCompactList",
        query={
            "status": comma_separated(status),
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
    sortby: LibrarySortField | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
    id: str | Unset = UNSET,
) -> LibraryCompactList:
    """List libraries: `GET /libraries`.

    Lists sequencing libraries, narrowed by status.

    Args:
        status: Presumably only libraries with one of these statuses. The reference does not describe it.
        sortby: Fields by which libraries can be sorted.
        offset: Number of items to skip before the page begins, counting from 0.
        limit: Size of the page at most. The server may return fewer; 1,024 is the largest value seen accepted,
            and a list of files may stop at 1,000.
        sortdir: Direction of sorting.
        id: Id of the resource. The reference lists it for this operation without saying what it does.
    """
    return await client.call(request(status=status, sortby=sortby, offset=offset, limit=limit, sortdir=sortdir, id=id))
