from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import path_segment

if TYPE_CHECKING:
    from ...models.update_user_settings_request import UpdateUserSettingsRequest
    from ...models.user_settings import UserSettings


def request(id: str, *, body: UpdateUserSettingsRequest) -> Request[UserSettings]:
    """The request that `send` sends."""
    return Request(
        operation="updateUserSettings",
        method="POST",
        path=f"/users/{path_segment(id)}/settings",
        result="UserSettings",
        body=body,
    )


async def send(client: Client, id: str, *, body: UpdateUserSettingsRequest) -> UserSettings:
    """Update settings of a user: `POST /users/{id}/settings`.

    Changes a user's settings, for example how notifications are delivered or when lab requeues expire. According to
    the reference it requires a session cookie; an access token is not enough.

    Args:
        id: Id of the user.
    """
    return await client.call(request(id, body=body))
