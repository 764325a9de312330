"""The files of a dataset: listed, downloaded, and kept in a folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from basespace_openapi.api.datasets import (
    list_dataset_files,
)

from .._core.parameters import ResourceId, identifier, or_unset
from ..pagination.pager import Pager
from ._base import FileListing, Resource, file_query, paging_of

if TYPE_CHECKING:
    from ..downloads import DownloadReport, FilteredDownload
    from ..models import (
        File,
        FileSortField,
        SortDirection,
    )
    from ..sync import SyncOptions, SyncReport


class DatasetFiles(Resource):
    """The operations that read the files of datasets, as a base of `Datasets`."""

    def files(
        self,
        dataset: ResourceId,
        *,
        sort_by: FileSortField | None = "Id",
        sort_dir: SortDirection | None = "Asc",
        **listing: Unpack[FileListing],
    ) -> Pager[File]:
        """List the files of a dataset (`listDatasetFiles`).

        Calls `GET /v2/datasets/{id}/files`.

        Args:
            dataset: Its id, or the dataset from a list.
            sort_by: Field to sort by; None leaves the order to the service.
            sort_dir: Asc or Desc; None leaves the direction to the service.
            **listing: Filters for the files, and how the list is fetched; see `FileListing`.

        Returns:
            A pager; the `sub_directories` of its pages are the directories beside the files.

        Example:
            ```python
            fastqs = await basespace.datasets.files(dataset, extensions=".fastq.gz").collect()
            ```
        """
        request = list_dataset_files.request(
            identifier(dataset), sortby=or_unset(sort_by), sortdir=or_unset(sort_dir), **file_query(listing)
        )
        return self._client.pager(request, **paging_of(listing))

    async def download(
        self, dataset: ResourceId, to: str | Path, **options: Unpack[FilteredDownload]
    ) -> DownloadReport:
        """Download the files of a dataset; see `Files.download`.

        Args:
            dataset: Its id, or the dataset from a list.
            to: Target folder; the files' own paths are kept below it.
            **options: Which files to download, see `FileFilters`, and how, see `DownloadOptions`.

        Returns:
            A report of the files on disk.

        Raises:
            IncompleteDownloadError: If some files could not be downloaded; the same call resumes them.
            DownloadError: If the disk is full.
            ConfigurationError: If an option is unknown or out of range.

        Example:
            ```python
            report = await basespace.datasets.download(dataset, "fastq", extensions=".fastq.gz")
            print(report.size, "bytes in", len(report.files), "files")
            ```
        """
        from ._downloads import download_resource

        return await download_resource(self._client, "datasets", dataset, to, options)

    async def sync(self, dataset: ResourceId, to: str | Path, **options: Unpack[SyncOptions]) -> SyncReport:
        """Make a folder like a dataset; called again, it fetches only what changed.

        The folder's journal remembers size and time of change of each file: what is there is not read again.

        Args:
            dataset: Its id, or the dataset from a list.
            to: Target folder.
            **options: What to sync, and how; see `SyncOptions`.

        Returns:
            A report of what was done, or would be (`dry_run`).

        Raises:
            IncompleteDownloadError: If some files could not be fetched; the same call resumes them. Nothing is deleted.
            DownloadError: If the disk is full, or another sync works in the folder.
            ConfigurationError: If an option is unknown or out of range, or a layout gives several files one path.

        Example:
            ```python
            report = await basespace.datasets.sync(dataset, "dataset", delete=True)
            print(report.fetched, "bytes fetched,", report.deleted)
            ```
        """
        from ._sync import sync_resource

        return await sync_resource(self._client, "datasets", dataset, to, options)
