from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset

if TYPE_CHECKING:
    from ...models.instrument_compact_list import InstrumentCompactList
    from ...models.instrument_sort_field import InstrumentSortField
    from ...models.sort_direction import SortDirection


def request(
    *,
    allworkgroups: bool | Unset = UNSET,
    activeruns: bool | Unset = UNSET,
    fromdate: str | Unset = UNSET,
    todate: str | Unset = UNSET,
    sortby: InstrumentSortField | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
    id: str | Unset = UNSET,
) -> Request[InstrumentCompactList]:
    """The request that `send` sends."""
    return Request(
        operation="listInstruments",
        method="GET",
        path="/instruments",
        result="InstrumentCompactList",
        query={
            "allworkgroups": allworkgroups,
            "activeruns": activeruns,
            "fromdate": fromdate,
            "todate": todate,
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
    allworkgroups: bool | Unset = UNSET,
    activeruns: bool | Unset = UNSET,
    fromdate: str | Unset = UNSET,
    todate: str | Unset = UNSET,
    sortby: InstrumentSortField | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
    id: str | Unset = UNSET,
) -> InstrumentCompactList:
    """List instruments: `GET /instruments`.

    Lists the instruments that the user can see.

    Args:
        allworkgroups: Whether instruments of all workgroups are listed.
        activeruns: Whether only instruments with active runs are listed, as the name says.
        fromdate: Start of a period; no source says more.
        todate: End of a period; no source says more.
        sortby: Fields by which instruments can be sorted.
        offset: Number of items to skip before the page begins, counting from 0.
        limit: Size of the page at most. The server may return fewer; 1,024 is the largest value seen accepted,
            and a list of files may stop at 1,000.
        sortdir: Direction of sorting.
        id: Id of the resource. The public clients list it for this operation without saying what it does.
    """
    return await client.call(
        request(
            allworkgroups=allworkgroups,
            activeruns=activeruns,
            fromdate=fromdate,
            todate=todate,
            sortby=sortby,
            offset=offset,
            limit=limit,
            sortdir=sortdir,
            id=id,
        )
    )
