from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field, required_field

if TYPE_CHECKING:
    from .appsession_compact import AppSessionCompact
    from .dataset_type_compact import DatasetTypeCompact
    from .project_compact import ProjectCompact
    from .property_container import PropertyContainer
    from .qc_status import QcStatus
    from .upload_status import UploadStatus
    from .user_compact import UserCompact


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class DatasetCompact(Model):
    """Dataset in short."""

    id: str = required_field("Id")
    """Identifier: `ds.` and 32 hexadecimal digits."""
    href: str = required_field("Href")
    """Link to the resource; may be relative."""
    href_files: str | None = optional_field("HrefFiles")
    """Link to its files."""
    href_basespace_ui: str | None = optional_field("HrefBaseSpaceUI")
    """Link to its page in the web interface."""
    name: str = required_field("Name")
    """Name."""
    date_created: datetime.datetime = required_field("DateCreated")
    """When it was created, in UTC; the year 0001 means not set."""
    date_modified: datetime.datetime = required_field("DateModified")
    """When it was last changed, in UTC; the year 0001 means not set."""
    appsession: AppSessionCompact | None = optional_field("AppSession")
    """Analysis in short."""
    project: ProjectCompact | None = optional_field("Project")
    """Project in short."""
    total_size: int = required_field("TotalSize")
    """Size of all its files, in bytes."""
    is_deleted: bool | None = optional_field("IsDeleted")
    """Whether it has been deleted."""
    is_file_data_deleted: bool | None = optional_field("IsFileDataDeleted")
    """Whether its files were deleted while its records stay."""
    user_owned_by: UserCompact | None = optional_field("UserOwnedBy")
    """User in short."""
    dataset_type: DatasetTypeCompact | None = optional_field("DatasetType")
    """Dataset type in short."""
    properties: PropertyContainer | None = optional_field("Properties")
    """Properties of a resource, as part of it. It may hold only the first few."""
    qc_status: QcStatus | None = optional_field("QcStatus")
    """Verdict of quality control on an analysis or a dataset. Other values may appear."""
    qc_status_summary: str | None = optional_field("QcStatusSummary")
    """Text that explains the QC status."""
    upload_status: UploadStatus | None = optional_field("UploadStatus")
    """Whether a dataset's files are uploaded. The reference says Complete, real responses say Completed. Other values
    may appear."""
    upload_status_summary: str | None = optional_field("UploadStatusSummary")
    """Text that explains the upload status."""
    validation_status: str | None = optional_field("ValidationStatus")
    """Outcome of validation, such as `Passed`."""
    v1pre3_id: str | None = optional_field("V1pre3Id")
    """Id of the same resource in version 1 of the API."""
    href_comments: str | None = optional_field("HrefComments")
    """Link to its comments."""
    contains_comments: bool | None = optional_field("ContainsComments")
    """Whether anyone has commented on it."""
    origin_dataset: DatasetCompact | None = optional_field("OriginDataset")
    """Dataset in short."""
    is_archived: bool | None = optional_field("IsArchived")
    """Whether it has been moved to archive storage."""
    attributes: dict[str, Any] | None = optional_field("Attributes")
    """Facts about a dataset's content, by the dataset type that defines them (`common_fastq`) and then by name
    (`TotalReadsPF`)."""
    additional_properties: dict[str, Any] = field(factory=dict)
