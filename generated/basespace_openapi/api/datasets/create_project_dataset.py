from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import path_segment

if TYPE_CHECKING:
    from ...models.create_project_dataset_request import CreateProjectDatasetRequest
    from ...models.dataset import Dataset


def request(id: str, *, body: CreateProjectDatasetRequest) -> Request[Dataset]:
    """The request that `send` sends."""
    return Request(
        operation="createProjectDataset",
        method="POST",
        path=f"/projects/{path_segment(id)}/datasets",
        result="Dataset",
        body=body,
    )


async def send(client: Client, id: str, *, body: CreateProjectDatasetRequest) -> Dataset:
    """Create a dataset in a project: `POST /projects/{id}/datasets`.

    Creates a dataset in a project, as an output of an analysis.

    Args:
        id: Id of the project.
    """
    return await client.call(request(id, body=body))
