"""Biosamples, their libraries, lanes and lab requeues."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from basespace_openapi import models as generated
from basespace_openapi.api.biosamples import (
    get_biosample,
    list_biosample_lab_requeues,
    list_biosample_libraries,
    list_biosample_run_lane_summaries,
    list_biosamples,
    update_biosample,
)

from .._core.parameters import HasId, as_list, identifier, optional_id, or_unset
from ..errors import PreconditionError
from ..pagination.pager import Pager
from . import _biosample_batches
from ._base import PagingArguments, Resource
from ._batch import Outcomes, distinct_ids, each
from ._preconditions import check_name, check_value, refused_as

if TYPE_CHECKING:
    from ..downloads import DownloadReport, FilteredDownload
    from ..models import (
        Biosample,
        BiosampleCompact,
        BiosampleSortField,
        BiosampleStatus,
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

    Found = dict[str, list[BiosampleCompact]]

STATUSES = ("New", "Active", "Done", "QcFailed", "Canceled")


class Biosamples(Resource):
    """Operations on biosamples."""

    def list(
        self,
        *,
        name: str | Iterable[str] | None = None,
        status: BiosampleStatus | Iterable[BiosampleStatus] | None = None,
        lab_status: str | Iterable[str] | None = None,
        project: str | Iterable[str] | None = None,
        include: str | Iterable[str] | None = None,
        property_names_start_with: str | Iterable[str] | None = None,
        sort_by: BiosampleSortField | None = "Id",
        sort_dir: SortDirection | None = "Asc",
        **paging: Unpack[PagingArguments],
    ) -> Pager[BiosampleCompact]:
        """Biosamples, in short (`listBiosamples`).

        Args:
            name: only biosamples of these names; see `find_by_name` for many.
            status: only those of these statuses: New, Active, Done, QcFailed, Canceled.
            lab_status: only those of these lab statuses, such as Sequencing.
            project: ids of projects; only biosamples whose default project, or one of whose datasets, is in them.
            include: further parts to return with each.
            property_names_start_with: only properties whose names begin so.
            sort_by, sort_dir: the order; None leaves it to the service. For a field that it does not know, the service
                silently takes Id (observed), which is warned of.
            **paging: offset, page_size, concurrency, ordered, expected; see `Pager`.

        Returns:
            A pager; nothing is sent before it is iterated.

        Example:
            active = await basespace.biosamples.list(status=["New", "Active"]).collect()
        """
        request = list_biosamples.request(
            biosamplename=as_list(name),
            status=as_list(status),
            labstatus=as_list(lab_status),
            projectid=as_list(project),
            include=as_list(include),
            propertynamestartswith=as_list(property_names_start_with),
            sortby=or_unset(sort_by),
            sortdir=or_unset(sort_dir),
        )
        return self._client.pager(request, **paging)

    async def get(self, biosample: str | HasId, *, include: str | Iterable[str] | None = None) -> Biosample:
        """One biosample, in full (`getBiosample`).

        Args:
            biosample: its id, or the biosample from a list.
            include: further parts to return.

        Raises:
            PermissionDeniedError: it is not yours, or there is none of that id (observed).

        Example:
            biosample = await basespace.biosamples.get("104555093")
        """
        return await get_biosample.send(self._client, identifier(biosample), include=as_list(include))

    async def get_many(
        self, biosamples: Iterable[str | HasId], *, include: str | Iterable[str] | None = None, concurrency: int = 16
    ) -> Outcomes[Biosample]:
        """Many biosamples, in full (`getBiosample` for each).

        Args:
            biosamples: ids, or biosamples from a list; each is fetched once.
            include: further parts to return.
            concurrency: requests under way at one time.

        Returns:
            The biosamples, or errors, by id.

        Raises:
            ConfigurationError: an id is empty, or the concurrency is less than 1.

        Example:
            found = await basespace.biosamples.get_many(["104555093", "104555094"])
            found.raise_failures()
        """
        parts = as_list(include)
        ids = distinct_ids(biosamples)
        return await each(
            ids, lambda one: get_biosample.send(self._client, one, include=parts), concurrency=concurrency
        )

    async def find_by_name(self, names: Iterable[str], *, concurrency: int = 4) -> Found:
        """Biosamples by their names, any number of them (`listBiosamples`, with as many names as a URL holds).

        Args:
            names: whole names.
            concurrency: requests under way at one time.

        Returns:
            For each name, in the order given, the biosamples that have it: none, one, or several (of several owners).

        Raises:
            ConfigurationError: a name is empty or has a comma in it, which separates names.

        Example:
            found = await basespace.biosamples.find_by_name(["Liver-Rep1", "Liver-Rep2"])
        """
        return await _biosample_batches.find(lambda batch: self.list(name=batch), names, concurrency=concurrency)

    async def update(
        self,
        biosample: str | HasId,
        *,
        name: str | None = None,
        default_project: str | HasId | None = None,
        subject: str | HasId | None = None,
        container_name: str | None = None,
        container_position: str | None = None,
        status: BiosampleStatus | None = None,
    ) -> Biosample:
        """Change a biosample (`updateBiosample`). What is left out stays as it is.

        Args:
            biosample: its id, or the biosample from a list.
            name: unique; letters, digits, dashes and underscores only (reference).
            default_project: the project, or its id, that receives new datasets from now on.
            subject: the individual whom it comes from, or their id.
            container_name: name, usually the barcode, of its plate or tube.
            container_position: where in its container it is, usually a well.
            status: New, Active, Done, QcFailed or Canceled. Any may follow any other; Canceled also cancels the
                analyses in progress for it (reference).

        Returns:
            The biosample as it is then.

        Raises:
            PreconditionError: the name breaks the rule, or the service refuses the change.

        Example:
            await basespace.biosamples.update(biosample, container_name="PLATE-7", container_position="A01")
        """
        check_name(name, "the biosample's name")
        body = generated.UpdateBiosampleRequest(
            biosample_name=or_unset(name),
            default_project_id=optional_id(default_project),
            subject_id=optional_id(subject),
            container_name=or_unset(container_name),
            container_position=or_unset(container_position),
            status=or_unset(status),
        )
        with refused_as("a biosample's name must be unique, and its new values must be possible"):
            return await update_biosample.send(self._client, identifier(biosample), body=body)

    async def set_status(self, biosample: str | HasId, status: BiosampleStatus) -> Biosample:
        """Change the status of a biosample (`updateBiosample`).

        Args:
            biosample: its id, or the biosample from a list.
            status: New, Active, Done, QcFailed or Canceled; see `update`.

        Raises:
            PreconditionError: the reference has no such status.

        Example:
            await basespace.biosamples.set_status(biosample, "Done")
        """
        check_value(status, STATUSES, "a biosample's status")
        return await self.update(biosample, status=status)

    async def bulk_update(
        self,
        biosamples: Iterable[str | HasId],
        *,
        default_project: str | HasId,
        batch_size: int = 100,
        concurrency: int = 4,
    ) -> Outcomes[BiosampleCompact]:
        """Give any number of biosamples the same default project (`bulkUpdateBiosamples`, in batches).

        All ids are checked before anything is sent, and each is sent once. A batch that the service refuses is halved
        and sent again until the ids that it refuses stand alone, so that one bad id does not keep the others back.

        Args:
            biosamples: ids, or biosamples from a list.
            default_project: the project, or its id, that receives new datasets from now on (reference).
            batch_size: ids in one request; no limit is documented.
            concurrency: requests under way at one time.

        Returns:
            For each id, the biosample as the service returned it, or the error that its request ended with. After an
            error without an answer (TransportError), the service may have changed it or not.

        Raises:
            ConfigurationError: an id is empty, or a number is less than 1.

        Example:
            done = await basespace.biosamples.bulk_update(ids, default_project="86591915")
            print(len(done.succeeded), "changed;", done.failed)
        """
        ids = distinct_ids(biosamples)
        project = identifier(default_project)
        return await _biosample_batches.update(
            self._client, ids, project, batch_size=batch_size, concurrency=concurrency
        )

    def libraries(
        self,
        biosample: str | HasId,
        *,
        include: str | Iterable[str] | None = None,
        sort_by: LibrarySortField | None = "Id",
        sort_dir: SortDirection | None = "Asc",
        **paging: Unpack[PagingArguments],
    ) -> Pager[LibraryCompact]:
        """The libraries prepared from a biosample (`listBiosampleLibraries`).

        Args:
            biosample: its id, or the biosample from a list.
            include: further parts: LibraryIndex, YieldInformation (reference).
            sort_by, sort_dir: the order; None leaves it to the service.
            **paging: offset, page_size, concurrency, ordered, expected; see `Pager`.

        Example:
            libraries = await basespace.biosamples.libraries(biosample, include="YieldInformation").collect()
        """
        request = list_biosample_libraries.request(
            identifier(biosample), include=as_list(include), sortby=or_unset(sort_by), sortdir=or_unset(sort_dir)
        )
        return self._client.pager(request, **paging)

    def lane_summaries(
        self,
        biosample: str | HasId,
        *,
        sort_by: RunLaneSummarySortField | None = "CreatedOn",
        sort_dir: SortDirection | None = "Asc",
        **paging: Unpack[PagingArguments],
    ) -> Pager[RunLaneSummary]:
        """The lanes that a biosample was sequenced on, with their runs (`listBiosampleRunLaneSummaries`).

        Args:
            biosample: its id, or the biosample from a list.
            sort_by, sort_dir: the order; None leaves it to the service.
            **paging: offset, page_size, concurrency, ordered, expected; see `Pager`.

        Example:
            lanes = await basespace.biosamples.lane_summaries(biosample).collect()
        """
        request = list_biosample_run_lane_summaries.request(
            identifier(biosample), sortby=or_unset(sort_by), sortdir=or_unset(sort_dir)
        )
        return self._client.pager(request, **paging)

    def lab_requeues(
        self,
        biosample: str | HasId,
        *,
        type: LabRequeueType | None = None,
        sort_by: LabRequeueSortField | None = "Id",
        sort_dir: SortDirection | None = "Asc",
        **paging: Unpack[PagingArguments],
    ) -> Pager[LabRequeueCompact]:
        """The lab requeues of a biosample, those of its pools included (`listBiosampleLabRequeues`).

        Args:
            biosample: its id, or the biosample from a list.
            type: NewBioSampleLibrary, AdditionalYieldOfLibraryPool or AdditionalYieldOfFinishedLibrary (reference).
            sort_by, sort_dir: the order; None leaves it to the service.
            **paging: offset, page_size, concurrency, ordered, expected; see `Pager`.

        Example:
            requeues = await basespace.biosamples.lab_requeues(biosample).collect()
        """
        request = list_biosample_lab_requeues.request(
            identifier(biosample), type_=or_unset(type), sortby=or_unset(sort_by), sortdir=or_unset(sort_dir)
        )
        return self._client.pager(request, **paging)

    async def request_more_yield(
        self,
        biosample: str | HasId,
        additional_yield: int,
        *,
        prep_request: str | HasId | None = None,
        lims_id: str | None = None,
    ) -> LabRequeue:
        """Ask the laboratory for another library of a biosample (`createPrepRequestLabRequeue`).

        Args:
            biosample: its id, or the biosample from a list.
            additional_yield: presumably in base pairs (inferred).
            prep_request: by which of its prep requests; needed where it has several. Without it, the biosample is
                fetched first (`getBiosample`).
            lims_id: id in the laboratory's information system.

        Returns:
            The lab requeue.

        Raises:
            PreconditionError: the biosample has no prep request or several of them, or the yield is not positive.

        Example:
            requeue = await basespace.biosamples.request_more_yield(biosample, 5_000_000_000)
        """
        requeues = self._client.lab_requeues
        if prep_request is not None:
            return await requeues.for_prep_request(prep_request, additional_yield, lims_id=lims_id)
        found = (await self.get(biosample)).prep_requests or []
        if len(found) != 1:
            ids = ", ".join(str(one.id) for one in found) or "none"
            raise PreconditionError(
                f"biosample {identifier(biosample)} must have one prep request, or name it; it has {ids}"
            )
        return await requeues.for_prep_request(found[0], additional_yield, lims_id=lims_id)

    async def download(
        self,
        biosample: str | HasId,
        to: str | Path,
        *,
        dataset_types: str | Iterable[str] | None = None,
        **options: Unpack[FilteredDownload],
    ) -> DownloadReport:
        """Download the files of the datasets that come from a biosample; see `Files.download`.

        Args:
            biosample: its id, or the biosample from a list.
            to: folder; each dataset has a folder of its name and id below it.
            dataset_types: only datasets that conform to these types, such as `common.fastq`; see `Datasets.list`.
            **options: which files (extensions, include, exclude, min_size, max_size; see `FileFilters`), and how
                (concurrency, part_size, bandwidth, existing, checksum, progress; see `DownloadOptions`).

        Returns:
            What is on the disk.

        Raises:
            IncompleteDownloadError: some files could not be downloaded; the same call goes on with them.
            DownloadError: the disk is full.
            ConfigurationError: an option is unknown or out of range.

        Example:
            report = await basespace.biosamples.download(biosample, "fastq", dataset_types="common.fastq")
        """
        from ._downloads import download_datasets

        datasets = self._client.datasets.list(input_biosamples=biosample, dataset_types=dataset_types)
        return await download_datasets(self._client, datasets, to, options)
