"""New appsessions, and what they made."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from basespace_openapi import models as generated
from basespace_openapi.api.analyses import (
    create_appsession,
    reschedule_appsession,
)

from .._core.parameters import ResourceId, identifier, or_unset
from ._base import Resource
from ._names import checked_name

if TYPE_CHECKING:
    from ..models import AppSession
    from ..uploads import FilteredUpload, UploadReport


class AppSessionCreation(Resource):
    """The operations that create appsessions, as a base of `AppSessions`."""

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
