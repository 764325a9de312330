from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request

if TYPE_CHECKING:
    from ...models.bulk_archive_request import BulkArchiveRequest


def request(*, body: BulkArchiveRequest) -> Request[None]:
    """The request that `send` sends."""
    return Request(operation="archiveResources", method="POST", path="/archive", result="", body=body)


async def send(client: Client, *, body: BulkArchiveRequest) -> None:
    """Archive runs and datasets: `POST /archive`.

    Moves runs and datasets to archival storage. Their state changes at once, and the work goes on in the
    background.
    """
    return await client.call(request(body=body))
