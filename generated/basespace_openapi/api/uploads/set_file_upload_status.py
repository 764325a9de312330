from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import path_segment

if TYPE_CHECKING:
    from ...models.file_details import FileDetails


def request(id: str, *, uploadstatus: str) -> Request[FileDetails]:
    """The request that `send` sends."""
    return Request(
        operation="setFileUploadStatus",
        method="POST",
        path=f"/v1pre3/files/{path_segment(id)}",
        result="FileDetails",
        wrapped=True,
        query={"uploadstatus": uploadstatus},
    )


async def send(client: Client, id: str, *, uploadstatus: str) -> FileDetails:
    """Complete or abort an upload (v1pre3): `POST /v1pre3/files/{id}`.

    Joins the parts of a file, or gives the upload up.

    Args:
        id: Id of the file.
        uploadstatus: What is to be done: complete or aborted.
    """
    return await client.call(request(id, uploadstatus=uploadstatus))
