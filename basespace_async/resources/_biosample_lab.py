"""The laboratory side of biosamples: libraries, lanes and lab requeues."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Unpack

from basespace_openapi.api.biosamples import (
    get_biosample,
    list_biosample_lab_requeues,
    list_biosample_libraries,
    list_biosample_run_lane_summaries,
)

from .._core.parameters import ResourceId, as_list, identifier, or_unset
from ..errors import PreconditionError
from ..pagination.pager import Pager
from ._base import LibraryInclude, PagingArguments, Resource
from .lab_requeues import LabRequeues

if TYPE_CHECKING:
    from ..models import (
        LabRequeue,
        LabRequeueCompact,
        LabRequeueSortField,
        LabRequeueType,
        LibraryCompact,
        LibrarySortField,
        RunLaneSummary,
        RunLaneSummarySortField,
        SortDirection,
    )


class BiosampleLab(Resource):
    """The operations that follow a biosample through the laboratory, as a base of `Biosamples`."""

    def libraries(
        self,
        biosample: ResourceId,
        *,
        include: LibraryInclude | Iterable[LibraryInclude] | None = None,
        sort_by: LibrarySortField | None = "Id",
        sort_dir: SortDirection | None = "Asc",
        **paging: Unpack[PagingArguments],
    ) -> Pager[LibraryCompact]:
        """List the libraries prepared from a biosample (`listBiosampleLibraries`).

        Calls `GET /v2/biosamples/{id}/libraries`.

        Args:
            biosample: Its id, or the biosample from a list.
            include: Further parts to return: LibraryIndex, YieldInformation (reference).
            sort_by: Field to sort by; None leaves the order to the service.
            sort_dir: Asc or Desc; None leaves the direction to the service.
            **paging: How the list is fetched; see `PagingArguments`.

        Returns:
            A pager of `LibraryCompact`; nothing is sent before it is iterated.

        Example:
            ```python
            libraries = await basespace.biosamples.libraries(biosample, include="YieldInformation").collect()
            ```
        """
        request = list_biosample_libraries.request(
            identifier(biosample), include=as_list(include), sortby=or_unset(sort_by), sortdir=or_unset(sort_dir)
        )
        return self._client.pager(request, **paging)

    def lane_summaries(
        self,
        biosample: ResourceId,
        *,
        sort_by: RunLaneSummarySortField | None = "CreatedOn",
        sort_dir: SortDirection | None = "Asc",
        **paging: Unpack[PagingArguments],
    ) -> Pager[RunLaneSummary]:
        """List the lanes that a biosample was sequenced on, with their runs (`listBiosampleRunLaneSummaries`).

        Calls `GET /v2/biosamples/{id}/runlanesummaries`.

        Args:
            biosample: Its id, or the biosample from a list.
            sort_by: Field to sort by; None leaves the order to the service.
            sort_dir: Asc or Desc; None leaves the direction to the service.
            **paging: How the list is fetched; see `PagingArguments`.

        Returns:
            A pager of `RunLaneSummary`; nothing is sent before it is iterated.

        Example:
            ```python
            lanes = await basespace.biosamples.lane_summaries(biosample).collect()
            ```
        """
        request = list_biosample_run_lane_summaries.request(
            identifier(biosample), sortby=or_unset(sort_by), sortdir=or_unset(sort_dir)
        )
        return self._client.pager(request, **paging)

    def lab_requeues(
        self,
        biosample: ResourceId,
        *,
        type: LabRequeueType | None = None,
        sort_by: LabRequeueSortField | None = "Id",
        sort_dir: SortDirection | None = "Asc",
        **paging: Unpack[PagingArguments],
    ) -> Pager[LabRequeueCompact]:
        """List the lab requeues of a biosample, those of its pools included (`listBiosampleLabRequeues`).

        Calls `GET /v2/biosamples/{biosampleid}/labrequeues`.

        Args:
            biosample: Its id, or the biosample from a list.
            type: NewBioSampleLibrary, AdditionalYieldOfLibraryPool or AdditionalYieldOfFinishedLibrary (reference).
            sort_by: Field to sort by; None leaves the order to the service.
            sort_dir: Asc or Desc; None leaves the direction to the service.
            **paging: How the list is fetched; see `PagingArguments`.

        Returns:
            A pager of `LabRequeueCompact`; nothing is sent before it is iterated.

        Example:
            ```python
            requeues = await basespace.biosamples.lab_requeues(biosample).collect()
            ```
        """
        request = list_biosample_lab_requeues.request(
            identifier(biosample), type_=or_unset(type), sortby=or_unset(sort_by), sortdir=or_unset(sort_dir)
        )
        return self._client.pager(request, **paging)

    async def request_more_yield(
        self,
        biosample: ResourceId,
        additional_yield: int,
        *,
        prep_request: ResourceId | None = None,
        lims_id: str | None = None,
    ) -> LabRequeue:
        """Ask the laboratory for another library of a biosample (`createPrepRequestLabRequeue`).

        Calls `POST /v2/preprequests/{preprequestid}/labrequeues`.

        Args:
            biosample: Its id, or the biosample from a list.
            additional_yield: Presumably in base pairs (inferred).
            prep_request: By which of its prep requests; needed where it has several. Without it, the biosample is
                fetched first (`getBiosample`).
            lims_id: Id in the laboratory's information system (LIMS).

        Returns:
            The lab requeue.

        Raises:
            PreconditionError: If the biosample has no prep request or several of them, or the yield is not positive.

        Example:
            ```python
            requeue = await basespace.biosamples.request_more_yield(biosample, 5_000_000_000)
            ```
        """
        requeues = LabRequeues(self._client)
        if prep_request is not None:
            return await requeues.for_prep_request(prep_request, additional_yield, lims_id=lims_id)
        prep_requests = (await get_biosample.send(self._client, identifier(biosample))).prep_requests or []
        if len(prep_requests) != 1:
            ids = ", ".join(str(getattr(prep_request, "id", None)) for prep_request in prep_requests) or "none"
            raise PreconditionError(
                f"biosample {identifier(biosample)} must have one prep request, or name it; it has {ids}"
            )
        return await requeues.for_prep_request(prep_requests[0], additional_yield, lims_id=lims_id)
