from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request

if TYPE_CHECKING:
    from ...models.create_dataset_request import CreateDatasetRequest
    from ...models.dataset import Dataset


def request(*, body: CreateDatasetRequest) -> Request[Dataset]:
    """The request that `send` sends."""
    return Request(operation="createDataset", method="POST", path="/datasets", result="Dataset", body=body)


async def send(client: Client, *, body: CreateDatasetRequest) -> Dataset:
    """Create a dataset outside of projects: `POST /datasets`.

    Creates a dataset that is in no project.
    """
    return await client.call(request(body=body))
