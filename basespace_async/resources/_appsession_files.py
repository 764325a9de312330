"""The files of appsessions: logs, reports and results, listed, downloaded, and kept in a folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from basespace_openapi.api.analyses import list_appsession_log_files, list_appsession_reports

from .._core.parameters import ResourceId, identifier, or_unset
from ..pagination.pager import Pager
from ._base import FileListing, Resource, file_query, paging_of

if TYPE_CHECKING:
    from ..downloads import DownloadReport, FilteredDownload
    from ..models import AppSessionReports, File, FileSortField, SortDirection
    from ..sync import SyncOptions, SyncReport


class AppSessionFiles(Resource):
    """The operations that read the files of appsessions, as a base of `AppSessions`."""

    def log_files(
        self,
        appsession: ResourceId,
        *,
        sort_by: FileSortField | None = "Id",
        sort_dir: SortDirection | None = "Asc",
        **listing: Unpack[FileListing],
    ) -> Pager[File]:
        """List the log files of an appsession (`listAppSessionLogFiles`).

        Calls `GET /v2/appsessions/{id}/logfiles`.

        Args:
            appsession: Its id, or the appsession from a list.
            sort_by: Field to sort by; None leaves the order to the service.
            sort_dir: Asc or Desc; None leaves the direction to the service.
            **listing: Filters for the files, and how the list is fetched; see `FileListing`.

        Returns:
            A pager of `File`; nothing is sent before it is iterated.

        Example:
            ```python
            async for file in basespace.appsessions.log_files(appsession):
                await basespace.files.download(file, "logs")
            ```
        """
        request = list_appsession_log_files.request(
            identifier(appsession), sortby=or_unset(sort_by), sortdir=or_unset(sort_dir), **file_query(listing)
        )
        return self._client.pager(request, **paging_of(listing))

    async def reports(self, appsession: ResourceId) -> AppSessionReports:
        """Get the reports of an appsession (`listAppSessionReports`).

        Calls `GET /v2/appsessions/{id}/reports` (client). No source gives the shape of the answer.

        Args:
            appsession: Its id, or the appsession from a list.

        Returns:
            The answer as it came; `to_dict()` gives its fields.

        Example:
            ```python
            reports = (await basespace.appsessions.reports(appsession)).to_dict()
            ```
        """
        return await list_appsession_reports.send(self._client, identifier(appsession))

    async def download(
        self, appsession: ResourceId, to: str | Path, **options: Unpack[FilteredDownload]
    ) -> DownloadReport:
        """Download the files of the datasets that an appsession made; see `Files.download`.

        Lists the datasets with `GET /v2/datasets?appsessionids=` (client).

        Args:
            appsession: Its id, or the appsession from a list.
            to: Target folder; each dataset has a folder of its name and id below it.
            **options: Which files to download, see `FileFilters`, and how, see `DownloadOptions`.

        Returns:
            A report of the files on disk.

        Raises:
            IncompleteDownloadError: If some files could not be downloaded; the same call resumes them.
            DownloadError: If the disk is full.
            ConfigurationError: If an option is unknown or out of range.

        Example:
            ```python
            report = await basespace.appsessions.download("110000001", "results", extensions=".vcf.gz")
            ```
        """
        from ._downloads import download_resource

        return await download_resource(self._client, "appsessions", appsession, to, options)

    async def sync(self, appsession: ResourceId, to: str | Path, **options: Unpack[SyncOptions]) -> SyncReport:
        """Make a folder like the datasets that an appsession made; called again, it fetches only what changed.

        The folder's journal remembers size and time of change of each file: what is there is not read again.

        Args:
            appsession: Its id, or the appsession from a list.
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
            report = await basespace.appsessions.sync(appsession, "appsession", delete=True)
            print(report.fetched, "bytes fetched,", report.deleted)
            ```
        """
        from ._sync import sync_resource

        return await sync_resource(self._client, "appsessions", appsession, to, options)
