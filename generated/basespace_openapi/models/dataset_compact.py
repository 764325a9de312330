from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .appsession_compact import AppSessionCompact
    from .dataset_type_compact import DatasetTypeCompact
    from .project_compact import ProjectCompact
    from .property_container import PropertyContainer
    from .qc_status import QcStatus
    from .upload_status import UploadStatus
    from .user_compact import UserCompact


@define(kw_only=True, repr=False)
class DatasetCompact(Model):
    """Dataset in short."""

    id: str | None | Unset = field(default=UNSET, metadata={"wire": "Id"})
    """Identifier: `ds.` and 32 hexadecimal digits."""
    href: str | None | Unset = field(default=UNSET, metadata={"wire": "Href"})
    """Link to the resource; may be relative."""
    href_files: str | None | Unset = field(default=UNSET, metadata={"wire": "HrefFiles"})
    """Link to its files."""
    href_basespace_ui: str | None | Unset = field(default=UNSET, metadata={"wire": "HrefBaseSpaceUI"})
    """Link to its page in the web interface."""
    name: str | None | Unset = field(default=UNSET, metadata={"wire": "Name"})
    """Name."""
    date_created: datetime.datetime | None | Unset = field(default=UNSET, metadata={"wire": "DateCreated"})
    """When it was created, in UTC; the year 0001 means not set."""
    date_modified: datetime.datetime | None | Unset = field(default=UNSET, metadata={"wire": "DateModified"})
    """When it was last changed, in UTC; the year 0001 means not set."""
    appsession: AppSessionCompact | None | Unset = field(default=UNSET, metadata={"wire": "AppSession"})
    """Analysis in short."""
    project: ProjectCompact | None | Unset = field(default=UNSET, metadata={"wire": "Project"})
    """Project in short."""
    total_size: int | None | Unset = field(default=UNSET, metadata={"wire": "TotalSize"})
    """Size of all its files, in bytes."""
    is_deleted: bool | None | Unset = field(default=UNSET, metadata={"wire": "IsDeleted"})
    """Whether it has been deleted."""
    is_file_data_deleted: bool | None | Unset = field(default=UNSET, metadata={"wire": "IsFileDataDeleted"})
    """Whether its files were deleted while its records stay."""
    user_owned_by: UserCompact | None | Unset = field(default=UNSET, metadata={"wire": "UserOwnedBy"})
    """User in short."""
    dataset_type: DatasetTypeCompact | None | Unset = field(default=UNSET, metadata={"wire": "DatasetType"})
    """Dataset type in short."""
    properties: PropertyContainer | None | Unset = field(default=UNSET, metadata={"wire": "Properties"})
    """Properties of a resource, as part of it. It may hold only the first few."""
    qc_status: QcStatus | None | Unset = field(default=UNSET, metadata={"wire": "QcStatus"})
    """Verdict of quality control on an analysis or a dataset. Other values may appear."""
    qc_status_summary: str | None | Unset = field(default=UNSET, metadata={"wire": "QcStatusSummary"})
    """Text that explains the QC status."""
    upload_status: UploadStatus | None | Unset = field(default=UNSET, metadata={"wire": "UploadStatus"})
    """Whether a dataset's files are uploaded. The reference says Complete, real responses say Completed. Other values
    may appear."""
    upload_status_summary: str | None | Unset = field(default=UNSET, metadata={"wire": "UploadStatusSummary"})
    """Text that explains the upload status."""
    validation_status: str | None | Unset = field(default=UNSET, metadata={"wire": "ValidationStatus"})
    """Outcome of validation, such as `Passed`."""
    v1pre3_id: str | None | Unset = field(default=UNSET, metadata={"wire": "V1pre3Id"})
    """Id of the same resource in version 1 of the API."""
    href_comments: str | None | Unset = field(default=UNSET, metadata={"wire": "HrefComments"})
    """Link to its comments."""
    contains_comments: bool | None | Unset = field(default=UNSET, metadata={"wire": "ContainsComments"})
    """Whether anyone has commented on it."""
    origin_dataset: DatasetCompact | None | Unset = field(default=UNSET, metadata={"wire": "OriginDataset"})
    """Dataset in short."""
    is_archived: bool | None | Unset = field(default=UNSET, metadata={"wire": "IsArchived"})
    """Whether it has been moved to archive storage."""
    attributes: dict[str, Any] | None | Unset = field(default=UNSET, metadata={"wire": "Attributes"})
    """Facts about a dataset's content, by the dataset type that defines them (`common_fastq`) and then by name
    (`TotalReadsPF`)."""
    additional_properties: dict[str, Any] = field(factory=dict)
