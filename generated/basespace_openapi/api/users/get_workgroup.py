from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import path_segment

if TYPE_CHECKING:
    from ...models.workgroup import Workgroup


def request(id: str) -> Request[Workgroup]:
    """The request that `send` sends."""
    return Request(operation="getWorkgroup", method="GET", path=f"/workgroups/{path_segment(id)}", result="Workgroup")


async def send(client: Client, id: str) -> Workgroup:
    """Get a workgroup: `GET /workgroups/{id}`.

    Returns one workgroup with its domain and subscription.

    Args:
        id: Id of the workgroup.
    """
    return await client.call(request(id))
