from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset, comma_separated, path_segment

if TYPE_CHECKING:
    from ...models.dataset_type import DatasetType


def request(id: str, *, include: list[str] | Unset = UNSET) -> Request[DatasetType]:
    """The request that `send` sends."""
    return Request(
        operation="getDatasetType",
        method="GET",
        path=f"/datasettypes/{path_segment(id)}",
        result="DatasetType",
        query={"include": comma_separated(include)},
    )


async def send(client: Client, id: str, *, include: list[str] | Unset = UNSET) -> DatasetType:
    """Get a dataset type: `GET /datasettypes/{id}`.

    Returns one dataset type: its documentation, the types it conforms to and the attributes that its datasets
    carry.

    Args:
        id: Id of the dataset type, a slug such as `illumina.fastq.v1.8`.
        include: Further parts to return. The reference does not describe it.
    """
    return await client.call(request(id, include=include))
