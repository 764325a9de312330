from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request

if TYPE_CHECKING:
    from ...models.appsession import AppSession
    from ...models.create_appsession_request import CreateAppSessionRequest


def request(*, body: CreateAppSessionRequest) -> Request[AppSession]:
    """The request that `send` sends."""
    return Request(operation="createAppSession", method="POST", path="/appsessions", result="AppSession", body=body)


async def send(client: Client, *, body: CreateAppSessionRequest) -> AppSession:
    """Create an analysis: `POST /appsessions`.

    Creates an appsession that is Running from the start. The caller drives it and ends it.
    """
    return await client.call(request(body=body))
