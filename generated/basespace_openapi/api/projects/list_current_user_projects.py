from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset

if TYPE_CHECKING:
    from ...models.project_resource_list import ProjectResourceList


def request(
    *,
    name: str | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sort_by: str | Unset = UNSET,
    sort_dir: str | Unset = UNSET,
) -> Request[ProjectResourceList]:
    """The request that `send` sends."""
    return Request(
        operation="listCurrentUserProjects",
        method="GET",
        path="/v1pre3/users/current/projects",
        result="ProjectResourceList",
        wrapped=True,
        query={"Name": name, "Offset": offset, "Limit": limit, "SortBy": sort_by, "SortDir": sort_dir},
    )


async def send(
    client: Client,
    *,
    name: str | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sort_by: str | Unset = UNSET,
    sort_dir: str | Unset = UNSET,
) -> ProjectResourceList:
    """List projects: `GET /v1pre3/users/current/projects`.

    Lists the projects of the current user. Version 2 has no list of projects.

    Args:
        name: Only the project of this name.
        offset: Number of items to skip before the page begins, counting from 0.
        limit: Size of the page at most; 1,024 is the largest that is documented.
        sort_by: Field to sort by; no source lists all values.
        sort_dir: Direction of the sorting: Asc or Desc.
    """
    return await client.call(request(name=name, offset=offset, limit=limit, sort_by=sort_by, sort_dir=sort_dir))
