from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import path_segment

if TYPE_CHECKING:
    from ...models.create_existing_library_lab_requeue_request import CreateExistingLibraryLabRequeueRequest
    from ...models.lab_requeue import LabRequeue


def request(libraryid: str, *, body: CreateExistingLibraryLabRequeueRequest) -> Request[LabRequeue]:
    """The request that `send` sends."""
    return Request(
        operation="createLibraryLabRequeue",
        method="POST",
        path=f"/libraries/{path_segment(libraryid)}/labrequeues",
        result="LabRequeue",
        body=body,
    )


async def send(client: Client, libraryid: str, *, body: CreateExistingLibraryLabRequeueRequest) -> LabRequeue:
    """Request more yield from a library: `POST /libraries/{libraryid}/labrequeues`.

    Asks the laboratory to sequence an existing library again. The yield asked for is that of the library's whole
    pool: shared out evenly over all libraries in it, it gives roughly what each one gains.

    Args:
        libraryid: Id of the library.
    """
    return await client.call(request(libraryid, body=body))
