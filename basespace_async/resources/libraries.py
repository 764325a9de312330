"""Sequencing libraries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Unpack

from basespace_openapi.api.libraries import list_libraries

from .._core.parameters import ResourceId, as_list, or_unset
from ..pagination.pager import Pager
from ._base import PagingArguments, Resource
from .lab_requeues import LabRequeues

if TYPE_CHECKING:
    from ..models import LabRequeue, LibraryCompact, LibrarySortField, SortDirection


class Libraries(Resource):
    """Sequencing libraries."""

    def list(
        self,
        *,
        status: str | Iterable[str] | None = None,
        id: str | None = None,
        sort_by: LibrarySortField | None = "Id",
        sort_dir: SortDirection | None = "Asc",
        **paging: Unpack[PagingArguments],
    ) -> Pager[LibraryCompact]:
        """List libraries (`listLibraries`).

        Calls `GET /v2/libraries`.

        Args:
            status: Only those with these statuses, such as Active.
            id: Documented without a meaning; passed on unchanged.
            sort_by: Field to sort by; None leaves the order to the service.
            sort_dir: Asc or Desc; None leaves the direction to the service.
            **paging: How the list is fetched; see `PagingArguments`.

        Returns:
            A pager of `LibraryCompact`; nothing is sent before it is iterated.

        Example:
            ```python
            libraries = await basespace.libraries.list(status="Active").collect()
            ```
        """
        request = list_libraries.request(
            status=as_list(status), id=or_unset(id), sortby=or_unset(sort_by), sortdir=or_unset(sort_dir)
        )
        return self._client.pager(request, **paging)

    async def request_more_yield(
        self, library: ResourceId, additional_yield: int, *, lims_id: str | None = None
    ) -> LabRequeue:
        """Ask for a library to be sequenced again; see `LabRequeues.for_library`.

        Example:
            ```python
            requeue = await basespace.libraries.request_more_yield(library, 5_000_000_000)
            ```
        """
        return await LabRequeues(self._client).for_library(library, additional_yield, lims_id=lims_id)
