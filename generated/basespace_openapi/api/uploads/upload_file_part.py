from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import path_segment

if TYPE_CHECKING:
    from ...models.file_part import FilePart


def request(id: str, number: int, *, body: bytes) -> Request[FilePart]:
    """The request that `send` sends."""
    return Request(
        operation="uploadFilePart",
        method="PUT",
        path=f"/v1pre3/files/{path_segment(id)}/parts/{path_segment(number)}",
        result="FilePart",
        wrapped=True,
        body=body,
    )


async def send(client: Client, id: str, number: int, *, body: bytes) -> FilePart:
    """Upload a part of a file (v1pre3): `PUT /v1pre3/files/{id}/parts/{number}`.

    Uploads one part: at least 5 MB, except for the last, and at most 25 MB. Parts may come in any order, and again.

    Args:
        id: Id of the file.
        number: Number of the part, from 1 to 10,000.
    """
    return await client.call(request(id, number, body=body))
