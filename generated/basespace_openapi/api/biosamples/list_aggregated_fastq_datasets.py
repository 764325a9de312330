from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset, comma_separated, path_segment

if TYPE_CHECKING:
    from ...models.dataset_compact_list import DatasetCompactList
    from ...models.dataset_sort_field import DatasetSortField
    from ...models.sort_direction import SortDirection


def request(
    id: str,
    *,
    selectedlibraryprepids: list[str] | Unset = UNSET,
    mixlibrarytypesallowed: bool | Unset = UNSET,
    sortby: DatasetSortField | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
) -> Request[DatasetCompactList]:
    """The request that `send` sends."""
    return Request(
        operation="listAggregatedFastqDatasets",
        method="GET",
        path=f"/biosamples/{path_segment(id)}/aggregatedfastqdatasets",
        result="DatasetCompactList",
        query={
            "selectedlibraryprepids": comma_separated(selectedlibraryprepids),
            "mixlibrarytypesallowed": mixlibrarytypesallowed,
            "sortby": sortby,
            "offset": offset,
            "limit": limit,
            "sortdir": sortdir,
        },
    )


async def send(
    client: Client,
    id: str,
    *,
    selectedlibraryprepids: list[str] | Unset = UNSET,
    mixlibrarytypesallowed: bool | Unset = UNSET,
    sortby: DatasetSortField | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
) -> DatasetCompactList:
    """List FASTQ datasets that would be aggregated: `GET /biosamples/{id}/aggregatedfastqdatasets`.

    Lists the FASTQ datasets that would be taken together for a biosample. No source gives the shape of the answer;
    a list of datasets is presumed.

    Args:
        id: Id of the biosample.
        selectedlibraryprepids: Only datasets of these library preparations.
        mixlibrarytypesallowed: Whether datasets of different library types may be taken together.
        sortby: Fields by which datasets can be sorted.
        offset: Number of items to skip before the page begins, counting from 0.
        limit: Size of the page at most. The server may return fewer; 1,024 is the largest value seen accepted,
            and a list of files may stop at 1,000.
        sortdir: Direction of sorting.
    """
    return await client.call(
        request(
            id,
            selectedlibraryprepids=selectedlibraryprepids,
            mixlibrarytypesallowed=mixlibrarytypesallowed,
            sortby=sortby,
            offset=offset,
            limit=limit,
            sortdir=sortdir,
        )
    )
