from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field, required_field

if TYPE_CHECKING:
    from .app_result_compact import AppResultCompact
    from .dataset_compact import DatasetCompact
    from .genome_compact import GenomeCompact
    from .legacy_appsession_compact import LegacyAppSessionCompact
    from .legacy_run_compact import LegacyRunCompact
    from .project_compact import ProjectCompact
    from .sample_compact import SampleCompact


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class File(Model):
    """File in short: its name, size, checksum and where to download it."""

    id: str = required_field("Id")
    """Identifier, as text."""
    href: str = required_field("Href")
    """Link to the resource; may be relative."""
    href_content: str | None = optional_field("HrefContent")
    """Link to the content, or into the object store if that was asked for."""
    name: str = required_field("Name")
    """Name of the file, without its directory."""
    content_type: str | None = optional_field("ContentType")
    """Media type of the content, such as `application/x-gzip`."""
    size: int = required_field("Size")
    """Size in bytes."""
    path: str = required_field("Path")
    """Path within its resource: relative, with forward slashes."""
    date_created: datetime.datetime = required_field("DateCreated")
    """When it was created, in UTC; the year 0001 means not set."""
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
    """Projects that the file belongs to."""
    category: str | None = optional_field("Category")
    """Category of the file."""
    etag: str | None = optional_field("ETag")
    """MD5 of the content, or `<md5>-<parts>` after a multipart upload."""
    parent_dataset: DatasetCompact | None = optional_field("ParentDataset")
    """Dataset in short."""
    parent_project: ProjectCompact | None = optional_field("ParentProject")
    """Project in short."""
    is_archived: bool | None = optional_field("IsArchived")
    """Whether the file is in archive storage."""
    date_modified: datetime.datetime | None = optional_field("DateModified")
    """When it was last changed, in UTC; the year 0001 means not set."""
    id_as_long: int | None = optional_field("IdAsLong")
    """The id as a number."""
    additional_properties: dict[str, Any] = field(factory=dict)
