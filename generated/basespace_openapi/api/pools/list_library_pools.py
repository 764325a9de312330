from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset, comma_separated

if TYPE_CHECKING:
    from ...models.library_pool_list import LibraryPoolList
    from ...models.library_pool_sort_field import LibraryPoolSortField
    from ...models.sort_direction import SortDirection


def request(
    *,
    status: list[str] | Unset = UNSET,
    sortby: LibraryPoolSortField | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
    id: str | Unset = UNSET,
) -> Request[LibraryPoolList]:
    """The request that `send` sends."""
    return Request(
        operation="listLibraryPools",
        method="GET",
        path="/librarypools",
        result="LibraryPoolList",
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
    sortby: LibraryPoolSortField | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
    id: str | Unset = UNSET,
) -> LibraryPoolList:
    """List library pools: `GET /librarypools`.

    Lists library pools. A public interface description declares a single pool as the answer; its own summary and
    every other list say a page.

    Args:
        status: Only pools with these statuses.
        sortby: Fields by which library pools can be sorted.
        offset: Number of items to skip before the page begins, counting from 0.
        limit: Size of the page at most. The server may return fewer; 1,024 is the largest value seen accepted,
            and a list of files may stop at 1,000.
        sortdir: Direction of sorting.
        id: Id of the resource. The public clients list it for this operation without saying what it does.
    """
    return await client.call(request(status=status, sortby=sortby, offset=offset, limit=limit, sortdir=sortdir, id=id))
