from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset, comma_separated

if TYPE_CHECKING:
    from ...models.user import User


def request(
    *, options: str | Unset = UNSET, include: list[str] | Unset = UNSET, id: str | Unset = UNSET
) -> Request[User]:
    """The request that `send` sends."""
    return Request(
        operation="getCurrentUser",
        method="GET",
        path="/users/current",
        result="User",
        query={"options": options, "include": comma_separated(include), "id": id},
    )


async def send(
    client: Client, *, options: str | Unset = UNSET, include: list[str] | Unset = UNSET, id: str | Unset = UNSET
) -> User:
    """Get the current user: `GET /users/current`.

    Returns the account to which the access token belongs.

    Args:
        options: Presumably options of the answer. The reference does not describe it.
        include: Further parts to return. The reference does not describe it.
        id: Id of the resource. The reference lists it for this operation without saying what it does.
    """
    return await client.call(request(options=options, include=include, id=id))
