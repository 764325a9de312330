from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset

if TYPE_CHECKING:
    from ...models.legacy_run_resource_list import LegacyRunResourceList


def request(
    *,
    statuses: str | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sort_by: str | Unset = UNSET,
    sort_dir: str | Unset = UNSET,
) -> Request[LegacyRunResourceList]:
    """The request that `send` sends."""
    return Request(
        operation="listCurrentUserRuns",
        method="GET",
        path="/v1pre3/users/current/runs",
        result="LegacyRunResourceList",
        wrapped=True,
        query={"Statuses": statuses, "Offset": offset, "Limit": limit, "SortBy": sort_by, "SortDir": sort_dir},
    )


async def send(
    client: Client,
    *,
    statuses: str | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sort_by: str | Unset = UNSET,
    sort_dir: str | Unset = UNSET,
) -> LegacyRunResourceList:
    """List runs (v1pre3): `GET /v1pre3/users/current/runs`.

    Lists the runs of the current user.

    Args:
        statuses: Only runs with these statuses, comma separated.
        offset: Number of items to skip before the page begins, counting from 0.
        limit: Size of the page at most; 1,024 is the largest that is documented.
        sort_by: Field to sort by; no source lists all values.
        sort_dir: Direction of the sorting: Asc or Desc.
    """
    return await client.call(request(statuses=statuses, offset=offset, limit=limit, sort_by=sort_by, sort_dir=sort_dir))
