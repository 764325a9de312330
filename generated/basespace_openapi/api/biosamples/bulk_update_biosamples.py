from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request

if TYPE_CHECKING:
    from ...models.v2_biological_sample_compact_list import V2BiologicalSampleCompactList
    from ...models.v2_post_bio_samples_bulk_update_request import V2PostBioSamplesBulkUpdateRequest


def request(*, body: V2PostBioSamplesBulkUpdateRequest) -> Request[V2BiologicalSampleCompactList]:
    """The request that `send` sends."""
    return Request(
        operation="bulkUpdateBiosamples",
        method="POST",
        path="/biosamples/bulkupdate",
        result="V2BiologicalSampleCompactList",
        body=body,
    )


async def send(client: Client, *, body: V2PostBioSamplesBulkUpdateRequest) -> V2BiologicalSampleCompactList:
    """Set the default project of biosamples: `POST /biosamples/bulkupdate`.

    Gives several biosamples the same default project. Datasets created from then on go to that project; earlier
    ones stay where they are, presumably.
    """
    return await client.call(request(body=body))
