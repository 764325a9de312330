from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset, comma_separated

if TYPE_CHECKING:
    from ...models.appsession_compact_list import AppSessionCompactList
    from ...models.appsession_include import AppSessionInclude
    from ...models.appsession_sort_field import AppSessionSortField
    from ...models.sort_direction import SortDirection


def request(
    *,
    appid: int | Unset = UNSET,
    applicationfamilyslugs: list[str] | Unset = UNSET,
    datemodified: str | Unset = UNSET,
    executionstatus: str | Unset = UNSET,
    qcstatus: str | Unset = UNSET,
    deliverystatus: str | Unset = UNSET,
    name: str | Unset = UNSET,
    output_projects: list[int] | Unset = UNSET,
    input_runs: list[int] | Unset = UNSET,
    input_biosamples: list[int] | Unset = UNSET,
    include: AppSessionInclude | Unset = UNSET,
    propertyfilters: list[str] | Unset = UNSET,
    usercreatedby: int | Unset = UNSET,
    sortby: AppSessionSortField | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
    ownedbycurrentuser: bool | Unset = UNSET,
) -> Request[AppSessionCompactList]:
    """The request that `send` sends."""
    return Request(
        operation="listAppSessions",
        method="GET",
        path="/appsessions",
        result="AppSessionCompactList",
        query={
            "appid": appid,
            "applicationfamilyslugs": comma_separated(applicationfamilyslugs),
            "datemodified": datemodified,
            "executionstatus": executionstatus,
            "qcstatus": qcstatus,
            "deliverystatus": deliverystatus,
            "name": name,
            "output.projects": comma_separated(output_projects),
            "input.runs": comma_separated(input_runs),
            "input.biosamples": comma_separated(input_biosamples),
            "include": include,
            "propertyfilters": comma_separated(propertyfilters),
            "usercreatedby": usercreatedby,
            "sortby": sortby,
            "offset": offset,
            "limit": limit,
            "sortdir": sortdir,
            "ownedbycurrentuser": ownedbycurrentuser,
        },
    )


async def send(
    client: Client,
    *,
    appid: int | Unset = UNSET,
    applicationfamilyslugs: list[str] | Unset = UNSET,
    datemodified: str | Unset = UNSET,
    executionstatus: str | Unset = UNSET,
    qcstatus: str | Unset = UNSET,
    deliverystatus: str | Unset = UNSET,
    name: str | Unset = UNSET,
    output_projects: list[int] | Unset = UNSET,
    input_runs: list[int] | Unset = UNSET,
    input_biosamples: list[int] | Unset = UNSET,
    include: AppSessionInclude | Unset = UNSET,
    propertyfilters: list[str] | Unset = UNSET,
    usercreatedby: int | Unset = UNSET,
    sortby: AppSessionSortField | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
    ownedbycurrentuser: bool | Unset = UNSET,
) -> AppSessionCompactList:
    """List analyses: `GET /appsessions`.

    Lists appsessions, narrowed by app, status, name, inputs, output projects or creator. Child analyses and logs
    come with them when asked for.

    Args:
        appid: Only analyses run with the application of this id.
        applicationfamilyslugs: Only analyses of these application families, given by slug.
        datemodified: Presumably only analyses modified at or after this date. The reference does not describe
            it.
        executionstatus: Only analyses with this execution status.
        qcstatus: Only analyses with this QC status.
        deliverystatus: Only analyses with this delivery status.
        name: Presumably only analyses with this name. The reference does not describe it.
        output_projects: Only analyses that write to these projects, by id.
        input_runs: Only analyses that read these runs, by id.
        input_biosamples: Only analyses that read these biosamples, by id.
        include: Parts that can be returned with an analysis.
        propertyfilters: Only analyses that have properties with these names.
        usercreatedby: Only analyses created by the user with this id.
        sortby: Fields by which analyses can be sorted.
        offset: Number of items to skip before the page begins, counting from 0.
        limit: Size of the page at most. The server may return fewer; 1,024 is the largest value seen accepted,
            and a list of files may stop at 1,000.
        sortdir: Direction of sorting.
        ownedbycurrentuser: Whether only analyses that the current user owns are listed.
    """
    return await client.call(
        request(
            appid=appid,
            applicationfamilyslugs=applicationfamilyslugs,
            datemodified=datemodified,
            executionstatus=executionstatus,
            qcstatus=qcstatus,
            deliverystatus=deliverystatus,
            name=name,
            output_projects=output_projects,
            input_runs=input_runs,
            input_biosamples=input_biosamples,
            include=include,
            propertyfilters=propertyfilters,
            usercreatedby=usercreatedby,
            sortby=sortby,
            offset=offset,
            limit=limit,
            sortdir=sortdir,
            ownedbycurrentuser=ownedbycurrentuser,
        )
    )
