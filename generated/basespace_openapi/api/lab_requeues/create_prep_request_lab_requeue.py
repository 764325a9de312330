from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import path_segment

if TYPE_CHECKING:
    from ...models.create_new_library_lab_requeue_request import CreateNewLibraryLabRequeueRequest
    from ...models.lab_requeue import LabRequeue


def request(preprequestid: str, *, body: CreateNewLibraryLabRequeueRequest) -> Request[LabRequeue]:
    """The request that `send` sends."""
    return Request(
        operation="createPrepRequestLabRequeue",
        method="POST",
        path=f"/preprequests/{path_segment(preprequestid)}/labrequeues",
        result="LabRequeue",
        body=body,
    )


async def send(client: Client, preprequestid: str, *, body: CreateNewLibraryLabRequeueRequest) -> LabRequeue:
    """Request more yield from a new library: `POST /preprequests/{preprequestid}/labrequeues`.

    Asks the laboratory to prepare another library from a biosample, by way of one of its prep requests, and to
    sequence it.

    Args:
        preprequestid: Id of the prep request.
    """
    return await client.call(request(preprequestid, body=body))
