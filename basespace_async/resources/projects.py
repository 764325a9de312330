"""Projects and their datasets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Unpack

from basespace_openapi.api.datasets import list_project_datasets
from basespace_openapi.api.projects import get_project

from .._arguments import HasId, given, identifier, several
from ..paging import Pager
from ._resource import Paging, Resource

if TYPE_CHECKING:
    from ..models import DatasetCompact, DatasetSortField, Project, SortDirection


class Projects(Resource):
    """Operations on projects."""

    async def get(self, project: str | HasId, *, include: str | Iterable[str] | None = None) -> Project:
        """One project, in full (`getProject`).

        Args:
            project: its id, or the project from another resource.
            include: further parts to return.

        Raises:
            PermissionDeniedError: it is not yours, or there is none of that id (observed).
        """
        return await get_project.send(self._client, identifier(project), include=several(include))

    def datasets(
        self,
        project: str | HasId,
        *,
        sort_by: DatasetSortField | None = None,
        sort_dir: SortDirection | None = None,
        **paging: Unpack[Paging],
    ) -> Pager[DatasetCompact]:
        """The datasets in a project (`listProjectDatasets`).

        Args:
            project: its id, or the project from another resource.
            sort_by: field to sort by.
            sort_dir: Asc or Desc.
            **paging: offset, page_size, concurrency; see `Pager`.
        """
        request = list_project_datasets.request(identifier(project), sortby=given(sort_by), sortdir=given(sort_dir))
        return self._client.pager(request, **paging)
