from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset, path_segment

if TYPE_CHECKING:
    from ...models.restore_trash_item_request import RestoreTrashItemRequest
    from ...models.trash_item import TrashItem


def request(id: str, *, body: RestoreTrashItemRequest | Unset = UNSET) -> Request[TrashItem]:
    """The request that `send` sends."""
    return Request(
        operation="restoreTrashItem",
        method="POST",
        path=f"/trash/{path_segment(id)}/restorefromtrash",
        result="TrashItem",
        body=body,
    )


async def send(client: Client, id: str, *, body: RestoreTrashItemRequest | Unset = UNSET) -> TrashItem:
    """Restore a deleted item: `POST /trash/{id}/restorefromtrash`.

    Takes a deleted item out of the trash and makes it usable again. It needs the trash id, found by listing the
    trash, which differs from the id of the run, project or other resource itself.

    Args:
        id: Id of the trash item, not of the deleted resource.
    """
    return await client.call(request(id, body=body))
