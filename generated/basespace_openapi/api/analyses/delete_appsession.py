from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset, path_segment

if TYPE_CHECKING:
    from ...models.preserve_on_delete import PreserveOnDelete
    from ...models.trash_item import TrashItem


def request(
    id: str, *, preserve: PreserveOnDelete | Unset = UNSET, bypasstrash: bool | Unset = UNSET
) -> Request[TrashItem | None]:
    """The request that `send` sends."""
    return Request(
        operation="deleteAppSession",
        method="DELETE",
        path=f"/appsessions/{path_segment(id)}",
        result="TrashItem",
        result_optional=True,
        query={"preserve": preserve, "bypasstrash": bypasstrash},
    )


async def send(
    client: Client, id: str, *, preserve: PreserveOnDelete | Unset = UNSET, bypasstrash: bool | Unset = UNSET
) -> TrashItem | None:
    """Delete an analysis: `DELETE /appsessions/{id}`.

    Moves an appsession to the trash. With `preserve=Metadata` its files are removed while its records stay.

    Args:
        id: Id of the analysis (appsession).
        preserve: What to keep when an analysis is deleted. Other values may appear.
        bypasstrash: Whether it is deleted for good, without a stay in the trash.
    """
    return await client.call(request(id, preserve=preserve, bypasstrash=bypasstrash))
