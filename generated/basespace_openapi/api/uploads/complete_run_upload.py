from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import path_segment

if TYPE_CHECKING:
    from ...models.complete_run_upload_request import CompleteRunUploadRequest
    from ...models.file import File


def request(id: str, *, body: CompleteRunUploadRequest) -> Request[File]:
    """The request that `send` sends."""
    return Request(
        operation="completeRunUpload",
        method="POST",
        path=f"/runs/{path_segment(id)}/file-upload-info",
        result="File",
        body=body,
    )


async def send(client: Client, id: str, *, body: CompleteRunUploadRequest) -> File:
    """Complete an upload to a run: `POST /runs/{id}/file-upload-info`.

    Joins the parts that were put to presigned links and registers the file with the run.

    Args:
        id: Id of the run.
    """
    return await client.call(request(id, body=body))
