"""Users."""

from __future__ import annotations

from typing import TYPE_CHECKING

from basespace_openapi.api.users import get_current_user, get_user

from .._arguments import HasId, identifier
from ._resource import Resource

if TYPE_CHECKING:
    from ..models import User


class Users(Resource):
    """Operations on users."""

    async def current(self) -> User:
        """The user whom the token belongs to (`getCurrentUser`).

        Raises:
            AuthenticationError: the token is not valid.

        Example:
            user = await basespace.users.current()
            print(user.name, user.email)
        """
        return await get_current_user.send(self._client)

    async def get(self, user: str | HasId) -> User:
        """One user (`getUser`).

        Args:
            user: their id, or the user from another resource.

        Raises:
            PermissionDeniedError: the token does not reach this user.
        """
        return await get_user.send(self._client, identifier(user))
