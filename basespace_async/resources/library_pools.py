"""Library pools."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Unpack

from basespace_openapi import models as generated
from basespace_openapi.api.pools import list_library_pool_libraries, list_library_pools, update_library_pool

from .._core.parameters import ResourceId, as_list, identifier, or_unset
from ..pagination.pager import Pager
from ._base import LibraryInclude, PagingArguments, Resource
from ._preconditions import check_value, refused_as
from .lab_requeues import LabRequeues

if TYPE_CHECKING:
    from ..models import (
        LabRequeue,
        LibraryInPool,
        LibraryPool,
        LibraryPoolSortField,
        LibraryPoolStatus,
        LibrarySortField,
        SortDirection,
    )
    from .properties import Properties

STATUSES = ("Active", "Failed", "Consumed", "QCFailed")


class LibraryPools(Resource):
    """Library pools."""

    def list(
        self,
        *,
        status: str | Iterable[str] | None = None,
        id: str | None = None,
        sort_by: LibraryPoolSortField | None = "Id",
        sort_dir: SortDirection | None = "Asc",
        **paging: Unpack[PagingArguments],
    ) -> Pager[LibraryPool]:
        """List library pools (`listLibraryPools`).

        Calls `GET /v2/librarypools` (client).

        Args:
            status: Only pools with these statuses, such as Active.
            id: Listed by clients without a meaning; passed on unchanged.
            sort_by: Field to sort by; None leaves the order to the service.
            sort_dir: Asc or Desc; None leaves the direction to the service.
            **paging: How the list is fetched; see `PagingArguments`.

        Returns:
            A pager of `LibraryPool`; nothing is sent before it is iterated.

        Example:
            ```python
            pools = await basespace.library_pools.list(status="Active").collect()
            ```
        """
        request = list_library_pools.request(
            status=as_list(status), id=or_unset(id), sortby=or_unset(sort_by), sortdir=or_unset(sort_dir)
        )
        return self._client.pager(request, **paging)

    def properties(self, library_pool: ResourceId) -> Properties:
        """Return a view of the properties of a library pool: list, read and write them by name.

        Args:
            library_pool: Its id, or the pool from a list.

        Returns:
            A view; nothing is sent before it is asked for something.

        Example:
            ```python
            values = await basespace.library_pools.properties("7").as_dict()
            ```
        """
        from .properties import Properties

        return Properties(self._client, "library pool", identifier(library_pool))

    async def update(
        self,
        library_pool: ResourceId,
        *,
        user_pool_id: str | None = None,
        notes: str | None = None,
        status: LibraryPoolStatus | None = None,
    ) -> LibraryPool:
        """Change a library pool (`updateLibraryPool`).

        Calls `POST /v2/librarypools/{id}`. Arguments that are left out stay as they are.

        Args:
            library_pool: Its id, or the pool from a library.
            user_pool_id: The id that the user gives it.
            notes: Notes on the pool.
            status: Active, Failed, Consumed or QCFailed. Once it is Failed or QCFailed, its FASTQ datasets are no
                longer used when an application is launched on one of its biosamples (reference).

        Returns:
            The updated pool.

        Raises:
            PreconditionError: If the service refuses the change.

        Example:
            ```python
            await basespace.library_pools.update("7", notes="re-quantified")
            ```
        """
        body = generated.UpdateLibraryPoolRequest(
            user_pool_id=or_unset(user_pool_id), notes=or_unset(notes), status=or_unset(status)
        )
        with refused_as("a pool's status can be changed to Active, Failed, Consumed or QCFailed"):
            return await update_library_pool.send(self._client, identifier(library_pool), body=body)

    async def set_status(
        self, library_pool: ResourceId, status: LibraryPoolStatus, *, notes: str | None = None
    ) -> LibraryPool:
        """Change the status of a library pool (`updateLibraryPool`).

        Calls `POST /v2/librarypools/{id}`.

        Args:
            library_pool: Its id, or the pool from a library.
            status: Active, Failed, Consumed or QCFailed (reference).
            notes: Notes on the pool.

        Returns:
            The `LibraryPool`.

        Raises:
            PreconditionError: If the reference has no such status, or the service refuses the change.

        Example:
            ```python
            await basespace.library_pools.set_status("7", "QCFailed")
            ```
        """
        check_value(status, STATUSES, "a pool's status")
        return await self.update(library_pool, status=status, notes=notes)

    def libraries(
        self,
        library_pool: ResourceId,
        *,
        include: LibraryInclude | Iterable[LibraryInclude] | None = None,
        sort_by: LibrarySortField | None = "Id",
        sort_dir: SortDirection | None = "Asc",
        **paging: Unpack[PagingArguments],
    ) -> Pager[LibraryInPool]:
        """List the libraries in a pool (`listLibraryPoolLibraries`).

        Calls `GET /v2/librarypools/{id}/libraries`.

        Args:
            library_pool: Its id, or the pool from a library.
            include: Further parts to return: LibraryIndex, YieldInformation (reference).
            sort_by: Field to sort by; None leaves the order to the service.
            sort_dir: Asc or Desc; None leaves the direction to the service.
            **paging: How the list is fetched; see `PagingArguments`.

        Returns:
            A pager of `LibraryInPool`; nothing is sent before it is iterated.

        Example:
            ```python
            libraries = await basespace.library_pools.libraries("7", include="LibraryIndex").collect()
            ```
        """
        request = list_library_pool_libraries.request(
            identifier(library_pool), include=as_list(include), sortby=or_unset(sort_by), sortdir=or_unset(sort_dir)
        )
        return self._client.pager(request, **paging)

    async def request_more_yield(
        self, library_pool: ResourceId, additional_yield: int, *, lims_id: str | None = None
    ) -> LabRequeue:
        """Ask for a library pool to be sequenced again; see `LabRequeues.for_library_pool`.

        Example:
            ```python
            requeue = await basespace.library_pools.request_more_yield("7", 50_000_000_000)
            ```
        """
        return await LabRequeues(self._client).for_library_pool(library_pool, additional_yield, lims_id=lims_id)
