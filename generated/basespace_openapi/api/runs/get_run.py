from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset, comma_separated, path_segment

if TYPE_CHECKING:
    from ...models.run import Run


def request(
    id: str,
    *,
    propertieslimit: int | Unset = UNSET,
    propertyitemslimit: int | Unset = UNSET,
    include: list[str] | Unset = UNSET,
) -> Request[Run]:
    """The request that `send` sends."""
    return Request(
        operation="getRun",
        method="GET",
        path=f"/runs/{path_segment(id)}",
        result="Run",
        query={
            "propertieslimit": propertieslimit,
            "propertyitemslimit": propertyitemslimit,
            "include": comma_separated(include),
        },
    )


async def send(
    client: Client,
    id: str,
    *,
    propertieslimit: int | Unset = UNSET,
    propertyitemslimit: int | Unset = UNSET,
    include: list[str] | Unset = UNSET,
) -> Run:
    """Get a run: `GET /runs/{id}`.

    Returns one run with its sequencing statistics and the settings of its preparation.

    Args:
        id: Id of the run.
        propertieslimit: How many properties to return at most.
        propertyitemslimit: How many items of each property to return at most.
        include: What to add to the run, such as Properties.
    """
    return await client.call(
        request(id, propertieslimit=propertieslimit, propertyitemslimit=propertyitemslimit, include=include)
    )
