from __future__ import annotations

from typing import TYPE_CHECKING

from ...client import Client, Request
from ...types import path_segment

if TYPE_CHECKING:
    from ...models.add_log_file_request import AddLogFileRequest
    from ...models.files_list import FilesList


def request(id: str, *, body: AddLogFileRequest) -> Request[FilesList]:
    """The request that `send` sends."""
    return Request(
        operation="addAppSessionLogFile",
        method="POST",
        path=f"/appsessions/{path_segment(id)}/logfiles",
        result="FilesList",
        body=body,
    )


async def send(client: Client, id: str, *, body: AddLogFileRequest) -> FilesList:
    """Add a log file to an analysis: `POST /appsessions/{id}/logfiles`.

    Registers a log file with an appsession, for an upload in parts where that is asked for.

    Args:
        id: Id of the analysis (appsession).
    """
    return await client.call(request(id, body=body))
