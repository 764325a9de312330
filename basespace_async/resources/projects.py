"""Projects, their datasets and properties."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from basespace_openapi import models as generated
from basespace_openapi.api.datasets import list_project_datasets
from basespace_openapi.api.projects import create_project, get_project, list_current_user_projects

from .._core.parameters import ResourceId, as_list, bool_text, identifier, or_unset
from ..pagination.pager import Pager
from . import _names
from ._base import PagingArguments, Resource
from ._preconditions import refused_as

if TYPE_CHECKING:
    from ..downloads import DownloadReport, FilteredDownload
    from ..models import DatasetCompact, DatasetSortField, Project, ProjectCompact, SortDirection
    from ..sync import SyncOptions, SyncReport
    from .properties import Properties

    Found = list[ProjectCompact]


class Projects(Resource):
    """Projects, their datasets and properties."""

    def list(
        self,
        *,
        name: str | None = None,
        sort_by: str | None = None,
        sort_dir: SortDirection | None = "Asc",
        **paging: Unpack[PagingArguments],
    ) -> Pager[ProjectCompact]:
        """List the projects of the current user (`listCurrentUserProjects`).

        Calls `GET /v1pre3/users/current/projects`: version 2 has no list of projects (client).

        Args:
            name: Only projects of this name.
            sort_by: Field to sort by, such as Name or DateCreated; None leaves the order to the service.
            sort_dir: Asc or Desc; None leaves the direction to the service.
            **paging: How the list is fetched; see `PagingArguments`.

        Returns:
            A pager of `ProjectCompact`; nothing is sent before it is iterated.

        Example:
            ```python
            async for project in basespace.projects.list():
                print(project.id, project.name)
            ```
        """
        request = list_current_user_projects.request(
            name=or_unset(name), sort_by=or_unset(sort_by), sort_dir=or_unset(sort_dir)
        )
        return self._client.pager(request, **paging)

    async def find_by_name(self, name: str) -> Found:
        """Find the projects that have exactly this name (`listCurrentUserProjects` with it).

        Calls `GET /v1pre3/users/current/projects`.

        Args:
            name: Whole name; upper and lower case differ.

        Returns:
            The projects: none, one, or several of several owners.

        Raises:
            ConfigurationError: If the name is empty.

        Example:
            ```python
            projects = await basespace.projects.find_by_name("Liver study")
            ```
        """
        pager = self.list(name=_names.checked_name("project", name))
        return [project async for project in pager if getattr(project, "name", None) == name]

    async def create(self, name: str, *, description: str | None = None, exist_ok: bool = False) -> Project:
        """Create a project (`createProject`).

        Calls `POST /v2/projects` with the name in the query and in the body, because sources disagree (client), after
        a look for a project of that name.

        Args:
            name: Name of the project.
            description: Text for people.
            exist_ok: Return the project that has this name instead of an error.

        Returns:
            The `Project`.

        Raises:
            ConfigurationError: If the name is empty.
            PreconditionError: If there is a project of that name, or the service refuses the new one.
            NameLookupError: If several projects have the name, and `exist_ok` is given.

        Example:
            ```python
            project = await basespace.projects.create("Liver study", exist_ok=True)
            ```
        """
        existing = _names.existing("project", name, await self.find_by_name(name), exist_ok=exist_ok)
        if existing is not None:
            return await self.get(existing)
        body = generated.CreateProjectRequest(name=name, description=or_unset(description))
        with refused_as("a project's name must be possible"):
            return await create_project.send(self._client, body=body, name=name, description=or_unset(description))

    async def get(
        self,
        project: ResourceId | None = None,
        *,
        name: str | None = None,
        include: str | Iterable[str] | None = None,
        properties_limit: int | None = None,
        property_items_limit: int | None = None,
    ) -> Project:
        """Get a project in full (`getProject`).

        Calls `GET /v2/projects/{id}`.

        Args:
            project: Its id, or the project from another resource.
            name: Its name, in place of the id; the list of projects is asked for it.
            include: Further parts to return; no source names them.
            properties_limit: Maximum number of properties to return.
            property_items_limit: Maximum number of items of each property to return.

        Returns:
            The `Project`.

        Raises:
            PermissionDeniedError: If it is not yours or the id does not exist (observed).
            NameLookupError: If no project has the name, or several have it.
            ConfigurationError: If neither an id nor a name is given, or both are.

        Example:
            ```python
            project = await basespace.projects.get("86591915")
            ```
        """
        return await get_project.send(
            self._client,
            await _names.id_or_name("project", project, name, self.find_by_name),
            include=as_list(include),
            propertieslimit=or_unset(properties_limit),
            propertyitemslimit=or_unset(property_items_limit),
        )

    def datasets(
        self,
        project: ResourceId,
        *,
        is_archived: bool | None = None,
        sort_by: DatasetSortField | None = "DateCreated",
        sort_dir: SortDirection | None = "Asc",
        **paging: Unpack[PagingArguments],
    ) -> Pager[DatasetCompact]:
        """List the datasets in a project (`listProjectDatasets`).

        Calls `GET /v2/projects/{id}/datasets`.

        Args:
            project: Its id, or the project from another resource.
            is_archived: Only archived datasets, or only others (client).
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
            identifier(project),
            isarchived=bool_text(is_archived),
            sortby=or_unset(sort_by),
            sortdir=or_unset(sort_dir),
        )
        return self._client.pager(request, **paging)

    def properties(self, project: ResourceId) -> Properties:
        """Return a view of the properties of a project: list, read and write them by name.

        Args:
            project: Its id, or the project from a list.

        Returns:
            A view; nothing is sent before it is asked for something.

        Example:
            ```python
            values = await basespace.projects.properties(project).as_dict()
            ```
        """
        from .properties import Properties

        return Properties(self._client, "project", identifier(project))

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
        from ._downloads import download_resource

        return await download_resource(self._client, "projects", project, to, options)

    async def sync(self, project: ResourceId, to: str | Path, **options: Unpack[SyncOptions]) -> SyncReport:
        """Make a folder like a project's datasets; called again, it fetches only what changed.

        The folder's journal remembers size and time of change of each file: what is there is not read again.

        Args:
            project: Its id, or the project from a list.
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
            report = await basespace.projects.sync(project, "project", delete=True)
            print(report.fetched, "bytes fetched,", report.deleted)
            ```
        """
        from ._sync import sync_resource

        return await sync_resource(self._client, "projects", project, to, options)
