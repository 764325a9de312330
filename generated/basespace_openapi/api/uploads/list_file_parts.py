from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import UNSET, Unset, path_segment

if TYPE_CHECKING:
    from ...models.file_part_resource_list import FilePartResourceList


def request(id: str, *, offset: int | Unset = UNSET, limit: int | Unset = UNSET) -> Request[FilePartResourceList]:
    """The request that `send` sends."""
    return Request(
        operation="listFileParts",
        method="GET",
        path=f"/v1pre3/files/{path_segment(id)}/parts",
        result="FilePartResourceList",
        wrapped=True,
        query={"Offset": offset, "Limit": limit},
    )


async def send(
    client: Client, id: str, *, offset: int | Unset = UNSET, limit: int | Unset = UNSET
) -> FilePartResourceList:
    """List uploaded parts of a file (v1pre3): `GET /v1pre3/files/{id}/parts`.

    Lists the parts that have arrived while an upload is in progress. The shape of the items is in no source; it is
    presumed.

    Args:
        id: Id of the file.
        offset: Number of items to skip before the page begins, counting from 0.
        limit: Size of the page at most; 1,024 is the largest that is documented.
    """
    return await client.call(request(id, offset=offset, limit=limit))
