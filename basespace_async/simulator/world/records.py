"""Records of the world, which refer to each other by id; `serializers` make JSON of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from attrs import Factory, define, frozen

from .blobs import Blob, UploadedContent
from .content import CONTENT_TYPES, FileBytes, Text


@frozen
class UserRecord:
    """A user of the service."""

    id: str
    name: str
    email: str
    created: datetime


@frozen
class WorkgroupRecord:
    """A workgroup that the user belongs to."""

    id: str
    name: str
    active: bool


@frozen
class SettingRecord:
    """A setting of the user."""

    id: str
    name: str
    value: Any
    type: str
    modified: datetime


@frozen
class ProjectRecord:
    """A project, which holds datasets."""

    id: str
    name: str
    description: str
    owner_id: str
    created: datetime
    modified: datetime
    shared: bool = False


@frozen
class BiosampleRecord:
    """A biosample."""

    id: str
    position: int
    name: str
    project_id: str
    status: str
    lab_status: str
    created: datetime
    modified: datetime
    container: str
    container_position: str
    subject_id: str = ""


@frozen
class LibraryRecord:
    """A library that was prepared from a biosample."""

    id: str
    position: int
    biosample_id: str
    name: str
    index: int
    status: str
    created: datetime
    modified: datetime


@frozen
class PrepRequestRecord:
    """A request to prepare a library of a biosample; its yield is in bases."""

    id: str
    biosample_id: str
    status: str
    required_yield: int
    created: datetime


@frozen
class PoolRecord:
    """A pool of libraries that are sequenced together."""

    id: str
    position: int
    name: str
    notes: str
    status: str
    created: datetime
    modified: datetime


@frozen
class RunRecord:
    """A sequencing run."""

    id: str
    position: int
    name: str
    number: int
    experiment: str
    instrument: int
    flowcell: str
    workflow: str
    created: datetime
    duration: timedelta
    quality: float
    upload_status: str = "Completed"
    instrument_status: str = "Completed"

    @property
    def status(self) -> str:
        """Return the status of the run, which follows that of its upload."""
        return "Complete" if self.upload_status == "Completed" else self.upload_status


@frozen
class LaneRecord:
    """A lane of a run, with its metrics by name."""

    id: str
    position: int
    run_id: str
    number: int
    status: str
    metrics: Mapping[str, float]
    modified: datetime


@frozen
class ApplicationRecord:
    """An application, or a workflow that was made of one."""

    id: str
    name: str
    family: str
    version: str
    category: str
    description: str
    created: datetime
    source_id: str | None = None
    session_id: str | None = None


@frozen
class PropertyRecord:
    """A named value: text, a map, or a reference to a resource; or several of them."""

    name: str
    type: str
    description: str = ""
    values: tuple[Any, ...] = ()
    duplicates: bool = False


@frozen
class AppSessionRecord:
    """An analysis: one execution of an application."""

    id: str
    position: int
    name: str
    application_id: str
    run_id: str
    biosample_ids: tuple[str, ...]
    project_id: str
    parent_id: str | None
    execution_status: str
    qc_status: str
    delivery_status: str
    summary: str
    created: datetime
    modified: datetime
    started: datetime | None
    completed: datetime | None
    remaining: timedelta = timedelta()
    written: Mapping[str, PropertyRecord] = Factory(dict)
    unset: frozenset[str] = frozenset()
    files_deleted: bool = False


@frozen
class DatasetTypeRecord:
    """A type of datasets, with the types that it conforms to."""

    id: str
    name: str
    conforms_to: tuple[str, ...]
    attributes: tuple[tuple[str, str, str], ...] = ()


@frozen
class FileRecord:
    """A file and its content."""

    id: str
    name: str
    directory: str
    created: datetime
    content: FileBytes | Text | UploadedContent
    media_type: str = ""

    @property
    def path(self) -> str:
        """Return the path within the dataset, analysis or run."""
        return f"{self.directory}/{self.name}" if self.directory else self.name

    @property
    def content_type(self) -> str:
        """Return the media type that it was uploaded with, or else that of the name's ending."""
        return self.media_type or CONTENT_TYPES.get(f".{self.name.rpartition('.')[2]}", "application/octet-stream")


@frozen
class DatasetRecord:
    """A dataset of a biosample."""

    id: str
    position: int
    name: str
    biosample_id: str
    appsession_id: str
    project_id: str
    run_id: str
    lane: int
    type_id: str
    qc_status: str
    qc_summary: str
    upload_status: str
    upload_summary: str
    created: datetime
    modified: datetime
    attributes: Mapping[str, Any] = Factory(dict)
    files_deleted: bool = False


FileOwner = DatasetRecord | AppSessionRecord | RunRecord


@define(eq=False)
class UploadRecord:
    """An upload: its file, whose content comes at the end, what the file belongs to, and the parts so far."""

    file: FileRecord
    owner: FileOwner
    status: str = "pending"
    parts: dict[int, Blob] = Factory(dict)


@frozen
class CommentRecord:
    """A comment, with the change of a status that it came with."""

    id: str
    user_id: str
    body: str
    action: str
    prior: str
    new: str
    created: datetime


@frozen
class LabRequeueRecord:
    """A request for more yield of a library or a pool."""

    id: str
    type: str
    status: str
    requested: int
    lims_id: str
    biosample_ids: tuple[str, ...]
    source_id: str
    created: datetime
    modified: datetime


@frozen
class ThresholdRecord:
    """A QC threshold of a metric."""

    name: str
    operator: str
    values: tuple[int, ...]
    dataset_type_id: str = ""
    group: str = ""


@frozen
class TrashItemRecord:
    """A deleted analysis with its datasets, and their size in bytes."""

    id: str
    appsession: AppSessionRecord
    datasets: tuple[DatasetRecord, ...]
    size: int
    deleted: datetime
