from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset

if TYPE_CHECKING:
    from ...models.instrument_statistics_binning import InstrumentStatisticsBinning
    from ...models.instrument_statistics_list import InstrumentStatisticsList
    from ...models.instrument_statistics_sort_field import InstrumentStatisticsSortField
    from ...models.sort_direction import SortDirection


def request(
    *,
    serialnumbers: str | Unset = UNSET,
    fromdate: str | Unset = UNSET,
    todate: str | Unset = UNSET,
    binby: InstrumentStatisticsBinning | Unset = UNSET,
    timezone: str | Unset = UNSET,
    sortby: InstrumentStatisticsSortField | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
    id: str | Unset = UNSET,
) -> Request[InstrumentStatisticsList]:
    """The request that `send` sends."""
    return Request(
        operation="listInstrumentStatistics",
        method="GET",
        path="/instrumentstatistics",
        result="InstrumentStatisticsList",
        query={
            "serialnumbers": serialnumbers,
            "fromdate": fromdate,
            "todate": todate,
            "binby": binby,
            "timezone": timezone,
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
    fromdate: str | Unset = UNSET,
    todate: str | Unset = UNSET,
    binby: InstrumentStatisticsBinning | Unset = UNSET,
    timezone: str | Unset = UNSET,
    sortby: InstrumentStatisticsSortField | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
    id: str | Unset = UNSET,
) -> InstrumentStatisticsList:
    """List run time of instruments: `GET /instrumentstatistics`.

    Tells how long the given instruments ran within a time range, in total and binned by week or month.

    Args:
        serialnumbers: Serial numbers of the instruments, separated by commas.
        fromdate: Beginning of the time range, in ISO 8601.
        todate: End of the time range, in ISO 8601; today when left out.
        binby: Length of the bins of instrument statistics. Other values may appear.
        timezone: Time zone of the user, in which the bins begin and end.
        sortby: Fields by which instrument statistics can be sorted.
        offset: Number of items to skip before the page begins, counting from 0.
        limit: Size of the page at most. The server may return fewer; 1,024 is the largest value seen accepted,
            and a list of files may stop at 1,000.
        sortdir: Direction of sorting.
        id: Id of the resource. The reference lists it for this operation without saying what it does.
    """
    return await client.call(
        request(
            serialnumbers=serialnumbers,
            fromdate=fromdate,
            todate=todate,
            binby=binby,
            timezone=timezone,
            sortby=sortby,
            offset=offset,
            limit=limit,
            sortdir=sortdir,
            id=id,
        )
    )
