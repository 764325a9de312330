from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import path_segment

if TYPE_CHECKING:
    from ...models.dataset import Dataset
    from ...models.update_dataset_request import UpdateDatasetRequest


def request(id: str, *, body: UpdateDatasetRequest) -> Request[Dataset]:
    """The request that `send` sends."""
    return Request(
        operation="updateDataset", method="POST", path=f"/datasets/{path_segment(id)}", result="Dataset", body=body
    )


async def send(client: Client, id: str, *, body: UpdateDatasetRequest) -> Dataset:
    """Update a dataset: `POST /datasets/{id}`.

    Changes a dataset's type, attributes or statuses. The QC status can only become QcPassed or QcFailed, and only
    when the upload status is Complete; a comment may explain the change.

    Args:
        id: Id of the dataset, such as `ds.` and 32 hexadecimal digits.
    """
    return await client.call(request(id, body=body))
