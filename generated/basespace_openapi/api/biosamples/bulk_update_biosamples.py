from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request

if TYPE_CHECKING:
    from ...models.biosample_compact_list import BiosampleCompactList
    from ...models.bulk_update_biosamples_request import BulkUpdateBiosamplesRequest


def request(*, body: BulkUpdateBiosamplesRequest) -> Request[BiosampleCompactList]:
    """The request that `send` sends."""
    return Request(
        operation="bulkUpdateBiosamples",
        method="POST",
        path="/biosamples/bulkupdate",
        result="BiosampleCompactList",
        body=body,
    )


async def send(client: Client, *, body: BulkUpdateBiosamplesRequest) -> BiosampleCompactList:
    """Set the default project of biosamples: `POST /biosamples/bulkupdate`.

    Gives several biosamples the same default project. Datasets created from then on go to that project; earlier
    ones stay where they are, presumably.
    """
    return await client.call(request(body=body))
