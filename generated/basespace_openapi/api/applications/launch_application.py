from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import path_segment

if TYPE_CHECKING:
    from ...models.appsession import AppSession
    from ...models.launch_application_request import LaunchApplicationRequest


def request(id: str, *, body: LaunchApplicationRequest) -> Request[AppSession]:
    """The request that `send` sends."""
    return Request(
        operation="launchApplication",
        method="POST",
        path=f"/applications/{path_segment(id)}/launch",
        result="AppSession",
        body=body,
    )


async def send(client: Client, id: str, *, body: LaunchApplicationRequest) -> AppSession:
    """Launch an application: `POST /applications/{id}/launch`.

    Starts an analysis with one version of an app. Inputs are given by the names of the controls of the app's form;
    resources as relative links, such as `projects/123`.

    Args:
        id: Id of the application.
    """
    return await client.call(request(id, body=body))
