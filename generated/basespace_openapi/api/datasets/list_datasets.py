from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset, comma_separated

if TYPE_CHECKING:
    from ...models.dataset_compact_list import DatasetCompactList
    from ...models.dataset_sort_field import DatasetSortField
    from ...models.sort_direction import SortDirection


def request(
    *,
    include: list[str] | Unset = UNSET,
    propertyfilters: list[str] | Unset = UNSET,
    datasettypes: list[str] | Unset = UNSET,
    qcstatus: list[str] | Unset = UNSET,
    uploadstatus: list[str] | Unset = UNSET,
    inputbiosamples: list[int] | Unset = UNSET,
    inputruns: list[int] | Unset = UNSET,
    sortby: DatasetSortField | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
    inputruntokens: list[str] | Unset = UNSET,
    projectid: str | Unset = UNSET,
    appsessionids: list[int] | Unset = UNSET,
    isarchived: str | Unset = UNSET,
) -> Request[DatasetCompactList]:
    """The request that `send` sends."""
    return Request(
        operation="listDatasets",
        method="GET",
        path="/datasets",
        result="DatasetCompactList",
        query={
            "include": comma_separated(include),
            "propertyfilters": comma_separated(propertyfilters),
            "datasettypes": comma_separated(datasettypes),
            "qcstatus": comma_separated(qcstatus),
            "uploadstatus": comma_separated(uploadstatus),
            "inputbiosamples": comma_separated(inputbiosamples),
            "inputruns": comma_separated(inputruns),
            "sortby": sortby,
            "offset": offset,
            "limit": limit,
            "sortdir": sortdir,
            "inputruntokens": comma_separated(inputruntokens),
            "projectid": projectid,
            "appsessionids": comma_separated(appsessionids),
            "isarchived": isarchived,
        },
    )


async def send(
    client: Client,
    *,
    include: list[str] | Unset = UNSET,
    propertyfilters: list[str] | Unset = UNSET,
    datasettypes: list[str] | Unset = UNSET,
    qcstatus: list[str] | Unset = UNSET,
    uploadstatus: list[str] | Unset = UNSET,
    inputbiosamples: list[int] | Unset = UNSET,
    inputruns: list[int] | Unset = UNSET,
    sortby: DatasetSortField | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
    inputruntokens: list[str] | Unset = UNSET,
    projectid: str | Unset = UNSET,
    appsessionids: list[int] | Unset = UNSET,
    isarchived: str | Unset = UNSET,
) -> DatasetCompactList:
    """List datasets: `GET /datasets`.

    Lists datasets, narrowed by type, status, or the biosamples and runs they came from. Properties and the root
    analysis come with them when asked for. Without `sortby`, real responses are sorted by DateCreated.

    Args:
        include: Further parts to return: `Properties` adds each dataset's properties, `AppSessionRoot` adds the
            analysis that a workflow began with to its AppSession.
        propertyfilters: Only return properties with these names, such as `Input.Runs`.
        datasettypes: Only datasets of these types; a leading tilde excludes a type, as in `~common.fastq`.
        qcstatus: Only datasets with one of these QC statuses.
        uploadstatus: Only datasets with one of these upload statuses.
        inputbiosamples: Only datasets that came from these biosamples, by id.
        inputruns: Only datasets that came from these runs, by id.
        sortby: Fields by which datasets can be sorted.
        offset: Number of items to skip before the page begins, counting from 0.
        limit: Size of the page at most. The server may return fewer; 1,024 is the largest value seen accepted,
            and a list of files may stop at 1,000.
        sortdir: Direction of sorting.
        inputruntokens: Only datasets whose input runs have these tokens; no source says more.
        projectid: Only datasets in this project.
        appsessionids: Only datasets of these analyses (appsessions).
        isarchived: Whether archived datasets are listed, others, or both; no source lists the values.
    """
    return await client.call(
        request(
            include=include,
            propertyfilters=propertyfilters,
            datasettypes=datasettypes,
            qcstatus=qcstatus,
            uploadstatus=uploadstatus,
            inputbiosamples=inputbiosamples,
            inputruns=inputruns,
            sortby=sortby,
            offset=offset,
            limit=limit,
            sortdir=sortdir,
            inputruntokens=inputruntokens,
            projectid=projectid,
            appsessionids=appsessionids,
            isarchived=isarchived,
        )
    )
