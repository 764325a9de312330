from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset, path_segment

if TYPE_CHECKING:
    from ...models.file_details import FileDetails


def request(
    id: str,
    *,
    body: bytes | Unset = UNSET,
    name: str | Unset = UNSET,
    directory: str | Unset = UNSET,
    multipart: bool | Unset = UNSET,
) -> Request[FileDetails]:
    """The request that `send` sends."""
    return Request(
        operation="addDatasetFile",
        method="POST",
        path=f"/datasets/{path_segment(id)}/files",
        result="FileDetails",
        query={"name": name, "directory": directory, "multipart": multipart},
        body=body,
    )


async def send(
    client: Client,
    id: str,
    *,
    body: bytes | Unset = UNSET,
    name: str | Unset = UNSET,
    directory: str | Unset = UNSET,
    multipart: bool | Unset = UNSET,
) -> FileDetails:
    """Add a file to a dataset: `POST /datasets/{id}/files`.

    Starts the upload of a file in parts, or uploads a small file whole, to a dataset. Public sources disagree on
    the form of the request: a form with the part `file`, or the bytes themselves with the name in the query, as in
    v1pre3.

    Args:
        id: Id of the dataset.
        name: Name of the file, without a directory.
        directory: Directory of the file, with forward slashes; the root where it is left out.
        multipart: Whether the content comes in parts. The content is the body of the request otherwise.
    """
    return await client.call(request(id, body=body, name=name, directory=directory, multipart=multipart))
