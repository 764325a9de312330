"""What files are uploaded to, and what it has."""

from __future__ import annotations

from contextlib import aclosing
from typing import TYPE_CHECKING, Literal

from attrs import frozen

from basespace_openapi.api.analyses import list_appsession_log_files
from basespace_openapi.api.datasets import list_dataset_files
from basespace_openapi.api.runs import list_run_files

if TYPE_CHECKING:
    from .._core.requester import Requester
    from ..models import File

TargetKind = Literal["datasets", "runs", "appsessions"]
_LISTS = {
    "datasets": list_dataset_files,
    "runs": list_run_files,
    "appsessions": list_appsession_log_files,
}


@frozen
class UploadTarget:
    """A dataset, a run, or the logs of an appsession, on the service.

    Attributes:
        kind: What it is.
        id: Its id.
        v1pre3_id: Id of the app result as which version 1 of the API knows a dataset.
    """

    kind: TargetKind
    id: str
    v1pre3_id: str = ""

    def key(self, path: str) -> str:
        """Return the name of a file of it in the journal."""
        return f"{self.kind}/{self.id}/{path}"


async def files_of(client: Requester, target: UploadTarget) -> dict[str, File]:
    """Return the files that a target has, by path."""
    pager = client.pager(_LISTS[target.kind].request(target.id))
    files: dict[str, File] = {}
    async with aclosing(pager.pages()) as pages:
        async for page in pages:
            files.update({file.path or file.name: file for file in page})
    return files
