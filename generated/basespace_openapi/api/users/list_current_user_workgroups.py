from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset

if TYPE_CHECKING:
    from ...models.sort_direction import SortDirection
    from ...models.workgroup_list import WorkgroupList
    from ...models.workgroup_sort_field import WorkgroupSortField


def request(
    *,
    includeloggedinuser: bool | Unset = UNSET,
    activeonly: bool | Unset = UNSET,
    refreshcache: bool | Unset = UNSET,
    sortby: WorkgroupSortField | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
) -> Request[WorkgroupList]:
    """The request that `send` sends."""
    return Request(
        operation="listCurrentUserWorkgroups",
        method="GET",
        path="/users/current/workgroups",
        result="WorkgroupList",
        query={
            "includeloggedinuser": includeloggedinuser,
            "activeonly": activeonly,
            "refreshcache": refreshcache,
            "sortby": sortby,
            "offset": offset,
            "limit": limit,
            "sortdir": sortdir,
        },
    )


async def send(
    client: Client,
    *,
    includeloggedinuser: bool | Unset = UNSET,
    activeonly: bool | Unset = UNSET,
    refreshcache: bool | Unset = UNSET,
    sortby: WorkgroupSortField | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
) -> WorkgroupList:
    """List the current user's workgroups: `GET /users/current/workgroups`.

    Lists the workgroups of which the user is a member.

    Args:
        includeloggedinuser: Whether the current user is included.
        activeonly: Leave out workgroups that are not active.
        refreshcache: Whether the subscriptions of the workgroups are fetched anew.
        sortby: Fields by which workgroups can be sorted.
        offset: Number of items to skip before the page begins, counting from 0.
        limit: Size of the page at most. The server may return fewer; 1,024 is the largest value seen accepted,
            and a list of files may stop at 1,000.
        sortdir: Direction of sorting.
    """
    return await client.call(
        request(
            includeloggedinuser=includeloggedinuser,
            activeonly=activeonly,
            refreshcache=refreshcache,
            sortby=sortby,
            offset=offset,
            limit=limit,
            sortdir=sortdir,
        )
    )
