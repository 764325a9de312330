from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset

if TYPE_CHECKING:
    from ...models.create_project_request import CreateProjectRequest
    from ...models.project import Project


def request(
    *, body: CreateProjectRequest, name: str | Unset = UNSET, description: str | Unset = UNSET
) -> Request[Project]:
    """The request that `send` sends."""
    return Request(
        operation="createProject",
        method="POST",
        path="/projects",
        result="Project",
        query={"name": name, "description": description},
        body=body,
    )


async def send(
    client: Client, *, body: CreateProjectRequest, name: str | Unset = UNSET, description: str | Unset = UNSET
) -> Project:
    """Create a project: `POST /projects`.

    Creates a project. Public sources disagree on where its name stands: in the query, or in the body as in v1pre3.
    Send both.

    Args:
        name: Name of the project.
        description: Description of the project.
    """
    return await client.call(request(body=body, name=name, description=description))
