from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset

if TYPE_CHECKING:
    from ...models.subscription import Subscription


def request(*, id: str | Unset = UNSET, refreshcache: bool | Unset = UNSET) -> Request[Subscription]:
    """The request that `send` sends."""
    return Request(
        operation="getCurrentUserSubscription",
        method="GET",
        path="/users/current/subscription",
        result="Subscription",
        query={"id": id, "refreshcache": refreshcache},
    )


async def send(client: Client, *, id: str | Unset = UNSET, refreshcache: bool | Unset = UNSET) -> Subscription:
    """Get the current user's subscription: `GET /users/current/subscription`.

    Returns the user's plan with its dates, storage quota and credit balance.

    Args:
        id: Id of the resource. The reference lists it for this operation without saying what it does.
        refreshcache: Whether the service is to read the subscription anew.
    """
    return await client.call(request(id=id, refreshcache=refreshcache))
