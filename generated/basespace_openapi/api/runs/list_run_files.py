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
    extensions: str | Unset = UNSET,
    directory: str | Unset = UNSET,
    filehrefcontentresolution: bool | Unset = UNSET,
    recursive: bool | Unset = UNSET,
    statuses: list[str] | Unset = UNSET,
    include: list[str] | Unset = UNSET,
    pathprefix: str | Unset = UNSET,
    sortby: FileSortField | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
    excludeextensions: str | Unset = UNSET,
) -> Request[FilesList]:
    """The request that `send` sends."""
    return Request(
        operation="listRunFiles",
        method="GET",
        path=f"/runs/{path_segment(id)}/files",
        result="FilesList",
        query={
            "extensions": extensions,
            "directory": directory,
            "filehrefcontentresolution": filehrefcontentresolution,
            "recursive": recursive,
            "statuses": comma_separated(statuses),
            "include": comma_separated(include),
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
    extensions: str | Unset = UNSET,
    directory: str | Unset = UNSET,
    filehrefcontentresolution: bool | Unset = UNSET,
    recursive: bool | Unset = UNSET,
    statuses: list[str] | Unset = UNSET,
    include: list[str] | Unset = UNSET,
    pathprefix: str | Unset = UNSET,
    sortby: FileSortField | Unset = UNSET,
    offset: int | Unset = UNSET,
    limit: int | Unset = UNSET,
    sortdir: SortDirection | Unset = UNSET,
    excludeextensions: str | Unset = UNSET,
) -> FilesList:
    """List files of a run: `GET /runs/{id}/files`.

    Lists the files of a sequencing run, narrowed by extension, directory or status.

    Args:
        id: Id of the run.
        extensions: Only files with one of these extensions, separated by commas.
        directory: Only files in this directory; `/` is the root.
        filehrefcontentresolution: Put a direct link to the object store in each `HrefContent`, which saves one
            request for each file. Such links expire.
        recursive: Together with `directory`: also list what lies in its subfolders.
        statuses: Only files with one of these statuses; complete ones when it is left out.
        include: Further parts to return: `Subdirectories`, `TotalCount` or both. Without the latter the paging
            may lack its total.
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
            extensions=extensions,
            directory=directory,
            filehrefcontentresolution=filehrefcontentresolution,
            recursive=recursive,
            statuses=statuses,
            include=include,
            pathprefix=pathprefix,
            sortby=sortby,
            offset=offset,
            limit=limit,
            sortdir=sortdir,
            excludeextensions=excludeextensions,
        )
    )
