from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import path_segment

if TYPE_CHECKING:
    from ...models.dataset import Dataset


def request(id: str) -> Request[Dataset]:
    """The request that `send` sends."""
    return Request(operation="getDataset", method="GET", path=f"/datasets/{path_segment(id)}", result="Dataset")


async def send(client: Client, id: str) -> Dataset:
    """Get a dataset: `GET /datasets/{id}`.

    Returns one dataset with its type, project, statuses and the analysis that made it.

    Args:
        id: Id of the dataset, such as `ds.` and 32 hexadecimal digits.
    """
    return await client.call(request(id))
