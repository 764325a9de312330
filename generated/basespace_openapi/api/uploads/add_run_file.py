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
        operation="addRunFile",
        method="POST",
        path=f"/runs/{path_segment(id)}/files",
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
    """Add a file to a run: `POST /runs/{id}/files`.

    Starts the upload of a file in parts, or uploads a small file whole, to a run. Public sources show a form with
    the part `file`; the form here is that of v1pre3.

    Args:
        id: Id of the run.
        name: Name of the file, without a directory.
        directory: Directory of the file, with forward slashes; the root where it is left out.
        multipart: Whether the content comes in parts. The content is the body of the request otherwise.
    """
    return await client.call(request(id, body=body, name=name, directory=directory, multipart=multipart))
