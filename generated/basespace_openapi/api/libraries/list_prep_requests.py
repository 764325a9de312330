from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset

if TYPE_CHECKING:
    from ...models.prep_request_list import PrepRequestList


def request(*, offset: int | Unset = UNSET, limit: int | Unset = UNSET) -> Request[PrepRequestList]:
    """The request that `send` sends."""
    return Request(
        operation="listPrepRequests",
        method="GET",
        path="/preprequests",
        result="PrepRequestList",
        query={"offset": offset, "limit": limit},
    )


async def send(client: Client, *, offset: int | Unset = UNSET, limit: int | Unset = UNSET) -> PrepRequestList:
    """List preparation requests: `GET /preprequests`.

    Lists preparation requests. Release notes name the path and no more; the envelope is presumed.

    Args:
        offset: Number of items to skip before the page begins, counting from 0.
        limit: Size of the page at most. The server may return fewer; 1,024 is the largest value seen accepted,
            and a list of files may stop at 1,000.
    """
    return await client.call(request(offset=offset, limit=limit))
