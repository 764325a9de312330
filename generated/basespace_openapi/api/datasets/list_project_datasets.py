from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset, path_segment

if TYPE_CHECKING:
    from ...models.dataset_compact_list import DatasetCompactList
    from ...models.dataset_sort_field import DatasetSortField
    from ...models.sort_direction import SortDirection


def request(
    id: str,
    *,
    sortby: DatasetSortField | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
    isarchived: str | Unset = UNSET,
) -> Request[DatasetCompactList]:
    """The request that `send` sends."""
    return Request(
        operation="listProjectDatasets",
        method="GET",
        path=f"/projects/{path_segment(id)}/datasets",
        result="DatasetCompactList",
        query={"sortby": sortby, "offset": offset, "limit": limit, "sortdir": sortdir, "isarchived": isarchived},
    )


async def send(
    client: Client,
    id: str,
    *,
    sortby: DatasetSortField | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
    isarchived: str | Unset = UNSET,
) -> DatasetCompactList:
    """List datasets of a project: `GET /projects/{id}/datasets`.

    Lists the datasets stored in one project.

    Args:
        id: Id of the project.
        sortby: Fields by which datasets can be sorted.
        offset: Number of items to skip before the page begins, counting from 0.
        limit: Size of the page at most. The server may return fewer; 1,024 is the largest value seen accepted,
            and a list of files may stop at 1,000.
        sortdir: Direction of sorting.
        isarchived: Whether archived datasets are listed, others, or both; no source lists the values.
    """
    return await client.call(
        request(id, sortby=sortby, offset=offset, limit=limit, sortdir=sortdir, isarchived=isarchived)
    )
