from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import path_segment

if TYPE_CHECKING:
    from ...models.complete_dataset_upload_request import CompleteDatasetUploadRequest
    from ...models.file import File


def request(id: str, *, body: CompleteDatasetUploadRequest) -> Request[File]:
    """The request that `send` sends."""
    return Request(
        operation="completeDatasetUpload",
        method="POST",
        path=f"/datasets/{path_segment(id)}/file-upload-info",
        result="File",
        body=body,
    )


async def send(client: Client, id: str, *, body: CompleteDatasetUploadRequest) -> File:
    """Complete an upload to a dataset: `POST /datasets/{id}/file-upload-info`.

    Joins the parts that were put to presigned links and registers the file with the dataset.

    Args:
        id: Id of the dataset.
    """
    return await client.call(request(id, body=body))
