"""Catalogue of `list` and `get`: each name on the command line, and the method behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ...client import BaseSpace

PROPERTIES = "properties"


@dataclass(frozen=True)
class CatalogEntry:
    """Something that can be listed or got.

    Attributes:
        name: Name on the command line.
        resource: Attribute of the client, or `properties` for those of an appsession.
        method: Name of the resource's method.
        columns: Columns of a list's table, with dots between the parts of a name.
        parts: Fields that hold what was found, one of them in each item, or nothing.
    """

    name: str
    resource: str
    method: str
    columns: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()

    @property
    def of_appsession(self) -> bool:
        """Whether it takes an appsession first, whose properties it is about."""
        return self.resource == PROPERTIES

    def function(self) -> Callable[..., Any]:
        """Return the method of the resource's class."""
        module = import_module(f"....resources.{self.resource}", __name__)
        wanted = self.resource.replace("_", "")
        resource_class = next(member for name, member in vars(module).items() if name.lower() == wanted)
        method: Callable[..., Any] = getattr(resource_class, self.method)
        return method

    def bound(self, basespace: BaseSpace, appsession: str | None) -> Callable[..., Any]:
        """Return the method of a client's resource.

        Args:
            basespace: The client.
            appsession: Id of the appsession whose properties the entry is about, or None.
        """
        if appsession is not None:
            resource: Any = basespace.appsessions.properties(appsession)
        else:
            resource = getattr(basespace, self.resource)
        method: Callable[..., Any] = getattr(resource, self.method)
        return method


def _list(name: str, resource: str, method: str, columns: str) -> CatalogEntry:
    return CatalogEntry(name, resource, method, tuple(columns.split()))


_FILES = "Id Path Size DateCreated ContentType"
_COMMENTS = "DateCreated User.Name Action PriorValue NewValue Body"
_DATASETS = "Id Name DatasetType.Id Project.Name TotalSize QcStatus DateCreated"
_LIBRARIES = "Id Name Status BioSample.BioSampleName LibraryPrep.Name DateModified"
_ITEMS = "Id Content BioSample.Id Dataset.Id File.Id SampleLibrary.Id Project.Id Run.Id AppSession.Id"
_REQUEUES = "Id Status Type RequestedAdditionalYield MissingYield DateCreated"

SEARCH = CatalogEntry(
    "search",
    "search",
    "query",
    ("Type", "Project.Id", "Project.Name", "Run.Id", "Run.ExperimentName"),
    parts=("Project", "Run"),
)

LISTS = (
    _list("agreements", "applications", "agreements", "Agreement.Id Agreement.Title Status DateSigned"),
    _list("applications", "applications", "list", "Id Name VersionNumber Category CompanyName DatePublished"),
    _list("application-versions", "applications", "versions", "Id Name VersionNumber PublishStatus DatePublished"),
    _list(
        "appsessions", "appsessions", "list", "Id Name Application.Name ExecutionStatus QcStatus TotalSize DateCreated"
    ),
    _list("appsession-comments", "appsessions", "comments", _COMMENTS),
    _list("appsession-logs", "appsessions", "log_files", _FILES),
    _list("appsession-properties", PROPERTIES, "list", "Name Type Content ItemsTotalCount"),
    _list("appsession-property-items", PROPERTIES, "items", _ITEMS),
    _list("biosamples", "biosamples", "list", "Id BioSampleName Status LabStatus DefaultProject.Name DateModified"),
    _list("biosample-fastq-datasets", "biosamples", "aggregated_fastq_datasets", _DATASETS),
    _list("biosample-lab-requeues", "biosamples", "lab_requeues", _REQUEUES),
    _list(
        "biosample-lanes",
        "biosamples",
        "lane_summaries",
        "RunId ExperimentName LaneId LaneNumber LaneStatus LibraryName DateModified",
    ),
    _list("biosample-libraries", "biosamples", "libraries", _LIBRARIES),
    _list("datasets", "datasets", "list", _DATASETS),
    _list("dataset-comments", "datasets", "comments", _COMMENTS),
    _list("dataset-files", "datasets", "files", _FILES),
    _list("instruments", "instruments", "list", "Id Name"),
    _list("instrument-status", "instruments", "status", "Id Name SerialNumber InstrumentType LastRunStartDate"),
    _list(
        "instrument-statistics",
        "instruments",
        "statistics",
        "InstrumentId Name SerialNumber InstrumentType TotalRunTime FromDate ToDate",
    ),
    _list("lab-requeues", "lab_requeues", "list", _REQUEUES),
    _list("lane-comments", "lanes", "comments", _COMMENTS),
    _list("libraries", "libraries", "list", _LIBRARIES),
    _list("library-pools", "library_pools", "list", "Id UserPoolId Status DateModified"),
    _list("library-pool-libraries", "library_pools", "libraries", _LIBRARIES),
    _list("prep-requests", "libraries", "prep_requests", "Id Status RequiredYield DateCreated"),
    _list("projects", "projects", "list", "Id Name Description TotalSize DateModified"),
    _list("project-datasets", "projects", "datasets", _DATASETS),
    _list("resource-manifest", "storage", "resource_manifest", "Dataset.Id Run.Id Project.Id SizeInBytes"),
    _list("runs", "runs", "list", "Id ExperimentName Status FlowcellBarcode Instrument.Name TotalSize DateCreated"),
    _list(
        "run-lane-libraries",
        "runs",
        "lane_library_mappings",
        "LaneNumber LibraryName BioSampleName ProjectName DataSetName DatasetYieldBp",
    ),
    _list("run-files", "runs", "files", _FILES),
    SEARCH,
    _list("trash", "trash", "list", "Id Name DateDeleted TotalSize ChildCount"),
    _list("usage", "users", "usage", "Name Start End AggregateUsages"),
    _list("user-settings", "users", "settings", "Id Name Type Value"),
    _list("workgroups", "workgroups", "list", "Id Name DisplayName IsCollaborative Subscription.Plan"),
)

GETS = (
    CatalogEntry("application", "applications", "get"),
    CatalogEntry("application-qc-thresholds", "applications", "qc_thresholds"),
    CatalogEntry("application-settings", "applications", "settings"),
    CatalogEntry("application-workflow-dependencies", "applications", "workflow_dependencies"),
    CatalogEntry("appsession", "appsessions", "get"),
    CatalogEntry("appsession-property", PROPERTIES, "get"),
    CatalogEntry("appsession-reports", "appsessions", "reports"),
    CatalogEntry("biosample", "biosamples", "get"),
    CatalogEntry("dataset", "datasets", "get"),
    CatalogEntry("dataset-type", "datasets", "get_type"),
    CatalogEntry("file", "files", "get"),
    CatalogEntry("lab-requeue", "lab_requeues", "get"),
    CatalogEntry("lane", "lanes", "get"),
    CatalogEntry("lane-qc-thresholds", "lanes", "qc_thresholds"),
    CatalogEntry("project", "projects", "get"),
    CatalogEntry("run", "runs", "get"),
    CatalogEntry("run-sample-sheet", "runs", "sample_sheet"),
    CatalogEntry("run-stats", "runs", "sequencing_stats"),
    CatalogEntry("subscription", "users", "subscription"),
    CatalogEntry("trash-item", "trash", "get"),
    CatalogEntry("user", "users", "get"),
    CatalogEntry("current-user", "users", "current"),
    CatalogEntry("workgroup", "workgroups", "get"),
)
