"""Sequencing libraries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Unpack

from basespace_openapi import models as generated
from basespace_openapi.api.libraries import create_biosample_library, list_libraries, list_prep_requests

from .._core.parameters import ResourceId, as_list, identifier, optional_id, or_unset
from ..pagination.pager import Pager
from ._base import PagingArguments, Resource
from .lab_requeues import LabRequeues

if TYPE_CHECKING:
    from ..models import LabRequeue, LibraryCompact, LibrarySortField, PrepRequest, SortDirection
    from .properties import Properties


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

    async def add(
        self,
        biosample: ResourceId,
        name: str,
        *,
        project: ResourceId | None = None,
        library_prep: ResourceId | None = None,
        index_1: str | None = None,
        index_2: str | None = None,
        status: str | None = None,
    ) -> LibraryCompact:
        """Create a library of a biosample (`createBiosampleLibrary`).

        Calls `POST /v2/biosamples/{id}/libraries` (client).

        Args:
            biosample: The biosample, or its id.
            name: Name of the library.
            project: The project, or its id.
            library_prep: The library preparation, or its id.
            index_1: First index.
            index_2: Second index.
            status: Status of the library, such as Active.

        Returns:
            The new library.

        Example:
            ```python
            library = await basespace.libraries.add(biosample, "Liver-1-lib", index_1="D701")
            ```
        """
        body = generated.CreateLibraryRequest(
            project_id=optional_id(project),
            index_1=or_unset(index_1),
            index_2=or_unset(index_2),
            status=or_unset(status),
            library_name=name,
            library_prep_id=optional_id(library_prep),
        )
        return await create_biosample_library.send(self._client, identifier(biosample), body=body)

    def prep_requests(self, **paging: Unpack[PagingArguments]) -> Pager[PrepRequest]:
        """List the requests for library preparations (`listPrepRequests`).

        Calls `GET /v2/preprequests` (client; the shape of its answer is inferred).

        Args:
            **paging: How the list is fetched; see `PagingArguments`.

        Returns:
            A pager of `PrepRequest`; nothing is sent before it is iterated.

        Example:
            ```python
            requests = await basespace.libraries.prep_requests().collect()
            ```
        """
        return self._client.pager(list_prep_requests.request(), **paging)

    def properties(self, library: ResourceId) -> Properties:
        """Return a view of the properties of a library: list, read and write them by name.

        Args:
            library: Its id, or the library from a list.

        Returns:
            A view; nothing is sent before it is asked for something.

        Example:
            ```python
            values = await basespace.libraries.properties(library).as_dict()
            ```
        """
        from .properties import Properties

        return Properties(self._client, "library", identifier(library))

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
