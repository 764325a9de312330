"""Sequencing runs, their files, statistics and sample sheets."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from basespace_openapi.api.runs import (
    get_run,
    list_run_files,
    list_runs,
)

from .._core.parameters import ResourceId, as_list, comma_joined, identifier, identifiers, or_unset
from ..pagination.pager import Pager
from . import _names
from ._base import PagingArguments, RunFileInclude, RunInclude
from ._run_data import RunData

if TYPE_CHECKING:
    from ..downloads import DownloadReport, FilteredDownload
    from ..models import (
        File,
        FileSortField,
        Run,
        RunCompact,
        RunSortField,
        SortDirection,
    )
    from ..sync import SyncOptions, SyncReport
    from ..watch import Watch, WatchOptions

    Found = list[RunCompact]


class Runs(RunData):
    """Sequencing runs, their files, statistics and sample sheets."""

    def list(
        self,
        *,
        statuses: str | Iterable[str] | None = None,
        experiment_name: str | None = None,
        flowcell_barcode: str | None = None,
        instrument_type: str | None = None,
        lane_and_qc_statuses: str | Iterable[str] | None = None,
        output_projects: ResourceId | Iterable[ResourceId] | None = None,
        include: RunInclude | Iterable[RunInclude] | None = None,
        property_names_start_with: str | Iterable[str] | None = None,
        exclude_property_names_start_with: str | Iterable[str] | None = None,
        id: str | None = None,
        sort_by: RunSortField | None = "Id",
        sort_dir: SortDirection | None = "Asc",
        **paging: Unpack[PagingArguments],
    ) -> Pager[RunCompact]:
        """List the runs that the current user can reach (`listRuns`).

        Calls `GET /v2/runs` (client).

        Args:
            statuses: Only runs with these statuses, such as Complete or Running.
            experiment_name: Only runs of this experiment.
            flowcell_barcode: Only runs of this flow cell; an empty text asks for runs without one.
            instrument_type: Only runs of instruments of this type.
            lane_and_qc_statuses: Only runs with these: Inital (spelled so), QcPassed, LaneQcFailed.
            output_projects: Projects or their ids; only runs with output in them.
            include: Further parts to return: Properties (client).
            property_names_start_with: Only properties whose names begin so.
            exclude_property_names_start_with: No properties whose names begin so.
            id: Listed by clients without a meaning; passed on unchanged.
            sort_by: Field to sort by; None leaves the order to the service.
            sort_dir: Asc or Desc; None leaves the direction to the service.
            **paging: How the list is fetched; see `PagingArguments`.

        Returns:
            A pager of `RunCompact`; nothing is sent before it is iterated.

        Example:
            ```python
            async for run in basespace.runs.list(statuses="Complete"):
                print(run.id, run.experiment_name)
            ```
        """
        request = list_runs.request(
            statuses=comma_joined(statuses),
            experimentname=or_unset(experiment_name),
            flowcellbarcode=or_unset(flowcell_barcode),
            instrumenttype=or_unset(instrument_type),
            laneandqcstatuses=comma_joined(lane_and_qc_statuses),
            output_projects=identifiers(output_projects),
            include=as_list(include),
            propertynamestartswith=as_list(property_names_start_with),
            excludepropertynamestartswith=as_list(exclude_property_names_start_with),
            id=or_unset(id),
            sortby=or_unset(sort_by),
            sortdir=or_unset(sort_dir),
        )
        return self._client.pager(request, **paging)

    def watch(self, *, status: str | Iterable[str] | None = None, **options: Unpack[WatchOptions]) -> Watch[RunCompact]:
        """Watch for runs that are new or changed.

        Each is given once, also across restarts. With `status`, those that come into it: found in it, and not in it
        when they were last seen. Without, those whose date of change or status differs from what was given last.
        Changes between two polls are one event, with the item as it is then; a deletion is none. A poll reads the
        whole list, since the service sorts it by no date of change.

        Args:
            status: Only runs that come into this status, or one of these, such as Complete.
            **options: What to read, where the state is kept, and how often to ask; see `WatchOptions`.

        Returns:
            A `Watch`, to be iterated; nothing is sent before that.

        Raises:
            ConfigurationError: If an option is unknown or out of range.

        Example:
            ```python
            async for event in basespace.runs.watch(status="Complete"):
                async with event.handling() as run:
                    print(run.id)
            ```
        """
        from ..watch.watch import watch_list

        return watch_list(self._client, "runs", self.list, status, options)

    async def find_by_name(self, name: str) -> Found:
        """Find the runs of an experiment (`listRuns` with its name).

        Calls `GET /v2/runs` (client).

        Args:
            name: Name of the experiment; upper and lower case differ.

        Returns:
            The runs whose experiment has exactly this name.

        Raises:
            ConfigurationError: If the name is empty.

        Example:
            ```python
            runs = await basespace.runs.find_by_name("Batch 7")
            ```
        """
        pager = self.list(experiment_name=_names.checked_name("run", name))
        return [run async for run in pager if getattr(run, "experiment_name", None) == name]

    async def get(
        self,
        run: ResourceId | None = None,
        *,
        name: str | None = None,
        include: RunInclude | Iterable[RunInclude] | None = None,
        properties_limit: int | None = None,
        property_items_limit: int | None = None,
    ) -> Run:
        """Get a run with its statistics in short (`getRun`).

        Calls `GET /v2/runs/{id}` (client).

        Args:
            run: Its id, or the run from another resource.
            name: Name of its experiment, in place of the id; the list of runs is asked for it.
            include: Further parts to return: Properties (client).
            properties_limit: Maximum number of properties to return.
            property_items_limit: Maximum number of items of each property to return.

        Returns:
            The `Run`.

        Raises:
            PermissionDeniedError: If it is not yours or the id does not exist (inferred).
            NameLookupError: If no run has the name, or several have it.
            ConfigurationError: If neither an id nor a name is given, or both are.

        Example:
            ```python
            run = await basespace.runs.get(name="Batch 7")
            ```
        """
        return await get_run.send(
            self._client,
            await _names.id_or_name("run", run, name, self.find_by_name),
            include=as_list(include),
            propertieslimit=or_unset(properties_limit),
            propertyitemslimit=or_unset(property_items_limit),
        )

    def files(
        self,
        run: ResourceId,
        *,
        extensions: str | Iterable[str] | None = None,
        exclude_extensions: str | Iterable[str] | None = None,
        directory: str | None = None,
        recursive: bool | None = None,
        resolve_links: bool | None = None,
        statuses: str | Iterable[str] | None = None,
        include: RunFileInclude | Iterable[RunFileInclude] | None = "TotalCount",
        path_prefix: str | None = None,
        sort_by: FileSortField | None = "Id",
        sort_dir: SortDirection | None = "Asc",
        **paging: Unpack[PagingArguments],
    ) -> Pager[File]:
        """List the files of a run (`listRunFiles`).

        Calls `GET /v2/runs/{id}/files`.

        Args:
            run: Its id, or the run from another resource.
            extensions: Only files with these extensions.
            exclude_extensions: No files with these extensions (client).
            directory: Only files in this directory; `/` is the root.
            recursive: With `directory`: also what lies in its subfolders (reference).
            resolve_links: Put a direct link to the object store in each file; links expire.
            statuses: Only files with these statuses; complete ones where it is not given (reference).
            include: Subdirectories, TotalCount or both (reference). Without the latter, pages are fetched one after
                the other.
            path_prefix: Text to put before each path.
            sort_by: Field to sort by; None leaves the order to the service.
            sort_dir: Asc or Desc; None leaves the direction to the service.
            **paging: How the list is fetched; see `PagingArguments`.

        Returns:
            A pager; the `sub_directories` of its pages are the directories beside the files, where they are included.

        Example:
            ```python
            async for page in basespace.runs.files(run, include=["Subdirectories", "TotalCount"]).pages():
                print(page.sub_directories, len(page))
            ```
        """
        request = list_run_files.request(
            identifier(run),
            extensions=comma_joined(extensions),
            excludeextensions=comma_joined(exclude_extensions),
            directory=or_unset(directory),
            recursive=or_unset(recursive),
            filehrefcontentresolution=or_unset(resolve_links),
            statuses=as_list(statuses),
            include=as_list(include),
            pathprefix=or_unset(path_prefix),
            sortby=or_unset(sort_by),
            sortdir=or_unset(sort_dir),
        )
        return self._client.pager(request, **paging)

    async def download(self, run: ResourceId, to: str | Path, **options: Unpack[FilteredDownload]) -> DownloadReport:
        """Download the files of a run; see `Files.download`.

        Args:
            run: Its id, or the run from a list.
            to: Target folder; the files' own paths are kept below it.
            **options: Which files to download, see `FileFilters`, and how, see `DownloadOptions`.

        Returns:
            A report of the files on disk.

        Raises:
            IncompleteDownloadError: If some files could not be downloaded; the same call resumes them.
            DownloadError: If the disk is full.
            ConfigurationError: If an option is unknown or out of range.

        Example:
            ```python
            report = await basespace.runs.download(run, "run", include=["InterOp/*", "*.xml"])
            ```
        """
        from ._downloads import download_resource

        return await download_resource(self._client, "runs", run, to, options)

    async def sync(self, run: ResourceId, to: str | Path, **options: Unpack[SyncOptions]) -> SyncReport:
        """Make a folder like a run; called again, it fetches only what changed.

        The folder's journal remembers size and time of change of each file: what is there is not read again.

        Args:
            run: Its id, or the run from a list.
            to: Target folder.
            **options: What to sync, and how; see `SyncOptions`.

        Returns:
            A report of what was done, or would be (`dry_run`).

        Raises:
            IncompleteDownloadError: If some files could not be fetched; the same call resumes them. Nothing is deleted.
            DownloadError: If the disk is full, or another sync works in the folder.
            ConfigurationError: If an option is unknown or out of range, or a layout gives several files one path.

        Example:
            ```python
            report = await basespace.runs.sync(run, "run", delete=True)
            print(report.fetched, "bytes fetched,", report.deleted)
            ```
        """
        from ._sync import sync_resource

        return await sync_resource(self._client, "runs", run, to, options)
