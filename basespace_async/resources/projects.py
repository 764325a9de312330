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
    """Operations on projects."""

    async def get(
        self,
        project: ResourceId,
        *,
        include: str | Iterable[str] | None = None,
        properties_limit: int | None = None,
        property_items_limit: int | None = None,
    ) -> Project:
        """One project, in full (`getProject`).

        Args:
            project: its id, or the project from another resource.
            include: further parts to return.
            properties_limit: properties to return at most.
            property_items_limit: items of each property to return at most.

        Raises:
            PermissionDeniedError: it is not yours, or there is none of that id (observed).

        Example:
            project = await basespace.projects.get("86591915")
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
        """The datasets in a project (`listProjectDatasets`).

        Args:
            project: its id, or the project from another resource.
            sort_by, sort_dir: the order; None leaves it to the service.
            **paging: offset, page_size, concurrency, ordered, expected; see `Pager`.

        Example:
            datasets = await basespace.projects.datasets(project).collect()
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
            project: its id, or the project from a list.
            to: folder; each dataset has a folder of its name and id below it.
            **options: which files (extensions, include, exclude, min_size, max_size; see `FileFilters`), and how
                (concurrency, part_size, bandwidth, existing, checksum, progress; see `DownloadOptions`).

        Returns:
            What is on the disk.

        Raises:
            IncompleteDownloadError: some files could not be downloaded; the same call goes on with them.
            DownloadError: the disk is full.
            ConfigurationError: an option is unknown or out of range.

        Example:
            report = await basespace.projects.download("86591915", "project", extensions=[".bam", ".bai"])
        """
        from ._downloads import download_datasets

        return await download_datasets(self._client, self.datasets(project), to, options)
