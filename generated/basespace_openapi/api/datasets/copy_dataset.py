from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import path_segment

if TYPE_CHECKING:
    from ...models.copy_dataset_request import CopyDatasetRequest
    from ...models.dataset import Dataset


def request(id: str, *, body: CopyDatasetRequest) -> Request[Dataset]:
    """The request that `send` sends."""
    return Request(
        operation="copyDataset", method="POST", path=f"/datasets/{path_segment(id)}/copy", result="Dataset", body=body
    )


async def send(client: Client, id: str, *, body: CopyDatasetRequest) -> Dataset:
    """Copy a dataset: `POST /datasets/{id}/copy`.

    Copies a dataset to a project, under another name or below another analysis if that is asked for.

    Args:
        id: Id of the dataset.
    """
    return await client.call(request(id, body=body))
