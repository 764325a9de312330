from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset, comma_separated, path_segment

if TYPE_CHECKING:
    from ...models.user import User


def request(id: str, *, options: str | Unset = UNSET, include: list[str] | Unset = UNSET) -> Request[User]:
    """The request that `send` sends."""
    return Request(
        operation="getUser",
        method="GET",
        path=f"/users/{path_segment(id)}",
        result="User",
        query={"options": options, "include": comma_separated(include)},
    )


async def send(client: Client, id: str, *, options: str | Unset = UNSET, include: list[str] | Unset = UNSET) -> User:
    """Get a user: `GET /users/{id}`.

    Returns one user account.

    Args:
        id: Id of the user.
        options: Presumably options of the answer. The reference does not describe it.
        include: Further parts to return. The reference does not describe it.
    """
    return await client.call(request(id, options=options, include=include))
