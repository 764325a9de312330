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
    """Operations on lab requeues. A repeated request is another request: none of them is sent twice silently."""

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
        """Lab requeues (`listLabRequeues`).

        Args:
            status: only those of these statuses.
            type: only those of these types: NewBioSampleLibrary, AdditionalYieldOfLibraryPool,
                AdditionalYieldOfFinishedLibrary (reference).
            id: documented without a meaning; passed on as it is.
            sort_by, sort_dir: the order; None leaves it to the service.
            **paging: offset, page_size, concurrency, ordered, expected; see `Pager`.

        Returns:
            A pager; nothing is sent before it is iterated.

        Example:
            requeues = await basespace.lab_requeues.list(status="Active").collect()
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
        """One lab requeue (`getLabRequeue`).

        Args:
            lab_requeue: its id, or the lab requeue from a list.

        Raises:
            PermissionDeniedError: it is not yours, or there is none of that id (observed for other resources).

        Example:
            missing = (await basespace.lab_requeues.get("12")).missing_yield
        """
        return await get_lab_requeue.send(self._client, identifier(lab_requeue))

    async def for_library(
        self, library: ResourceId, additional_yield: int, *, lims_id: str | None = None
    ) -> LabRequeue:
        """Ask for a library to be sequenced again (`createLibraryLabRequeue`).

        Args:
            library: its id, or the library from a list.
            additional_yield: for the library's whole pool, presumably in base pairs (inferred); shared out over the
                libraries in it (reference).
            lims_id: id in the laboratory's information system.

        Returns:
            The lab requeue.

        Raises:
            PreconditionError: the yield is not positive.

        Example:
            requeue = await basespace.lab_requeues.for_library(library, 5_000_000_000)
        """
        body = generated.CreateExistingLibraryLabRequeueRequest(
            requested_additional_yield=_positive(additional_yield), lims_id=or_unset(lims_id)
        )
        return await create_library_lab_requeue.send(self._client, identifier(library), body=body)

    async def for_library_pool(
        self, library_pool: ResourceId, additional_yield: int, *, lims_id: str | None = None
    ) -> LabRequeue:
        """Ask for a library pool to be sequenced again (`createLibraryPoolLabRequeue`).

        Args:
            library_pool: its id, or the pool from a library.
            additional_yield: presumably in base pairs (inferred).
            lims_id: id in the laboratory's information system.

        Returns:
            The lab requeue.

        Raises:
            PreconditionError: the yield is not positive.

        Example:
            requeue = await basespace.lab_requeues.for_library_pool("7", 50_000_000_000)
        """
        body = generated.CreateExistingPoolLabRequeueRequest(
            requested_additional_yield=_positive(additional_yield), lims_id=or_unset(lims_id)
        )
        return await create_library_pool_lab_requeue.send(self._client, identifier(library_pool), body=body)

    async def for_prep_request(
        self, prep_request: ResourceId, additional_yield: int, *, lims_id: str | None = None
    ) -> LabRequeue:
        """Ask for another library of a biosample, by way of a prep request (`createPrepRequestLabRequeue`).

        Args:
            prep_request: its id, or the prep request from a biosample.
            additional_yield: presumably in base pairs (inferred).
            lims_id: id in the laboratory's information system.

        Returns:
            The lab requeue.

        Raises:
            PreconditionError: the yield is not positive.

        Example:
            requeue = await basespace.lab_requeues.for_prep_request("9", 5_000_000_000)
        """
        body = generated.CreateNewLibraryLabRequeueRequest(
            requested_additional_yield=_positive(additional_yield), lims_id=or_unset(lims_id)
        )
        return await create_prep_request_lab_requeue.send(self._client, identifier(prep_request), body=body)


def _positive(additional_yield: int) -> int:
    if additional_yield <= 0:
        raise PreconditionError(f"the additional yield is {additional_yield}; ask for more than 0")
    return additional_yield
