"""The files of a biosample's datasets: downloaded, and kept in a folder."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from .._core.parameters import ResourceId
from ._base import Resource

if TYPE_CHECKING:
    from ..downloads import DownloadReport, FilteredDownload
    from ..models import (
        BiosampleCompact,
    )
    from ..sync import SyncOptions, SyncReport

    Named = list[BiosampleCompact]
    Found = dict[str, Named]


class BiosampleFiles(Resource):
    """The operations that read the files of biosamples, as a base of `Biosamples`."""

    async def download(
        self,
        biosample: ResourceId,
        to: str | Path,
        *,
        dataset_types: str | Iterable[str] | None = None,
        **options: Unpack[FilteredDownload],
    ) -> DownloadReport:
        """Download the files of a biosample's datasets; see `Files.download`.

        Args:
            biosample: Its id, or the biosample from a list.
            to: Target folder; each dataset has a folder of its name and id below it.
            dataset_types: Only datasets that conform to these types, such as `common.fastq`; see `Datasets.list`.
            **options: Which files to download, see `FileFilters`, and how, see `DownloadOptions`.

        Returns:
            A report of the files on disk.

        Raises:
            IncompleteDownloadError: If some files could not be downloaded; the same call resumes them.
            DownloadError: If the disk is full.
            ConfigurationError: If an option is unknown or out of range.

        Example:
            ```python
            report = await basespace.biosamples.download(biosample, "fastq", dataset_types="common.fastq")
            ```
        """
        from ._downloads import download_resource

        return await download_resource(self._client, "biosamples", biosample, to, options, dataset_types=dataset_types)

    async def sync(self, biosample: ResourceId, to: str | Path, **options: Unpack[SyncOptions]) -> SyncReport:
        """Make a folder like a biosample's datasets; called again, it fetches only what changed.

        The folder's journal remembers size and time of change of each file: what is there is not read again.

        Args:
            biosample: Its id, or the biosample from a list.
            to: Target folder; each dataset has a folder of its name and id below it.
            **options: What to sync, and how; see `SyncOptions`.

        Returns:
            A report of what was done, or would be (`dry_run`).

        Raises:
            IncompleteDownloadError: If some files could not be fetched; the same call resumes them. Nothing is deleted.
            DownloadError: If the disk is full, or another sync works in the folder.
            ConfigurationError: If an option is unknown or out of range, or a layout gives several files one path.

        Example:
            ```python
            report = await basespace.biosamples.sync(biosample, "biosample", delete=True)
            print(report.fetched, "bytes fetched,", report.deleted)
            ```
        """
        from ._sync import sync_resource

        return await sync_resource(self._client, "biosamples", biosample, to, options)
