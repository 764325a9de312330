from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import path_segment

if TYPE_CHECKING:
    from ...models.v2_workgroup import V2Workgroup


def request(id: str) -> Request[V2Workgroup]:
    """The request that `send` sends."""
    return Request(operation="getWorkgroup", method="GET", path=f"/workgroups/{path_segment(id)}", result="V2Workgroup")


async def send(client: Client, id: str) -> V2Workgroup:
    """Get a workgroup: `GET /workgroups/{id}`.

    Returns one workgroup with its domain and subscription.

    Args:
        id: Id of the workgroup.
    """
    return await client.call(request(id))
