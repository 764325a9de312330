from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset, path_segment

if TYPE_CHECKING:
    from ...models.sort_direction import SortDirection
    from ...models.user_setting_list import UserSettingList
    from ...models.user_setting_sort_field import UserSettingSortField


def request(
    id: str,
    *,
    sortby: UserSettingSortField | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
) -> Request[UserSettingList]:
    """The request that `send` sends."""
    return Request(
        operation="listUserSettings",
        method="GET",
        path=f"/users/{path_segment(id)}/settings",
        result="UserSettingList",
        query={"sortby": sortby, "offset": offset, "limit": limit, "sortdir": sortdir},
    )


async def send(
    client: Client,
    id: str,
    *,
    sortby: UserSettingSortField | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
) -> UserSettingList:
    """List settings of a user: `GET /users/{id}/settings`.

    Lists a user's settings, such as how to be notified.

    Args:
        id: Id of the user.
        sortby: Fields by which user settings can be sorted.
        offset: Number of items to skip before the page begins, counting from 0.
        limit: Size of the page at most. The server may return fewer; 1,024 is the largest value seen accepted,
            and a list of files may stop at 1,000.
        sortdir: Direction of sorting.
    """
    return await client.call(request(id, sortby=sortby, offset=offset, limit=limit, sortdir=sortdir))
