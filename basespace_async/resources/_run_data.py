"""New runs, changes of runs, and what was measured of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from basespace_openapi.api.runs import (
    create_run,
    get_run_sample_sheet,
    get_run_sequencing_stats,
    list_lane_library_mappings,
    update_run,
)

from .._core.parameters import ResourceId, identifier, or_unset
from ..pagination.pager import Pager
from . import _names
from ._base import PagingArguments, Resource

if TYPE_CHECKING:
    from ..models import LaneLibraryMapping, Run, SampleSheet, SequencingStats
    from ..uploads import FilteredUpload, UploadReport
    from .properties import Properties


class RunData(Resource):
    """The operations that create and change runs, and that tell what was measured, as a base of `Runs`."""

    async def create(self, experiment_name: str, *, instrument_type: str, sample_sheet_name: str | None = None) -> Run:
        """Create a run, to upload its files (`createRun`).

        Calls `POST /v2/runs` (client).

        Args:
            experiment_name: Name of the experiment.
            instrument_type: Type of the instrument, such as NovaSeq6000 or MiSeq.
            sample_sheet_name: Name of the sample sheet file.

        Returns:
            The new `Run`.

        Raises:
            ConfigurationError: If the name is empty.

        Example:
            ```python
            run = await basespace.runs.create("Batch 7", instrument_type="MiSeq")
            ```
        """
        return await create_run.send(
            self._client,
            experimentname=_names.checked_name("run", experiment_name),
            instrumenttype=instrument_type,
            samplesheetname=or_unset(sample_sheet_name),
        )

    async def upload(
        self, folder: str | Path, *, instrument_type: str, name: str | None = None, **options: Unpack[FilteredUpload]
    ) -> UploadReport:
        """Upload a run folder as a new run. Called again, it goes on where it was interrupted.

        Calls `POST /v2/runs`, describes the run from its `RunInfo.xml`, uploads the files with their paths in the
        folder, compares what the service has with them, and completes the run (client).

        Args:
            folder: The run folder, with `RunInfo.xml` in it.
            instrument_type: Type of the instrument, such as NovaSeq6000.
            name: Name of the experiment; the run's id in `RunInfo.xml` where it is not given.
            **options: Which files, see `FileFilters`, and how, see `UploadOptions`.

        Returns:
            A report of the files; `ids["run"]` is the run.

        Raises:
            IncompleteUploadError: If some files could not be uploaded; the same call goes on with them.
            UploadError: If a file cannot be read or has no possible name, or another process uploads the same.
            ConfigurationError: If an option is unknown or out of range.

        Example:
            ```python
            report = await basespace.runs.upload("240131_A00123_0042_AHXYZ", instrument_type="NovaSeq6000")
            ```
        """
        from ._run_upload import upload_run

        return await upload_run(self._client, folder, instrument_type, name, options)

    async def update(
        self,
        run: ResourceId,
        *,
        upload_status: str | None = None,
        instrument_run_status: str | None = None,
        instrument_run_id: str | None = None,
        instrument_run_number: int | None = None,
        flowcell_barcode: str | None = None,
        prep_kit_name: str | None = None,
        run_parameters_xml: str | None = None,
    ) -> Run:
        """Change a run (`updateRun`).

        Calls `POST /v2/runs/{id}` (client). Arguments that are left out stay as they are.

        Args:
            run: Its id, or the run from a list.
            upload_status: Uploading, Completed or Failed.
            instrument_run_status: Running, Stopped, InstrumentCompleted, Failed or Rehybing (spelled so).
            instrument_run_id: Id that the instrument gave the run.
            instrument_run_number: Number that the instrument gave the run.
            flowcell_barcode: Barcode of the flow cell.
            prep_kit_name: Name of the preparation kit.
            run_parameters_xml: Content of the file of run parameters, from which the service describes the run.

        Returns:
            The updated `Run`.

        Example:
            ```python
            await basespace.runs.update(run, upload_status="Completed")
            ```
        """
        return await update_run.send(
            self._client,
            identifier(run),
            uploadstatus=or_unset(upload_status),
            instrumentrunstatus=or_unset(instrument_run_status),
            instrumentrunid=or_unset(instrument_run_id),
            instrumentrunnumber=or_unset(instrument_run_number),
            flowcellbarcode=or_unset(flowcell_barcode),
            prepkitname=or_unset(prep_kit_name),
            runparametersxml=or_unset(run_parameters_xml),
        )

    async def sample_sheet(self, run: ResourceId) -> SampleSheet:
        """Get the sample sheet of a run, divided into its sections (`getRunSampleSheet`).

        Calls `GET /v2/runs/{id}/samplesheet` (client).

        Args:
            run: Its id, or the run from a list.

        Returns:
            The `SampleSheet`; rows of samples are in the data of its applications.

        Example:
            ```python
            sheet = await basespace.runs.sample_sheet(run)
            ```
        """
        return await get_run_sample_sheet.send(self._client, identifier(run))

    async def sequencing_stats(self, run: ResourceId) -> SequencingStats:
        """Get the statistics of a run by read, by lane, and by lane and read (`getRunSequencingStats`).

        Calls `GET /v2/runs/{id}/sequencingstats` (client).

        Args:
            run: Its id, or the run from a list.

        Returns:
            The `SequencingStats`.

        Example:
            ```python
            stats = await basespace.runs.sequencing_stats(run)
            print(stats.percent_gt_q30, stats.yield_total)
            ```
        """
        return await get_run_sequencing_stats.send(self._client, identifier(run))

    def lane_library_mappings(self, run: ResourceId, **paging: Unpack[PagingArguments]) -> Pager[LaneLibraryMapping]:
        """List which library, pool, biosample and project is in which lane (`listLaneLibraryMappings`).

        Calls `GET /v2/runs/{id}/lanelibrarymappings` (client).

        Args:
            run: Its id, or the run from a list.
            **paging: How the list is fetched; see `PagingArguments`.

        Returns:
            A pager of `LaneLibraryMapping`; nothing is sent before it is iterated.

        Example:
            ```python
            async for mapping in basespace.runs.lane_library_mappings(run):
                print(mapping.lane_number, mapping.library_name)
            ```
        """
        return self._client.pager(list_lane_library_mappings.request(identifier(run)), **paging)

    def properties(self, run: ResourceId) -> Properties:
        """Return a view of the properties of a run: list, read and write them by name.

        Args:
            run: Its id, or the run from a list.

        Returns:
            A view; nothing is sent before it is asked for something.

        Example:
            ```python
            biosamples = await basespace.runs.properties(run).value("Input.BioSamples")
            ```
        """
        from .properties import Properties

        return Properties(self._client, "run", identifier(run))
