from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset, comma_separated, path_segment

if TYPE_CHECKING:
    from ...models.file_sort_field import FileSortField
    from ...models.files_list import FilesList
    from ...models.sort_direction import SortDirection


def request(
    id: str,
    *,
    filesetid: str | Unset = UNSET,
    extensions: str | Unset = UNSET,
    directory: str | Unset = UNSET,
    includesubdirectories: bool | Unset = UNSET,
    excludevcfindexfolder: bool | Unset = UNSET,
    excludebamcoveragefolder: bool | Unset = UNSET,
    excludesystemfolder: bool | Unset = UNSET,
    excludeemptyfiles: bool | Unset = UNSET,
    filehrefcontentresolution: bool | Unset = UNSET,
    statuses: list[str] | Unset = UNSET,
    turbomode: bool | Unset = UNSET,
    pathprefix: str | Unset = UNSET,
    sortby: FileSortField | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
    excludeextensions: str | Unset = UNSET,
) -> Request[FilesList]:
    """The request that `send` sends."""
    return Request(
        operation="listAppSessionLogFiles",
        method="GET",
        path=f"/appsessions/{path_segment(id)}/logfiles",
        result="FilesList",
        query={
            "filesetid": filesetid,
            "extensions": extensions,
            "directory": directory,
            "includesubdirectories": includesubdirectories,
            "excludevcfindexfolder": excludevcfindexfolder,
            "excludebamcoveragefolder": excludebamcoveragefolder,
            "excludesystemfolder": excludesystemfolder,
            "excludeemptyfiles": excludeemptyfiles,
            "filehrefcontentresolution": filehrefcontentresolution,
            "statuses": comma_separated(statuses),
            "turbomode": turbomode,
            "pathprefix": pathprefix,
            "sortby": sortby,
            "offset": offset,
            "limit": limit,
            "sortdir": sortdir,
            "excludeextensions": excludeextensions,
        },
    )


async def send(
    client: Client,
    id: str,
    *,
    filesetid: str | Unset = UNSET,
    extensions: str | Unset = UNSET,
    directory: str | Unset = UNSET,
    includesubdirectories: bool | Unset = UNSET,
    excludevcfindexfolder: bool | Unset = UNSET,
    excludebamcoveragefolder: bool | Unset = UNSET,
    excludesystemfolder: bool | Unset = UNSET,
    excludeemptyfiles: bool | Unset = UNSET,
    filehrefcontentresolution: bool | Unset = UNSET,
    statuses: list[str] | Unset = UNSET,
    turbomode: bool | Unset = UNSET,
    pathprefix: str | Unset = UNSET,
    sortby: FileSortField | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
    excludeextensions: str | Unset = UNSET,
) -> FilesList:
    """List log files of an analysis: `GET /appsessions/{id}/logfiles`.

    Lists the log files that an appsession wrote, narrowed by extension, directory or status.

    Args:
        id: Id of the analysis (appsession).
        filesetid: Presumably only files of this file set. The reference does not describe it.
        extensions: Only files with this extension.
        directory: Only files in this directory; `/` is the root.
        includesubdirectories: Whether subdirectories are listed too.
        excludevcfindexfolder: Leave out VCF index folders.
        excludebamcoveragefolder: Leave out BAM coverage folders.
        excludesystemfolder: Leave out system folders.
        excludeemptyfiles: Leave out files of size zero.
        filehrefcontentresolution: Put a direct link to the object store in each `HrefContent`, which saves one
            request for each file. Such links expire.
        statuses: Only files with one of these statuses; complete ones when it is left out.
        turbomode: Presumably a faster answer with less detail. The reference does not describe it.
        pathprefix: Text to put before the path of each file.
        sortby: Fields by which files can be sorted.
        offset: Number of items to skip before the page begins, counting from 0.
        limit: Size of the page at most. The server may return fewer; 1,024 is the largest value seen accepted,
            and a list of files may stop at 1,000.
        sortdir: Direction of sorting.
        excludeextensions: No files with these extensions, comma separated.
    """
    return await client.call(
        request(
            id,
            filesetid=filesetid,
            extensions=extensions,
            directory=directory,
            includesubdirectories=includesubdirectories,
            excludevcfindexfolder=excludevcfindexfolder,
            excludebamcoveragefolder=excludebamcoveragefolder,
            excludesystemfolder=excludesystemfolder,
            excludeemptyfiles=excludeemptyfiles,
            filehrefcontentresolution=filehrefcontentresolution,
            statuses=statuses,
            turbomode=turbomode,
            pathprefix=pathprefix,
            sortby=sortby,
            offset=offset,
            limit=limit,
            sortdir=sortdir,
            excludeextensions=excludeextensions,
        )
    )
