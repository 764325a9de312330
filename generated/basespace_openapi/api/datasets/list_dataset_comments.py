from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset, path_segment

if TYPE_CHECKING:
    from ...models.comment_list import CommentList
    from ...models.comment_sort_field import CommentSortField
    from ...models.sort_direction import SortDirection


def request(
    id: str,
    *,
    sortby: CommentSortField | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
) -> Request[CommentList]:
    """The request that `send` sends."""
    return Request(
        operation="listDatasetComments",
        method="GET",
        path=f"/datasets/{path_segment(id)}/comments",
        result="CommentList",
        query={"sortby": sortby, "offset": offset, "limit": limit, "sortdir": sortdir},
    )


async def send(
    client: Client,
    id: str,
    *,
    sortby: CommentSortField | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
) -> CommentList:
    """List comments on a dataset: `GET /datasets/{id}/comments`.

    Lists the comments written about a dataset, among them those left when its QC status was changed.

    Args:
        id: Id of the dataset, such as `ds.` and 32 hexadecimal digits.
        sortby: Fields by which comments can be sorted.
        offset: Number of items to skip before the page begins, counting from 0.
        limit: Size of the page at most. The server may return fewer; 1,024 is the largest value seen accepted,
            and a list of files may stop at 1,000.
        sortdir: Direction of sorting.
    """
    return await client.call(request(id, sortby=sortby, offset=offset, limit=limit, sortdir=sortdir))
