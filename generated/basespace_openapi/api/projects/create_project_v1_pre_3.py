from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request

if TYPE_CHECKING:
    from ...models.legacy_create_project_request import LegacyCreateProjectRequest
    from ...models.project import Project


def request(*, body: LegacyCreateProjectRequest) -> Request[Project]:
    """The request that `send` sends."""
    return Request(
        operation="createProjectV1pre3",
        method="POST",
        path="/v1pre3/projects",
        result="Project",
        wrapped=True,
        body=body,
    )


async def send(client: Client, *, body: LegacyCreateProjectRequest) -> Project:
    """Create a project (v1pre3): `POST /v1pre3/projects`.

    Creates a project, or returns the one of that name that the user can write to.
    """
    return await client.call(request(body=body))
