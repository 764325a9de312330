from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request

if TYPE_CHECKING:
    pass


def request() -> Request[None]:
    """The request that `send` sends."""
    return Request(operation="revokeToken", method="DELETE", path="/oauthv2tokens/current", result="")


async def send(client: Client) -> None:
    """Revoke the token in use: `DELETE /oauthv2tokens/current`.

    Ends the access token that the request carries.
    """
    return await client.call(request())
