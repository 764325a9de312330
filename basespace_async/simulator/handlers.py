"""The operations: what each answers. No state and no rules of the world here, and no HTTP beyond path and query."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from attrs import frozen

from .queries import Query, order, page
from .records import AppSession, Biosample, Dataset, File
from .views import Views
from .world import World

BIOSAMPLES = order(
    "Id",
    Id=lambda record: record.id,
    BioSampleName=lambda record: record.name,
    Nickname=lambda record: "",
    DateModified=lambda record: record.modified,
    UserOwnedBy=lambda record: record.project.owner.name,
    Project=lambda record: record.project.name,
    Subject=lambda record: "",
    LabStatus=lambda record: record.lab_status,
    Status=lambda record: record.status,
)
DATASETS = order(
    "DateCreated",
    Name=lambda record: record.name,
    DateCreated=lambda record: record.created,
    DateModified=lambda record: record.modified,
    AppSessionName=lambda record: record.appsession.name,
    ApplicationName=lambda record: "",
    ProjectName=lambda record: record.biosample.project.name,
)
FILES = order(
    "Id",
    Id=lambda record: record.id,
    DateCreated=lambda record: record.created,
    Path=lambda record: record.path,
    Name=lambda record: record.name,
)
APPSESSIONS = order(
    "DateCreated",
    Name=lambda record: record.name,
    Id=lambda record: record.id,
    AppId=lambda record: "",
    ExecutionStatus=lambda record: record.execution_status,
    ModifiedOn=lambda record: record.modified,
    DateCreated=lambda record: record.created,
    AppName=lambda record: "",
    TotalSize=lambda record: 0,
    QcStatus=lambda record: record.qc_status,
    DeliveryStatus=lambda record: record.delivery_status,
)
LIBRARIES = order(
    "Id",
    Id=lambda record: record.library_id,
    Name=lambda record: record.name,
    DateCreated=lambda record: record.created,
    DateModified=lambda record: record.modified,
    ProjectName=lambda record: record.project.name,
    Biomolecule=lambda record: "",
    Status=lambda record: "",
    UserOwnedBy=lambda record: record.project.owner.name,
)
PROPERTIES = order("Name", Name=lambda record: record["Name"])


class UnknownIdError(Exception):
    """There is no such resource, or it is not the caller's: the service does not tell the two apart (observed)."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"Sorry but this requires READ access to this {kind} resource.")


@frozen
class Handlers:
    """Answers to the operations over one world.

    Attributes:
        content_link: makes a link to a file's content in the object store.
        cap: most items of a page.
    """

    world: World
    views: Views
    content_link: Callable[[File], str]
    cap: int

    def current_user(self, path: Mapping[str, str], query: Query) -> Any:
        return self.views.user(self.world.user, full=True)

    def user(self, path: Mapping[str, str], query: Query) -> Any:
        if path["id"] not in ("current", self.world.user.id):
            raise UnknownIdError("User")
        return self.current_user(path, query)

    def project(self, path: Mapping[str, str], query: Query) -> Any:
        return self.views.project(_found(self.world.projects, path["id"], "Project"))

    def project_datasets(self, path: Mapping[str, str], query: Query) -> Any:
        project = _found(self.world.projects, path["id"], "Project")
        chosen = (each for each in self.world.datasets.values() if each.biosample.project is project)
        return page(chosen, query, DATASETS, cap=self.cap, view=self.views.dataset, identity=_id)

    def biosamples(self, path: Mapping[str, str], query: Query) -> Any:
        def admitted(biosample: Biosample) -> bool:
            return (
                query.admits("biosamplename", biosample.name)
                and query.admits("status", biosample.status)
                and query.admits("labstatus", biosample.lab_status)
                and query.admits("projectid", biosample.project.id)
            )

        chosen = filter(admitted, self.world.biosamples.values())
        return page(chosen, query, BIOSAMPLES, cap=self.cap, view=self.views.biosample, identity=_id)

    def biosample(self, path: Mapping[str, str], query: Query) -> Any:
        return self.views.biosample(_found(self.world.biosamples, path["id"], "BioSample"))

    def biosample_libraries(self, path: Mapping[str, str], query: Query) -> Any:
        biosample = _found(self.world.biosamples, path["id"], "BioSample")
        return page([biosample], query, LIBRARIES, cap=self.cap, view=self.views.library, identity=_id)

    def datasets(self, path: Mapping[str, str], query: Query) -> Any:
        included = {part.lower() for part in query.several("include")}
        names = query.several("propertyfilters")

        def view(dataset: Dataset) -> Any:
            if "properties" not in included:
                return self.views.dataset(dataset)
            properties = self.views.dataset_properties(dataset)
            return self.views.dataset(dataset, properties=[p for p in properties if not names or p["Name"] in names])

        wanted = query.several("inputbiosamples")
        world = self.world
        pool = [d for b in wanted for d in world.datasets_of.get(b, [])] if wanted else world.datasets.values()
        chosen = (dataset for dataset in pool if _dataset_admitted(dataset, query))
        return page(chosen, query, DATASETS, cap=self.cap, view=view, identity=_id)

    def dataset(self, path: Mapping[str, str], query: Query) -> Any:
        return self.views.dataset(_found(self.world.datasets, path["id"], "Dataset"))

    def dataset_files(self, path: Mapping[str, str], query: Query) -> Any:
        dataset = _found(self.world.datasets, path["id"], "Dataset")
        return self._files(dataset.files, query)

    def dataset_type(self, path: Mapping[str, str], query: Query) -> Any:
        return self.views.dataset_type(_found(self.world.types, path["id"], "DatasetType"))

    def appsessions(self, path: Mapping[str, str], query: Query) -> Any:
        inputs = {d.appsession.id for b in query.several("input.biosamples") for d in self.world.datasets_of.get(b, [])}
        limited = bool(query.several("input.biosamples"))

        def admitted(session: AppSession) -> bool:
            return (
                query.admits("name", session.name)
                and query.admits("executionstatus", session.execution_status)
                and query.admits("qcstatus", session.qc_status)
                and query.admits("deliverystatus", session.delivery_status)
                and query.admits("output.projects", session.project.id)
                and (not limited or session.id in inputs)
            )

        chosen = filter(admitted, self.world.appsessions.values())
        return page(chosen, query, APPSESSIONS, cap=self.cap, view=self.views.appsession, identity=_id)

    def appsession(self, path: Mapping[str, str], query: Query) -> Any:
        return self.views.appsession(_found(self.world.appsessions, path["id"], "AppSession"))

    def appsession_properties(self, path: Mapping[str, str], query: Query) -> Any:
        session = _found(self.world.appsessions, path["id"], "AppSession")
        names = query.several("propertyfilters")
        properties = [p for p in self.views.appsession_properties(session) if not names or p["Name"] in names]
        return page(properties, query, PROPERTIES, cap=self.cap, view=lambda p: p, identity=lambda p: p["Name"])

    def appsession_log_files(self, path: Mapping[str, str], query: Query) -> Any:
        _found(self.world.appsessions, path["id"], "AppSession")
        return self._files((), query)

    def single_file(self, path: Mapping[str, str], query: Query) -> Any:
        # Not in the reference's v2; where the `Href` of every file leads (observed).
        return self.views.file(self.file(path["id"]))

    def file(self, file_id: str) -> File:
        """The file of that id.

        Raises:
            UnknownIdError: there is none.
        """
        found: File = _found(self.world.files, file_id, "File")
        return found

    def _files(self, files: tuple[File, ...], query: Query) -> Any:
        direct = query.flag("filehrefcontentresolution")

        def view(file: File) -> Any:
            return self.views.file(file, content_link=self.content_link(file) if direct else None)

        chosen = (file for file in files if _file_admitted(file, query))
        return page(chosen, query, FILES, cap=self.cap, view=view, identity=_id)


def _id(record: Any) -> str:
    found: str = record.id
    return found


def _found(records: Mapping[str, Any], record_id: str, kind: str) -> Any:
    if record_id not in records:
        raise UnknownIdError(kind)
    return records[record_id]


def _dataset_admitted(dataset: Dataset, query: Query) -> bool:
    types = query.several("datasettypes")
    excluded = {kind[1:] for kind in types if kind.startswith("~")}
    wanted = {kind for kind in types if not kind.startswith("~")}
    # A type asked for admits what conforms to it. One that is excluded excludes itself only: a real answer to
    # `~common.fastq` held datasets that conform to it (observed).
    return (
        (not wanted or bool(wanted & {dataset.type.id, *dataset.type.conforms_to}))
        and dataset.type.id not in excluded
        and query.admits("qcstatus", dataset.qc_status)
        and query.admits("uploadstatus", dataset.upload_status)
        and query.admits("inputruns", dataset.run.id)
    )


def _file_admitted(file: File, query: Query) -> bool:
    extensions = tuple(query.several("extensions"))
    directory = (query.text("directory") or "").strip("/")
    if extensions and not file.name.endswith(extensions):
        return False
    if query.text("directory") is None or file.directory == directory:
        return True
    below = not directory or file.directory.startswith(f"{directory}/")
    return below and query.flag("includesubdirectories")
