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
        operation="addSampleFile",
        method="POST",
        path=f"/v1pre3/samples/{path_segment(id)}/files",
        result="FileDetails",
        wrapped=True,
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
    """Add a file to a sample: `POST /v1pre3/samples/{id}/files`.

    Starts the upload of a file in parts, or uploads a small file whole, to a sample.

    Args:
        id: Id of the sample.
        name: Name of the file, without a directory.
        directory: Directory of the file, with forward slashes; the root where it is left out.
        multipart: Whether the content comes in parts. The content is the body of the request otherwise.
    """
    return await client.call(request(id, body=body, name=name, directory=directory, multipart=multipart))
