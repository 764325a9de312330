from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import path_segment

if TYPE_CHECKING:
    from ...models.create_library_request import CreateLibraryRequest
    from ...models.library_compact import LibraryCompact


def request(id: str, *, body: CreateLibraryRequest) -> Request[LibraryCompact]:
    """The request that `send` sends."""
    return Request(
        operation="createBiosampleLibrary",
        method="POST",
        path=f"/biosamples/{path_segment(id)}/libraries",
        result="LibraryCompact",
        body=body,
    )


async def send(client: Client, id: str, *, body: CreateLibraryRequest) -> LibraryCompact:
    """Create a library of a biosample: `POST /biosamples/{id}/libraries`.

    Creates a sequencing library of a biosample.

    Args:
        id: Id of the biosample.
    """
    return await client.call(request(id, body=body))
