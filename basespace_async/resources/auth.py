"""The access token of a client."""

from __future__ import annotations

from basespace_openapi.api.tokens import revoke_token

from ._base import Resource


class Auth(Resource):
    """The access token of a client."""

    async def revoke(self) -> None:
        """End the access token that this client uses (`revokeToken`).

        Calls `DELETE /v2/oauthv2tokens/current` (client). Every later call with this token is refused.

        Raises:
            AuthenticationError: If the token is no longer valid.

        Example:
            ```python
            await basespace.auth.revoke()
            ```
        """
        await revoke_token.send(self._client)
