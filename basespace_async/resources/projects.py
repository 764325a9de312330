"""Projects and their datasets."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from basespace_openapi.api.datasets import list_project_datasets
from basespace_openapi.api.projects import get_project

from .._core.parameters import ResourceId, as_list, identifier, or_unset
from ..pagination.pager import Pager
from ._base import PagingArguments, Resource

if TYPE_CHECKING:
    from ..downloads import DownloadReport, FilteredDownload
    from ..models import DatasetCompact, DatasetSortField, Project, SortDirection


class Projects(Resource):
    """Projects and their datasets."""

    async def get(
        self,
        project: ResourceId,
        *,
        include: str | Iterable[str] | None = None,
        properties_limit: int | None = None,
        property_items_limit: int | None = None,
    ) -> Project:
        """Get a project in full (`getProject`).

        Calls `GET /v2/projects/{id}`.

        Args:
            project: Its id, or the project from another resource.
            include: Further parts to return.
            properties_limit: Maximum number of properties to return.
            property_items_limit: Maximum number of items of each property to return.

        Returns:
            The `Project`.

        Raises:
            PermissionDeniedError: If it is not yours or the id does not exist (observed).

        Example:
            ```python
            project = await basespace.projects.get("86591915")
            ```
        """
        return await get_project.send(
            self._client,
            identifier(project),
            include=as_list(include),
            propertieslimit=or_unset(properties_limit),
            propertyitemslimit=or_unset(property_items_limit),
        )

    def datasets(
        self,
        project: ResourceId,
        *,
        sort_by: DatasetSortField | None = "DateCreated",
        sort_dir: SortDirection | None = "Asc",
        **paging: Unpack[PagingArguments],
    ) -> Pager[DatasetCompact]:
        """List the datasets in a project (`listProjectDatasets`).

        Calls `GET /v2/projects/{id}/datasets`.

        Args:
            project: Its id, or the project from another resource.
            sort_by: Field to sort by; None leaves the order to the service.
            sort_dir: Asc or Desc; None leaves the direction to the service.
            **paging: How the list is fetched; see `PagingArguments`.

        Returns:
            A pager of `DatasetCompact`; nothing is sent before it is iterated.

        Example:
            ```python
            datasets = await basespace.projects.datasets(project).collect()
            ```
        """
        request = list_project_datasets.request(
            identifier(project), sortby=or_unset(sort_by), sortdir=or_unset(sort_dir)
        )
        return self._client.pager(request, **paging)

    async def download(
        self, project: ResourceId, to: str | Path, **options: Unpack[FilteredDownload]
    ) -> DownloadReport:
        """Download the files of a project's datasets; see `Files.download`.

        Args:
            project: Its id, or the project from a list.
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
            report = await basespace.projects.download("86591915", "project", extensions=[".bam", ".bai"])
            ```
        """
        from ._downloads import download_datasets

        return await download_datasets(self._client, self.datasets(project), to, options)
