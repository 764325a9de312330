"""Lab requeues: requests for more sequencing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Unpack

from basespace_openapi import models as generated
from basespace_openapi.api.lab_requeues import (
    create_library_lab_requeue,
    create_library_pool_lab_requeue,
    create_prep_request_lab_requeue,
    get_lab_requeue,
    list_lab_requeues,
)

from .._core.parameters import ResourceId, as_list, identifier, or_unset
from ..errors import PreconditionError
from ..pagination.pager import Pager
from ._base import PagingArguments, Resource

if TYPE_CHECKING:
    from ..models import LabRequeue, LabRequeueSortField, LabRequeueType, SortDirection


class LabRequeues(Resource):
    """Lab requeues: requests for more sequencing.

    Each call creates another request, so a request is never repeated silently.
    """

    def list(
        self,
        *,
        status: str | Iterable[str] | None = None,
        type: LabRequeueType | Iterable[LabRequeueType] | None = None,
        id: str | None = None,
        sort_by: LabRequeueSortField | None = "Id",
        sort_dir: SortDirection | None = "Asc",
        **paging: Unpack[PagingArguments],
    ) -> Pager[LabRequeue]:
        """List lab requeues (`listLabRequeues`).

        Calls `GET /v2/labrequeues`.

        Args:
            status: Only those with these statuses.
            type: Only those with these types: NewBioSampleLibrary, AdditionalYieldOfLibraryPool,
                AdditionalYieldOfFinishedLibrary (reference).
            id: Documented without a meaning; passed on unchanged.
            sort_by: Field to sort by; None leaves the order to the service.
            sort_dir: Asc or Desc; None leaves the direction to the service.
            **paging: How the list is fetched; see `PagingArguments`.

        Returns:
            A pager of `LabRequeue`; nothing is sent before it is iterated.

        Example:
            ```python
            requeues = await basespace.lab_requeues.list(status="Active").collect()
            ```
        """
        request = list_lab_requeues.request(
            status=as_list(status),
            type_=as_list(type),
            id=or_unset(id),
            sortby=or_unset(sort_by),
            sortdir=or_unset(sort_dir),
        )
        return self._client.pager(request, **paging)

    async def get(self, lab_requeue: ResourceId) -> LabRequeue:
        """Get a lab requeue (`getLabRequeue`).

        Calls `GET /v2/labrequeues/{id}`.

        Args:
            lab_requeue: Its id, or the lab requeue from a list.

        Returns:
            The `LabRequeue`.

        Raises:
            PermissionDeniedError: If it is not yours or the id does not exist (observed for other resources).

        Example:
            ```python
            missing = (await basespace.lab_requeues.get("12")).missing_yield
            ```
        """
        return await get_lab_requeue.send(self._client, identifier(lab_requeue))

    async def for_library(
        self, library: ResourceId, additional_yield: int, *, lims_id: str | None = None
    ) -> LabRequeue:
        """Ask for a library to be sequenced again (`createLibraryLabRequeue`).

        Calls `POST /v2/libraries/{libraryid}/labrequeues`.

        Args:
            library: Its id, or the library from a list.
            additional_yield: For the library's whole pool, Presumably in base pairs (inferred); shared out over the
                libraries in it (reference).
            lims_id: Id in the laboratory's information system (LIMS).

        Returns:
            The lab requeue.

        Raises:
            PreconditionError: If the yield is not positive.

        Example:
            ```python
            requeue = await basespace.lab_requeues.for_library(library, 5_000_000_000)
            ```
        """
        body = generated.CreateExistingLibraryLabRequeueRequest(
            requested_additional_yield=_positive(additional_yield), lims_id=or_unset(lims_id)
        )
        return await create_library_lab_requeue.send(self._client, identifier(library), body=body)

    async def for_library_pool(
        self, library_pool: ResourceId, additional_yield: int, *, lims_id: str | None = None
    ) -> LabRequeue:
        """Ask for a library pool to be sequenced again (`createLibraryPoolLabRequeue`).

        Calls `POST /v2/librarypools/{poolid}/labrequeues`.

        Args:
            library_pool: Its id, or the pool from a library.
            additional_yield: Presumably in base pairs (inferred).
            lims_id: Id in the laboratory's information system (LIMS).

        Returns:
            The lab requeue.

        Raises:
            PreconditionError: If the yield is not positive.

        Example:
            ```python
            requeue = await basespace.lab_requeues.for_library_pool("7", 50_000_000_000)
            ```
        """
        body = generated.CreateExistingPoolLabRequeueRequest(
            requested_additional_yield=_positive(additional_yield), lims_id=or_unset(lims_id)
        )
        return await create_library_pool_lab_requeue.send(self._client, identifier(library_pool), body=body)

    async def for_prep_request(
        self, prep_request: ResourceId, additional_yield: int, *, lims_id: str | None = None
    ) -> LabRequeue:
        """Ask for another library of a biosample through a prep request (`createPrepRequestLabRequeue`).

        Calls `POST /v2/preprequests/{preprequestid}/labrequeues`.

        Args:
            prep_request: Its id, or the prep request from a biosample.
            additional_yield: Presumably in base pairs (inferred).
            lims_id: Id in the laboratory's information system (LIMS).

        Returns:
            The lab requeue.

        Raises:
            PreconditionError: If the yield is not positive.

        Example:
            ```python
            requeue = await basespace.lab_requeues.for_prep_request("9", 5_000_000_000)
            ```
        """
        body = generated.CreateNewLibraryLabRequeueRequest(
            requested_additional_yield=_positive(additional_yield), lims_id=or_unset(lims_id)
        )
        return await create_prep_request_lab_requeue.send(self._client, identifier(prep_request), body=body)


def _positive(additional_yield: int) -> int:
    if additional_yield <= 0:
        raise PreconditionError(f"the additional yield is {additional_yield}; ask for more than 0")
    return additional_yield
