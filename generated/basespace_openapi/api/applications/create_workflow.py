from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import path_segment

if TYPE_CHECKING:
    from ...models.application_compact import ApplicationCompact
    from ...models.save_workflow_request import SaveWorkflowRequest


def request(id: str, *, body: SaveWorkflowRequest) -> Request[ApplicationCompact]:
    """The request that `send` sends."""
    return Request(
        operation="createWorkflow",
        method="POST",
        path=f"/applications/{path_segment(id)}/workflows",
        result="ApplicationCompact",
        body=body,
    )


async def send(client: Client, id: str, *, body: SaveWorkflowRequest) -> ApplicationCompact:
    """Build a workflow from an earlier analysis: `POST /applications/{id}/workflows`.

    Creates an analysis workflow, or updates one, on the model of an earlier appsession, whose app, app version and
    settings it takes over.

    Args:
        id: Id of the application.
    """
    return await client.call(request(id, body=body))
