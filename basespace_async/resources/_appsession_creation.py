"""New appsessions, and what they made."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from basespace_openapi import models as generated
from basespace_openapi.api.analyses import (
    create_appsession,
    list_appsession_reports,
    reschedule_appsession,
)

from .._core.parameters import ResourceId, identifier, or_unset
from ._base import Resource
from ._names import checked_name

if TYPE_CHECKING:
    from ..downloads import DownloadReport, FilteredDownload
    from ..models import AppSession, AppSessionReports
    from ..sync import SyncOptions, SyncReport
    from ..uploads import FilteredUpload, UploadReport


class AppSessionCreation(Resource):
    """The operations that create appsessions and fetch their results, as a base of `AppSessions`."""

    async def create(self, name: str, *, status_summary: str | None = None) -> AppSession:
        """Create an appsession that your own program carries out (`createAppSession`).

        Calls `POST /v2/appsessions` (client). It is Running from the start; end it when its results are there.

        Args:
            name: Name of the analysis.
            status_summary: Text that explains the status.

        Returns:
            The new `AppSession`.

        Raises:
            ConfigurationError: If the name is empty.

        Example:
            ```python
            appsession = await basespace.appsessions.create("alignment of batch 7")
            ```
        """
        body = generated.CreateAppSessionRequest(
            name=checked_name("appsession", name), status_summary=or_unset(status_summary)
        )
        return await create_appsession.send(self._client, body=body)

    async def upload_logs(
        self, appsession: ResourceId, paths: str | Path | Iterable[str | Path], **options: Unpack[FilteredUpload]
    ) -> UploadReport:
        """Upload log files of an appsession of your own. Called again, it goes on where it was interrupted.

        Calls `POST /v2/appsessions/{id}/logfiles` for each file, then sends its parts (client).

        Args:
            appsession: Its id, or the appsession from a list.
            paths: Files and folders; the files of a folder keep their paths below it.
            **options: Which files, see `FileFilters`, and how, see `UploadOptions`.

        Returns:
            A report of the files.

        Raises:
            IncompleteUploadError: If some files could not be uploaded; the same call goes on with them.
            UploadError: If a file cannot be read or has no possible name, or another process uploads the same.
            ConfigurationError: If an option is unknown or out of range.

        Example:
            ```python
            await basespace.appsessions.upload_logs(appsession, "nextflow.log")
            ```
        """
        from ..uploads.target import UploadTarget
        from ._uploads import sources_of, upload_to

        files, settings = await sources_of(paths, options)
        return await upload_to(self._client, UploadTarget("appsessions", identifier(appsession)), files, settings)

    async def reschedule(self, appsession: ResourceId, *, output_project: ResourceId) -> None:
        """Schedule an analysis that a workflow launched once more (`rescheduleAppSession`).

        Calls `POST /v2/appsessions/{id}/reschedule` (client).

        Args:
            appsession: Its id, or the appsession from a list.
            output_project: The project, or its id, for the results.

        Example:
            ```python
            await basespace.appsessions.reschedule(appsession, output_project="86591915")
            ```
        """
        body = generated.RescheduleAppSessionRequest(output_project_id=identifier(output_project))
        await reschedule_appsession.send(self._client, identifier(appsession), body=body)

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
