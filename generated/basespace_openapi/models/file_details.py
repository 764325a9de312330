from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .app_result_compact import AppResultCompact
    from .dataset_compact import DatasetCompact
    from .file_upload_status import FileUploadStatus
    from .genome_compact import GenomeCompact
    from .legacy_appsession_compact import LegacyAppSessionCompact
    from .legacy_run_compact import LegacyRunCompact
    from .project_compact import ProjectCompact
    from .property_container import PropertyContainer
    from .reference import Reference
    from .sample_compact import SampleCompact


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class FileDetails(Model):
    """A file with all that the service knows about it."""

    upload_status: FileUploadStatus | None = optional_field("UploadStatus")
    """How far the upload of a file is."""
    href_variants: str | None = optional_field("HrefVariants")
    """Link to variants in the file; only for files of variants."""
    href_coverage: str | None = optional_field("HrefCoverage")
    """Link to the coverage; only for alignments."""
    href_parts: str | None = optional_field("HrefParts")
    """Link to the parts that have arrived, while an upload is in progress."""
    references: list[Reference] | None = optional_field("References")
    """Resources that the file refers to."""
    properties: PropertyContainer | None = optional_field("Properties")
    """Properties of a resource, as part of it. It may hold only the first few."""
    id: str | None = optional_field("Id")
    """Identifier, as text."""
    href: str | None = optional_field("Href")
    """Link to the resource; may be relative."""
    href_content: str | None = optional_field("HrefContent")
    """Link to the content, or into the object store if that was asked for."""
    name: str | None = optional_field("Name")
    """Name."""
    content_type: str | None = optional_field("ContentType")
    """Media type of the content, such as `application/x-gzip`."""
    size: int | None = optional_field("Size")
    """Size in bytes."""
    path: str | None = optional_field("Path")
    """Path within its resource: relative, with forward slashes."""
    is_archived: bool | None = optional_field("IsArchived")
    """Whether it has been moved to archive storage."""
    date_created: datetime.datetime | None = optional_field("DateCreated")
    """When it was created, in UTC; the year 0001 means not set."""
    date_modified: datetime.datetime | None = optional_field("DateModified")
    """When it was last changed, in UTC; the year 0001 means not set."""
    parent_sample: SampleCompact | None = optional_field("ParentSample")
    """Sample as version 1 of the API knows it, in short. Biosamples and FASTQ datasets took its place."""
    parent_app_result: AppResultCompact | None = optional_field("ParentAppResult")
    """Result of an analysis as version 1 of the API knows it, in short. Datasets took its place."""
    parent_run: LegacyRunCompact | None = optional_field("ParentRun")
    """Sequencing run in short."""
    parent_genome: GenomeCompact | None = optional_field("ParentGenome")
    """Reference genome in short."""
    parent_appsession: LegacyAppSessionCompact | None = optional_field("ParentAppSession")
    """Analysis in short, in the form of version 1 of the API. `AppSessionCompact` is the form of version 2."""
    parent_projects: list[ProjectCompact] | None = optional_field("ParentProjects")
    """Projects that the file is in."""
    category: str | None = optional_field("Category")
    """Category of the application, such as `Native`."""
    etag: str | None = optional_field("ETag")
    """MD5 of the content, or `<md5>-<parts>` after a multipart upload."""
    parent_dataset: DatasetCompact | None = optional_field("ParentDataset")
    """Dataset in short."""
    parent_project: ProjectCompact | None = optional_field("ParentProject")
    """Project in short."""
    additional_properties: dict[str, Any] = field(factory=dict)
