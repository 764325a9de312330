from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset, path_segment

if TYPE_CHECKING:
    from ...models.run_lane_summary_list import RunLaneSummaryList
    from ...models.run_lane_summary_sort_field import RunLaneSummarySortField
    from ...models.sort_direction import SortDirection


def request(
    id: str,
    *,
    sortby: RunLaneSummarySortField | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
) -> Request[RunLaneSummaryList]:
    """The request that `send` sends."""
    return Request(
        operation="listBiosampleRunLaneSummaries",
        method="GET",
        path=f"/biosamples/{path_segment(id)}/runlanesummaries",
        result="RunLaneSummaryList",
        query={"sortby": sortby, "offset": offset, "limit": limit, "sortdir": sortdir},
    )


async def send(
    client: Client,
    id: str,
    *,
    sortby: RunLaneSummarySortField | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
) -> RunLaneSummaryList:
    """List run lanes of a biosample: `GET /biosamples/{id}/runlanesummaries`.

    Tells on which lanes of which runs a biosample was sequenced, and how far its FASTQ files have come.

    Args:
        id: Id of the biosample.
        sortby: Fields by which lane summaries can be sorted.
        offset: Number of items to skip before the page begins, counting from 0.
        limit: Size of the page at most. The server may return fewer; 1,024 is the largest value seen accepted,
            and a list of files may stop at 1,000.
        sortdir: Direction of sorting.
    """
    return await client.call(request(id, sortby=sortby, offset=offset, limit=limit, sortdir=sortdir))
