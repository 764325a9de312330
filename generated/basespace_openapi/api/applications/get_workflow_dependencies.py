from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import path_segment

if TYPE_CHECKING:
    from ...models.workflow_dependencies import WorkflowDependencies


def request(id: str) -> Request[WorkflowDependencies]:
    """The request that `send` sends."""
    return Request(
        operation="getWorkflowDependencies",
        method="GET",
        path=f"/applications/{path_segment(id)}/workflowdependencies",
        result="WorkflowDependencies",
    )


async def send(client: Client, id: str) -> WorkflowDependencies:
    """List launch dependencies of a workflow: `GET /applications/{id}/workflowdependencies`.

    Returns what an analysis workflow waits for before it is launched automatically.

    Args:
        id: Id of the analysis workflow.
    """
    return await client.call(request(id))
