from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import path_segment

if TYPE_CHECKING:
    from ...models.direct_upload_information import DirectUploadInformation


def request(id: str) -> Request[DirectUploadInformation]:
    """The request that `send` sends."""
    return Request(
        operation="getDatasetUploadCredentials",
        method="GET",
        path=f"/datasets/{path_segment(id)}/direct-upload-info",
        result="DirectUploadInformation",
    )


async def send(client: Client, id: str) -> DirectUploadInformation:
    """Get credentials for an upload to a dataset: `GET /datasets/{id}/direct-upload-info`.

    Returns temporary credentials of the object store, with which the files of a new dataset are put into its
    bucket. Treat the answer as secret.

    Args:
        id: Id of the dataset.
    """
    return await client.call(request(id))
