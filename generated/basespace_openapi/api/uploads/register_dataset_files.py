from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset, path_segment

if TYPE_CHECKING:
    from ...models.file_compact_list import FileCompactList
    from ...models.register_files_request import RegisterFilesRequest
    from ...models.sort_direction import SortDirection


def request(id: str, *, body: RegisterFilesRequest, sortdir: SortDirection | Unset = UNSET) -> Request[FileCompactList]:
    """The request that `send` sends."""
    return Request(
        operation="registerDatasetFiles",
        method="POST",
        path=f"/datasets/{path_segment(id)}/direct-upload-info",
        result="FileCompactList",
        query={"sortdir": sortdir},
        body=body,
    )


async def send(
    client: Client, id: str, *, body: RegisterFilesRequest, sortdir: SortDirection | Unset = UNSET
) -> FileCompactList:
    """Register files that were put into the bucket: `POST /datasets/{id}/direct-upload-info`.

    Reports the files that were put into the bucket of a dataset, so that they become its files.

    Args:
        id: Id of the dataset.
        sortdir: Direction of sorting.
    """
    return await client.call(request(id, body=body, sortdir=sortdir))
