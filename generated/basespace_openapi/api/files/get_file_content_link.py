from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset, path_segment

if TYPE_CHECKING:
    from ...models.file_content_link import FileContentLink


def request(id: str, *, redirect: str | Unset = UNSET) -> Request[FileContentLink]:
    """The request that `send` sends."""
    return Request(
        operation="getFileContentLink",
        method="GET",
        path=f"/files/{path_segment(id)}/content",
        result="FileContentLink",
        query={"redirect": redirect},
    )


async def send(client: Client, id: str, *, redirect: str | Unset = UNSET) -> FileContentLink:
    """Get the content of a file: `GET /files/{id}/content`.

    Answers with a redirect to the object store, or with the link in a body. A request that names a `Content-Type`
    of JSON is refused with 403.

    Args:
        id: Id of the file.
        redirect: `true` for a redirect, `meta` for a body with the link; `proxy` is believed to send the
            content itself.
    """
    return await client.call(request(id, redirect=redirect))
