from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import path_segment

if TYPE_CHECKING:
    from ...models.file_details import FileDetails


def request(id: str) -> Request[FileDetails]:
    """The request that `send` sends."""
    return Request(operation="getFile", method="GET", path=f"/files/{path_segment(id)}", result="FileDetails")


async def send(client: Client, id: str) -> FileDetails:
    """Get a file: `GET /files/{id}`.

    Returns the record of one file.

    Args:
        id: Id of the file.
    """
    return await client.call(request(id))
