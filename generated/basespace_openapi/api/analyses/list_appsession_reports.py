from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import path_segment

if TYPE_CHECKING:
    from ...models.appsession_reports import AppSessionReports


def request(id: str) -> Request[AppSessionReports]:
    """The request that `send` sends."""
    return Request(
        operation="listAppSessionReports",
        method="GET",
        path=f"/appsessions/{path_segment(id)}/reports",
        result="AppSessionReports",
    )


async def send(client: Client, id: str) -> AppSessionReports:
    """List reports of an analysis: `GET /appsessions/{id}/reports`.

    Lists the reports that an appsession made. The shape of the answer is in no source; it is kept as it comes.

    Args:
        id: Id of the analysis (appsession).
    """
    return await client.call(request(id))
