from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset, path_segment

if TYPE_CHECKING:
    from ...models.app_result_compact import AppResultCompact
    from ...models.create_app_result_request import CreateAppResultRequest


def request(id: str, *, body: CreateAppResultRequest, appsessionid: str | Unset = UNSET) -> Request[AppResultCompact]:
    """The request that `send` sends."""
    return Request(
        operation="createAppResult",
        method="POST",
        path=f"/v1pre3/projects/{path_segment(id)}/appresults",
        result="AppResultCompact",
        wrapped=True,
        query={"appsessionid": appsessionid},
        body=body,
    )


async def send(
    client: Client, id: str, *, body: CreateAppResultRequest, appsessionid: str | Unset = UNSET
) -> AppResultCompact:
    """Create an app result (v1pre3): `POST /v1pre3/projects/{id}/appresults`.

    Creates an app result in a project, to upload files to. Without an appsession the service makes one.

    Args:
        id: Id of the project.
        appsessionid: Id of the analysis (appsession) that it belongs to.
    """
    return await client.call(request(id, body=body, appsessionid=appsessionid))
