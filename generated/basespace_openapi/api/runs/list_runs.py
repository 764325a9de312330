from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset, comma_separated

if TYPE_CHECKING:
    from ...models.run_compact_list import RunCompactList
    from ...models.run_sort_field import RunSortField
    from ...models.sort_direction import SortDirection


def request(
    *,
    statuses: str | Unset = UNSET,
    instrumenttype: str | Unset = UNSET,
    laneandqcstatuses: str | Unset = UNSET,
    flowcellbarcode: str | Unset = UNSET,
    experimentname: str | Unset = UNSET,
    output_projects: list[str] | Unset = UNSET,
    include: list[str] | Unset = UNSET,
    propertynamestartswith: list[str] | Unset = UNSET,
    excludepropertynamestartswith: list[str] | Unset = UNSET,
    sortby: RunSortField | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
    id: str | Unset = UNSET,
) -> Request[RunCompactList]:
    """The request that `send` sends."""
    return Request(
        operation="listRuns",
        method="GET",
        path="/runs",
        result="RunCompactList",
        query={
            "statuses": statuses,
            "instrumenttype": instrumenttype,
            "laneandqcstatuses": laneandqcstatuses,
            "flowcellbarcode": flowcellbarcode,
            "experimentname": experimentname,
            "output.projects": comma_separated(output_projects),
            "include": comma_separated(include),
            "propertynamestartswith": comma_separated(propertynamestartswith),
            "excludepropertynamestartswith": comma_separated(excludepropertynamestartswith),
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
    statuses: str | Unset = UNSET,
    instrumenttype: str | Unset = UNSET,
    laneandqcstatuses: str | Unset = UNSET,
    flowcellbarcode: str | Unset = UNSET,
    experimentname: str | Unset = UNSET,
    output_projects: list[str] | Unset = UNSET,
    include: list[str] | Unset = UNSET,
    propertynamestartswith: list[str] | Unset = UNSET,
    excludepropertynamestartswith: list[str] | Unset = UNSET,
    sortby: RunSortField | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
    id: str | Unset = UNSET,
) -> RunCompactList:
    """List runs: `GET /runs`.

    Lists the sequencing runs that the current user can reach.

    Args:
        statuses: Only runs with these statuses, comma separated in one text.
        instrumenttype: Only runs of instruments of this type.
        laneandqcstatuses: Only runs with these lane and QC statuses, comma separated in one text: Inital
            (spelled so), QcPassed, LaneQcFailed.
        flowcellbarcode: Only runs of this flow cell; an empty text asks for runs without one.
        experimentname: Only runs of this experiment.
        output_projects: Only runs with output in these projects.
        include: What to add to each run, such as Properties.
        propertynamestartswith: Only properties whose names begin so.
        excludepropertynamestartswith: No properties whose names begin so; 1,024 at most.
        sortby: Fields by which runs can be sorted.
        offset: Number of items to skip before the page begins, counting from 0.
        limit: Size of the page at most. The server may return fewer; 1,024 is the largest value seen accepted,
            and a list of files may stop at 1,000.
        sortdir: Direction of sorting.
        id: Id of the resource. The public clients list it for this operation without saying what it does.
    """
    return await client.call(
        request(
            statuses=statuses,
            instrumenttype=instrumenttype,
            laneandqcstatuses=laneandqcstatuses,
            flowcellbarcode=flowcellbarcode,
            experimentname=experimentname,
            output_projects=output_projects,
            include=include,
            propertynamestartswith=propertynamestartswith,
            excludepropertynamestartswith=excludepropertynamestartswith,
            sortby=sortby,
            offset=offset,
            limit=limit,
            sortdir=sortdir,
            id=id,
        )
    )
