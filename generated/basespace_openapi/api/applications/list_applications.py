from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset

if TYPE_CHECKING:
    from ...models.application_compact_list import ApplicationCompactList
    from ...models.application_sort_field import ApplicationSortField
    from ...models.sort_direction import SortDirection


def request(
    *,
    category: str | Unset = UNSET,
    references: str | Unset = UNSET,
    sortby: ApplicationSortField | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
    id: str | Unset = UNSET,
    cwlactive: bool | Unset = UNSET,
    autolaunchableonruncompleteappsonly: bool | Unset = UNSET,
    allversions: bool | Unset = UNSET,
) -> Request[ApplicationCompactList]:
    """The request that `send` sends."""
    return Request(
        operation="listApplications",
        method="GET",
        path="/applications",
        result="ApplicationCompactList",
        query={
            "category": category,
            "references": references,
            "sortby": sortby,
            "offset": offset,
            "limit": limit,
            "sortdir": sortdir,
            "id": id,
            "cwlactive": cwlactive,
            "autolaunchableonruncompleteappsonly": autolaunchableonruncompleteappsonly,
            "allversions": allversions,
        },
    )


async def send(
    client: Client,
    *,
    category: str | Unset = UNSET,
    references: str | Unset = UNSET,
    sortby: ApplicationSortField | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
    id: str | Unset = UNSET,
    cwlactive: bool | Unset = UNSET,
    autolaunchableonruncompleteappsonly: bool | Unset = UNSET,
    allversions: bool | Unset = UNSET,
) -> ApplicationCompactList:
    """List applications: `GET /applications`.

    Lists the apps that the user can reach, narrowed to one category, or to the analysis workflows that were built
    from a given app.

    Args:
        category: Only applications of this category, for example Native, Workflow or Other. One category per
            call.
        references: Only analysis workflows that were built from the app with this slug.
        sortby: Fields by which applications can be sorted.
        offset: Number of items to skip before the page begins, counting from 0.
        limit: Size of the page at most. The server may return fewer; 1,024 is the largest value seen accepted,
            and a list of files may stop at 1,000.
        sortdir: Direction of sorting.
        id: Id of the resource. The reference lists it for this operation without saying what it does.
        cwlactive: Whether only apps whose CWL is active are listed, as the name says.
        autolaunchableonruncompleteappsonly: Whether only apps are listed that can be launched when a run is
            complete.
        allversions: Whether all versions of each app are listed.
    """
    return await client.call(
        request(
            category=category,
            references=references,
            sortby=sortby,
            offset=offset,
            limit=limit,
            sortdir=sortdir,
            id=id,
            cwlactive=cwlactive,
            autolaunchableonruncompleteappsonly=autolaunchableonruncompleteappsonly,
            allversions=allversions,
        )
    )
