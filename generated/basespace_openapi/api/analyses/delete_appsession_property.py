from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import path_segment

if TYPE_CHECKING:
    pass


def request(id: str, name: str) -> Request[None]:
    """The request that `send` sends."""
    return Request(
        operation="deleteAppSessionProperty",
        method="DELETE",
        path=f"/appsessions/{path_segment(id)}/properties/{path_segment(name)}",
        result="",
    )


async def send(client: Client, id: str, name: str) -> None:
    """Remove one property from an analysis: `DELETE /appsessions/{id}/properties/{name}`.

    Removes one named property from an appsession.

    Args:
        id: Id of the analysis (appsession).
        name: Name of the property.
    """
    return await client.call(request(id, name))
