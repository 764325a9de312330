from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request

if TYPE_CHECKING:
    from ...models.bulk_restore_request import BulkRestoreRequest


def request(*, body: BulkRestoreRequest) -> Request[None]:
    """The request that `send` sends."""
    return Request(operation="restoreResources", method="POST", path="/restore", result="", body=body)


async def send(client: Client, *, body: BulkRestoreRequest) -> None:
    """Restore runs and datasets: `POST /restore`.

    Brings runs and datasets back from archival storage, which can take 48 hours.
    """
    return await client.call(request(body=body))
