from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset

if TYPE_CHECKING:
    from ...models.sort_direction import SortDirection
    from ...models.usage_in_period_list import UsageInPeriodList
    from ...models.usage_sort_field import UsageSortField


def request(
    *,
    includeloggedinuser: bool | Unset = UNSET,
    periods: int | Unset = UNSET,
    refreshcache: bool | Unset = UNSET,
    sortby: UsageSortField | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
    id: str | Unset = UNSET,
) -> Request[UsageInPeriodList]:
    """The request that `send` sends."""
    return Request(
        operation="listCurrentUserUsage",
        method="GET",
        path="/users/current/usage",
        result="UsageInPeriodList",
        query={
            "includeloggedinuser": includeloggedinuser,
            "periods": periods,
            "refreshcache": refreshcache,
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
    includeloggedinuser: bool | Unset = UNSET,
    periods: int | Unset = UNSET,
    refreshcache: bool | Unset = UNSET,
    sortby: UsageSortField | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
    id: str | Unset = UNSET,
) -> UsageInPeriodList:
    """List storage and compute usage: `GET /users/current/usage`.

    Reports what was stored and computed, period by period, for the user's own account and for each workgroup that
    the user owns.

    Args:
        includeloggedinuser: Presumably whether the user's own account is included. The reference does not
            describe it.
        periods: Presumably how many periods to report. The reference does not describe it.
        refreshcache: Presumably compute the answer anew, not from the cache.
        sortby: Fields by which usage periods can be sorted.
        offset: Number of items to skip before the page begins, counting from 0.
        limit: Size of the page at most. The server may return fewer; 1,024 is the largest value seen accepted,
            and a list of files may stop at 1,000.
        sortdir: Direction of sorting.
        id: Id of the resource. The reference lists it for this operation without saying what it does.
    """
    return await client.call(
        request(
            includeloggedinuser=includeloggedinuser,
            periods=periods,
            refreshcache=refreshcache,
            sortby=sortby,
            offset=offset,
            limit=limit,
            sortdir=sortdir,
            id=id,
        )
    )
