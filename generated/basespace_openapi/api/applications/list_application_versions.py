from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset, path_segment

if TYPE_CHECKING:
    from ...models.application_version_list import ApplicationVersionList
    from ...models.application_version_sort_field import ApplicationVersionSortField
    from ...models.sort_direction import SortDirection


def request(
    id: str,
    *,
    sortby: ApplicationVersionSortField | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
) -> Request[ApplicationVersionList]:
    """The request that `send` sends."""
    return Request(
        operation="listApplicationVersions",
        method="GET",
        path=f"/applications/{path_segment(id)}/versions",
        result="ApplicationVersionList",
        wrapped=True,
        query={"sortby": sortby, "offset": offset, "limit": limit, "sortdir": sortdir},
    )


async def send(
    client: Client,
    id: str,
    *,
    sortby: ApplicationVersionSortField | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
) -> ApplicationVersionList:
    """List versions of an application: `GET /applications/{id}/versions`.

    Lists all versions of an app. Each version is an application of its own, with an id of its own. The answer is
    wrapped as those of v1pre3 are.

    Args:
        id: Id of the application.
        sortby: Fields by which versions of an application can be sorted.
        offset: Number of items to skip before the page begins, counting from 0.
        limit: Size of the page at most. The server may return fewer; 1,024 is the largest value seen accepted,
            and a list of files may stop at 1,000.
        sortdir: Direction of sorting.
    """
    return await client.call(request(id, sortby=sortby, offset=offset, limit=limit, sortdir=sortdir))
