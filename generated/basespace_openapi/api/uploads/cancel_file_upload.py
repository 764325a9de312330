from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import path_segment

if TYPE_CHECKING:
    pass


def request(id: str) -> Request[None]:
    """The request that `send` sends."""
    return Request(operation="cancelFileUpload", method="DELETE", path=f"/v1pre3/files/{path_segment(id)}", result="")


async def send(client: Client, id: str) -> None:
    """Cancel an upload (v1pre3): `DELETE /v1pre3/files/{id}`.

    Gives up the upload of a file.

    Args:
        id: Id of the file.
    """
    return await client.call(request(id))
