from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request

if TYPE_CHECKING:
    from ...models.import_biosamples_request import ImportBiosamplesRequest
    from ...models.import_biosamples_response import ImportBiosamplesResponse


def request(*, body: ImportBiosamplesRequest) -> Request[ImportBiosamplesResponse]:
    """The request that `send` sends."""
    return Request(
        operation="importBiosamples",
        method="POST",
        path="/biosamples/bulkimport",
        result="ImportBiosamplesResponse",
        body=body,
    )


async def send(client: Client, *, body: ImportBiosamplesRequest) -> ImportBiosamplesResponse:
    """Create many biosamples: `POST /biosamples/bulkimport`.

    Checks many biosamples and creates them, each in a project that is named.
    """
    return await client.call(request(body=body))
