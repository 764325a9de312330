from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset, path_segment

if TYPE_CHECKING:
    from ...models.presigned_upload import PresignedUpload


def request(
    id: str, *, filepath: str | Unset = UNSET, uploadpartcount: int | Unset = UNSET
) -> Request[PresignedUpload]:
    """The request that `send` sends."""
    return Request(
        operation="getRunUploadLinks",
        method="GET",
        path=f"/runs/{path_segment(id)}/file-upload-info",
        result="PresignedUpload",
        query={"filepath": filepath, "uploadpartcount": uploadpartcount},
    )


async def send(
    client: Client, id: str, *, filepath: str | Unset = UNSET, uploadpartcount: int | Unset = UNSET
) -> PresignedUpload:
    """Get links for an upload to a run: `GET /runs/{id}/file-upload-info`.

    Returns presigned links of the object store for one new file of a run. Treat the answer as secret.

    Args:
        id: Id of the run.
        filepath: Path of the new file in the run.
        uploadpartcount: Number of parts. Without it the answer presumably has one link for the whole file.
    """
    return await client.call(request(id, filepath=filepath, uploadpartcount=uploadpartcount))
