from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset, comma_separated

if TYPE_CHECKING:
    from ...models.sort_direction import SortDirection
    from ...models.user_agreement_compact_list import UserAgreementCompactList
    from ...models.user_agreement_sort_field import UserAgreementSortField


def request(
    *,
    applicationid: str | Unset = UNSET,
    title: str | Unset = UNSET,
    category: str | Unset = UNSET,
    include: list[str] | Unset = UNSET,
    sortby: UserAgreementSortField | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
    id: str | Unset = UNSET,
) -> Request[UserAgreementCompactList]:
    """The request that `send` sends."""
    return Request(
        operation="listUserAgreements",
        method="GET",
        path="/useragreements",
        result="UserAgreementCompactList",
        query={
            "applicationid": applicationid,
            "title": title,
            "category": category,
            "include": comma_separated(include),
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
    applicationid: str | Unset = UNSET,
    title: str | Unset = UNSET,
    category: str | Unset = UNSET,
    include: list[str] | Unset = UNSET,
    sortby: UserAgreementSortField | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
    id: str | Unset = UNSET,
) -> UserAgreementCompactList:
    """List agreements: `GET /useragreements`.

    Lists the agreements that the current user has signed or has still to sign. Clients put a slash at the end of
    the path.

    Args:
        applicationid: Only agreements of this application; agreements of no application where it is left out.
        title: Only agreements with exactly this title.
        category: Only agreements of this category.
        include: What to add to each agreement; no source lists the values.
        sortby: Fields by which agreements can be sorted.
        offset: Number of items to skip before the page begins, counting from 0.
        limit: Size of the page at most. The server may return fewer; 1,024 is the largest value seen accepted,
            and a list of files may stop at 1,000.
        sortdir: Direction of sorting.
        id: Id of the resource. The public clients list it for this operation without saying what it does.
    """
    return await client.call(
        request(
            applicationid=applicationid,
            title=title,
            category=category,
            include=include,
            sortby=sortby,
            offset=offset,
            limit=limit,
            sortdir=sortdir,
            id=id,
        )
    )
