from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset, comma_separated, path_segment

if TYPE_CHECKING:
    from ...models.biosample import Biosample


def request(id: str, *, include: list[str] | Unset = UNSET) -> Request[Biosample]:
    """The request that `send` sends."""
    return Request(
        operation="getBiosample",
        method="GET",
        path=f"/biosamples/{path_segment(id)}",
        result="Biosample",
        query={"include": comma_separated(include)},
    )


async def send(client: Client, id: str, *, include: list[str] | Unset = UNSET) -> Biosample:
    """Get a biosample: `GET /biosamples/{id}`.

    Returns one biosample with its project, subject, statuses and, when asked for, further parts.

    Args:
        id: Id of the biosample.
        include: Further parts to return with the biosample.
    """
    return await client.call(request(id, include=include))
