"""What files are uploaded to, and what it has."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING, Literal

from attrs import frozen

from basespace_openapi.api.analyses import list_appsession_log_files
from basespace_openapi.api.datasets import list_dataset_files
from basespace_openapi.api.runs import list_run_files

if TYPE_CHECKING:
    from .._core.requester import Requester
    from ..models import Dataset, File

TargetKind = Literal["datasets", "runs", "appsessions"]
_FASTQ = "common.fastq"
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
        v1pre3_id: Id of the app result, or the sample, as which version 1 of the API knows a dataset.
        is_sample: Whether version 1 knows it as a sample.
    """

    kind: TargetKind
    id: str
    v1pre3_id: str = ""
    is_sample: bool = False

    @classmethod
    def of_dataset(cls, dataset: Dataset) -> UploadTarget:
        """Return a dataset as a target."""
        dataset_type = dataset.dataset_type
        is_fastq = dataset_type is not None and _FASTQ in (dataset_type.id, *(dataset_type.conforms_to_ids or ()))
        return cls("datasets", dataset.id, dataset.v1pre3_id or "", is_fastq)

    def key(self, path: str) -> str:
        """Return the name of a file of it in the journal."""
        return f"{self.kind}/{self.id}/{path}"


class TargetFiles:
    """What targets had when it was first asked for."""

    def __init__(self, client: Requester) -> None:
        self._client = client
        self._files: dict[UploadTarget, dict[str, File]] = {}
        self._asking = asyncio.Lock()

    async def of(self, target: UploadTarget) -> dict[str, File]:
        """Return the files that a target had, by path."""
        async with self._asking:
            if target not in self._files:
                self._files[target] = await files_of(self._client, target)
            return self._files[target]


async def files_of(client: Requester, target: UploadTarget) -> dict[str, File]:
    """Return the files that a target has, by path."""
    pager = client.pager(_LISTS[target.kind].request(target.id))
    files: dict[str, File] = {}
    async with aclosing(pager.pages()) as pages:
        async for page in pages:
            files.update({file.path or file.name: file for file in page})
    return files
