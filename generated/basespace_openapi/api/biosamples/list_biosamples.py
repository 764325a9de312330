from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset, comma_separated

if TYPE_CHECKING:
    from ...models.biosample_compact_list import BiosampleCompactList
    from ...models.biosample_sort_field import BiosampleSortField
    from ...models.sort_direction import SortDirection


def request(
    *,
    biosamplename: list[str] | Unset = UNSET,
    include: list[str] | Unset = UNSET,
    propertynamestartswith: list[str] | Unset = UNSET,
    status: list[str] | Unset = UNSET,
    labstatus: list[str] | Unset = UNSET,
    projectid: list[str] | Unset = UNSET,
    sortby: BiosampleSortField | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
) -> Request[BiosampleCompactList]:
    """The request that `send` sends."""
    return Request(
        operation="listBiosamples",
        method="GET",
        path="/biosamples",
        result="BiosampleCompactList",
        query={
            "biosamplename": comma_separated(biosamplename),
            "include": comma_separated(include),
            "propertynamestartswith": comma_separated(propertynamestartswith),
            "status": comma_separated(status),
            "labstatus": comma_separated(labstatus),
            "projectid": comma_separated(projectid),
            "sortby": sortby,
            "offset": offset,
            "limit": limit,
            "sortdir": sortdir,
        },
    )


async def send(
    client: Client,
    *,
    biosamplename: list[str] | Unset = UNSET,
    include: list[str] | Unset = UNSET,
    propertynamestartswith: list[str] | Unset = UNSET,
    status: list[str] | Unset = UNSET,
    labstatus: list[str] | Unset = UNSET,
    projectid: list[str] | Unset = UNSET,
    sortby: BiosampleSortField | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
) -> BiosampleCompactList:
    """List biosamples: `GET /biosamples`.

    Lists biosamples, narrowed by name, status, lab status or project.

    Args:
        biosamplename: Only biosamples with one of these names.
        include: Further parts to return with each biosample.
        propertynamestartswith: Presumably only properties whose names begin so. The reference does not describe
            it.
        status: Only biosamples with one of these statuses.
        labstatus: Only biosamples with one of these lab statuses.
        projectid: Only biosamples that have one of these projects as default, or that have datasets in one of
            them.
        sortby: Fields by which biosamples can be sorted.
        offset: Number of items to skip before the page begins, counting from 0.
        limit: Size of the page at most. The server may return fewer; 1,024 is the largest value seen accepted,
            and a list of files may stop at 1,000.
        sortdir: Direction of sorting.
    """
    return await client.call(
        request(
            biosamplename=biosamplename,
            include=include,
            propertynamestartswith=propertynamestartswith,
            status=status,
            labstatus=labstatus,
            projectid=projectid,
            sortby=sortby,
            offset=offset,
            limit=limit,
            sortdir=sortdir,
        )
    )
