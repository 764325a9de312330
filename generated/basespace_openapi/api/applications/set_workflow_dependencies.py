from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset, comma_separated, path_segment

if TYPE_CHECKING:
    from ...models.workflow_dependencies import WorkflowDependencies
    from ...models.workflow_dependency import WorkflowDependency


def request(
    id: str, *, version: str | Unset = UNSET, dependencies: list[WorkflowDependency] | Unset = UNSET
) -> Request[WorkflowDependencies]:
    """The request that `send` sends."""
    return Request(
        operation="setWorkflowDependencies",
        method="PUT",
        path=f"/applications/{path_segment(id)}/workflowdependencies",
        result="WorkflowDependencies",
        query={"version": version, "dependencies": comma_separated(dependencies)},
    )


async def send(
    client: Client, id: str, *, version: str | Unset = UNSET, dependencies: list[WorkflowDependency] | Unset = UNSET
) -> WorkflowDependencies:
    """Set launch dependencies of a workflow: `PUT /applications/{id}/workflowdependencies`.

    Adds or changes the triggers that launch an analysis workflow. A workflow can wait until a biosample has reached
    an actual yield, or until another app is complete.

    Args:
        id: Id of the analysis workflow.
        version: Presumably the version of the workflow's dependencies. The reference does not describe it.
        dependencies: The dependencies to write, each as a `WorkflowDependency`. How objects are encoded in the
            query is not documented.
    """
    return await client.call(request(id, version=version, dependencies=dependencies))
