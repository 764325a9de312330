from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset, path_segment

if TYPE_CHECKING:
    from ...models.appsession import AppSession
    from ...models.stop_appsession_request import StopAppSessionRequest


def request(id: str, *, body: StopAppSessionRequest | Unset = UNSET) -> Request[AppSession]:
    """The request that `send` sends."""
    return Request(
        operation="stopAppSession",
        method="POST",
        path=f"/appsessions/{path_segment(id)}/stop",
        result="AppSession",
        body=body,
    )


async def send(client: Client, id: str, *, body: StopAppSessionRequest | Unset = UNSET) -> AppSession:
    """Stop an analysis: `POST /appsessions/{id}/stop`.

    Ends an appsession early. A Running one becomes Aborted and a Pending one becomes Canceled; in any other status
    it cannot be stopped.

    Args:
        id: Id of the analysis (appsession).
    """
    return await client.call(request(id, body=body))
