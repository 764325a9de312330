from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import path_segment

if TYPE_CHECKING:
    from ...models.trash_item import TrashItem


def request(id: str) -> Request[TrashItem]:
    """The request that `send` sends."""
    return Request(operation="getTrashItem", method="GET", path=f"/trash/{path_segment(id)}", result="TrashItem")


async def send(client: Client, id: str) -> TrashItem:
    """Get an item in the trash: `GET /trash/{id}`.

    Returns one deleted item and what was deleted along with it. The trash id is not the id of the deleted resource.

    Args:
        id: Id of the trash item, not of the deleted resource.
    """
    return await client.call(request(id))
