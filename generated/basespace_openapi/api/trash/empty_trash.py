from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request

if TYPE_CHECKING:
    pass


def request() -> Request[None]:
    """The request that `send` sends."""
    return Request(operation="emptyTrash", method="DELETE", path="/trash", result="")


async def send(client: Client) -> None:
    """Empty the trash: `DELETE /trash`.

    Permanently removes every item in the trash, files included. This cannot be undone.
    """
    return await client.call(request())
