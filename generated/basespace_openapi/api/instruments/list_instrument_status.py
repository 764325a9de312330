from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset

if TYPE_CHECKING:
    from ...models.instrument_sort_field import InstrumentSortField
    from ...models.instrument_status_compact_list import InstrumentStatusCompactList
    from ...models.sort_direction import SortDirection


def request(
    *,
    serialnumbers: str | Unset = UNSET,
    includeactiveruns: bool | Unset = UNSET,
    sortby: InstrumentSortField | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
    id: str | Unset = UNSET,
) -> Request[InstrumentStatusCompactList]:
    """The request that `send` sends."""
    return Request(
        operation="listInstrumentStatus",
        method="GET",
        path="/instrumentstatus",
        result="InstrumentStatusCompactList",
        query={
            "serialnumbers": serialnumbers,
            "includeactiveruns": includeactiveruns,
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
    serialnumbers: str | Unset = UNSET,
    includeactiveruns: bool | Unset = UNSET,
    sortby: InstrumentSortField | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
    id: str | Unset = UNSET,
) -> InstrumentStatusCompactList:
    """List the status of instruments: `GET /instrumentstatus`.

    Lists instruments with their software and, where asked for, their active runs.

    Args:
        serialnumbers: Only instruments with these serial numbers, comma separated in one text.
        includeactiveruns: Whether the active runs of each instrument are listed.
        sortby: Fields by which instruments can be sorted.
        offset: Number of items to skip before the page begins, counting from 0.
        limit: Size of the page at most. The server may return fewer; 1,024 is the largest value seen accepted,
            and a list of files may stop at 1,000.
        sortdir: Direction of sorting.
        id: Id of the resource. The public clients list it for this operation without saying what it does.
    """
    return await client.call(
        request(
            serialnumbers=serialnumbers,
            includeactiveruns=includeactiveruns,
            sortby=sortby,
            offset=offset,
            limit=limit,
            sortdir=sortdir,
            id=id,
        )
    )
