from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset, comma_separated

if TYPE_CHECKING:
    from ...models.resource_manifest import ResourceManifest
    from ...models.sort_direction import SortDirection


def request(
    *,
    projects: list[str] | Unset = UNSET,
    appsessions: list[str] | Unset = UNSET,
    samples: list[str] | Unset = UNSET,
    appresults: list[str] | Unset = UNSET,
    datasets: list[str] | Unset = UNSET,
    runmetrics: list[str] | Unset = UNSET,
    runlogs: list[str] | Unset = UNSET,
    runimages: list[str] | Unset = UNSET,
    ipdrunparameters: list[str] | Unset = UNSET,
    fileszipped: bool | Unset = UNSET,
    extensions: list[str] | Unset = UNSET,
    excludeemptyfiles: bool | Unset = UNSET,
    sortby: str | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
    id: str | Unset = UNSET,
) -> Request[ResourceManifest]:
    """The request that `send` sends."""
    return Request(
        operation="getResourceManifest",
        method="GET",
        path="/resourcemanifest",
        result="ResourceManifest",
        query={
            "projects": comma_separated(projects),
            "appsessions": comma_separated(appsessions),
            "samples": comma_separated(samples),
            "appresults": comma_separated(appresults),
            "datasets": comma_separated(datasets),
            "runmetrics": comma_separated(runmetrics),
            "runlogs": comma_separated(runlogs),
            "runimages": comma_separated(runimages),
            "ipdrunparameters": comma_separated(ipdrunparameters),
            "fileszipped": fileszipped,
            "extensions": comma_separated(extensions),
            "excludeemptyfiles": excludeemptyfiles,
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
    projects: list[str] | Unset = UNSET,
    appsessions: list[str] | Unset = UNSET,
    samples: list[str] | Unset = UNSET,
    appresults: list[str] | Unset = UNSET,
    datasets: list[str] | Unset = UNSET,
    runmetrics: list[str] | Unset = UNSET,
    runlogs: list[str] | Unset = UNSET,
    runimages: list[str] | Unset = UNSET,
    ipdrunparameters: list[str] | Unset = UNSET,
    fileszipped: bool | Unset = UNSET,
    extensions: list[str] | Unset = UNSET,
    excludeemptyfiles: bool | Unset = UNSET,
    sortby: str | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
    id: str | Unset = UNSET,
) -> ResourceManifest:
    """Get sizes and files of many resources: `GET /resourcemanifest`.

    Says where the files of up to 300 projects, analyses, samples, app results, datasets or runs are, and how large
    they are.

    Args:
        projects: Ids of projects.
        appsessions: Ids of analyses (appsessions).
        samples: Ids of samples.
        appresults: Ids of app results.
        datasets: Ids of datasets.
        runmetrics: Ids of runs whose metrics files are wanted.
        runlogs: Ids of runs whose log files are wanted.
        runimages: Ids of runs whose images are wanted.
        ipdrunparameters: Ids of runs whose run parameters are wanted, as the name says.
        fileszipped: Whether the files are zipped.
        extensions: Only files with these extensions.
        excludeemptyfiles: Whether files of no bytes are left out.
        sortby: Field to sort by; no source lists the values.
        offset: Number of items to skip before the page begins, counting from 0.
        limit: Size of the page at most. The server may return fewer; 1,024 is the largest value seen accepted,
            and a list of files may stop at 1,000.
        sortdir: Direction of sorting.
        id: Id of the resource. The public clients list it for this operation without saying what it does.
    """
    return await client.call(
        request(
            projects=projects,
            appsessions=appsessions,
            samples=samples,
            appresults=appresults,
            datasets=datasets,
            runmetrics=runmetrics,
            runlogs=runlogs,
            runimages=runimages,
            ipdrunparameters=ipdrunparameters,
            fileszipped=fileszipped,
            extensions=extensions,
            excludeemptyfiles=excludeemptyfiles,
            sortby=sortby,
            offset=offset,
            limit=limit,
            sortdir=sortdir,
            id=id,
        )
    )
