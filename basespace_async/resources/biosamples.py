"""Biosamples and their libraries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Unpack

from basespace_openapi.api.biosamples import get_biosample, list_biosample_libraries, list_biosamples

from .._arguments import HasId, given, identifier, several
from ..paging import Pager
from ._resource import Paging, Resource

if TYPE_CHECKING:
    from ..models import (
        Biosample,
        BiosampleCompact,
        BiosampleSortField,
        LibraryCompact,
        LibrarySortField,
        SortDirection,
    )


class Biosamples(Resource):
    """Operations on biosamples."""

    def list(
        self,
        *,
        name: str | Iterable[str] | None = None,
        status: str | Iterable[str] | None = None,
        lab_status: str | Iterable[str] | None = None,
        project: str | Iterable[str] | None = None,
        include: str | Iterable[str] | None = None,
        property_names_start_with: str | Iterable[str] | None = None,
        sort_by: BiosampleSortField | None = None,
        sort_dir: SortDirection | None = None,
        **paging: Unpack[Paging],
    ) -> Pager[BiosampleCompact]:
        """Biosamples, in short (`listBiosamples`).

        Args:
            name: only biosamples of these names.
            status: only those of these statuses: New, Active, Done, QcFailed, Canceled.
            lab_status: only those of these lab statuses, such as Sequencing.
            project: ids of projects; only biosamples whose default project, or one of whose datasets, is in them.
            include: further parts to return with each.
            property_names_start_with: only properties whose names begin so.
            sort_by: field to sort by. For one that it does not know, the service silently takes Id (observed);
                `Page.sort_by` says what it took.
            sort_dir: Asc or Desc.
            **paging: offset, page_size, concurrency; see `Pager`.

        Returns:
            A pager; nothing is sent before it is iterated.

        Example:
            active = await basespace.biosamples.list(status=["New", "Active"]).collect()
        """
        request = list_biosamples.request(
            biosamplename=several(name),
            status=several(status),
            labstatus=several(lab_status),
            projectid=several(project),
            include=several(include),
            propertynamestartswith=several(property_names_start_with),
            sortby=given(sort_by),
            sortdir=given(sort_dir),
        )
        return self._client.pager(request, **paging)

    async def get(self, biosample: str | HasId, *, include: str | Iterable[str] | None = None) -> Biosample:
        """One biosample, in full (`getBiosample`).

        Args:
            biosample: its id, or the biosample from a list.
            include: further parts to return.

        Raises:
            PermissionDeniedError: it is not yours, or there is none of that id (observed).
        """
        return await get_biosample.send(self._client, identifier(biosample), include=several(include))

    def libraries(
        self,
        biosample: str | HasId,
        *,
        include: str | Iterable[str] | None = None,
        sort_by: LibrarySortField | None = None,
        sort_dir: SortDirection | None = None,
        **paging: Unpack[Paging],
    ) -> Pager[LibraryCompact]:
        """The libraries prepared from a biosample (`listBiosampleLibraries`).

        Args:
            biosample: its id, or the biosample from a list.
            include: further parts: LibraryIndex, YieldInformation (reference).
            sort_by: field to sort by.
            sort_dir: Asc or Desc.
            **paging: offset, page_size, concurrency; see `Pager`.
        """
        request = list_biosample_libraries.request(
            identifier(biosample), include=several(include), sortby=given(sort_by), sortdir=given(sort_dir)
        )
        return self._client.pager(request, **paging)
