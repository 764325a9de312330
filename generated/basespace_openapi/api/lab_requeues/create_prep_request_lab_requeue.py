from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import path_segment

if TYPE_CHECKING:
    from ...models.v2_create_new_library_lab_requeue_request import V2CreateNewLibraryLabRequeueRequest
    from ...models.v2_lab_requeue import V2LabRequeue


def request(preprequestid: str, *, body: V2CreateNewLibraryLabRequeueRequest) -> Request[V2LabRequeue]:
    """The request that `send` sends."""
    return Request(
        operation="createPrepRequestLabRequeue",
        method="POST",
        path=f"/preprequests/{path_segment(preprequestid)}/labrequeues",
        result="V2LabRequeue",
        body=body,
    )


async def send(client: Client, preprequestid: str, *, body: V2CreateNewLibraryLabRequeueRequest) -> V2LabRequeue:
    """Request more yield from a new library: `POST /preprequests/{preprequestid}/labrequeues`.

    Asks the laboratory to prepare another library from a biosample, by way of one of its prep requests, and to
    sequence it.

    Args:
        preprequestid: Id of the prep request.
    """
    return await client.call(request(preprequestid, body=body))
