from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import path_segment

if TYPE_CHECKING:
    from ...models.v1_pre_3_application_compact import V1Pre3ApplicationCompact
    from ...models.v2_post_application_id_workflows_request import V2PostApplicationIdWorkflowsRequest


def request(id: str, *, body: V2PostApplicationIdWorkflowsRequest) -> Request[V1Pre3ApplicationCompact]:
    """The request that `send` sends."""
    return Request(
        operation="createWorkflow",
        method="POST",
        path=f"/applications/{path_segment(id)}/workflows",
        result="V1Pre3ApplicationCompact",
        body=body,
    )


async def send(client: Client, id: str, *, body: V2PostApplicationIdWorkflowsRequest) -> V1Pre3ApplicationCompact:
    """Build a workflow from an earlier analysis: `POST /applications/{id}/workflows`.

    Creates an analysis workflow, or updates one, on the model of an earlier appsession, whose app, app version and
    settings it takes over.

    Args:
        id: Id of the application.
    """
    return await client.call(request(id, body=body))
