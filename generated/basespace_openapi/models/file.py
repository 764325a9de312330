from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .app_result_compact import AppResultCompact
    from .dataset_compact import DatasetCompact
    from .genome_compact import GenomeCompact
    from .legacy_appsession_compact import LegacyAppSessionCompact
    from .project_compact import ProjectCompact
    from .run_compact import RunCompact
    from .sample_compact import SampleCompact


@define(kw_only=True, repr=False)
class File(Model):
    """File in short: its name, size, checksum and where to download it."""

    id: str | None | Unset = field(default=UNSET, metadata={"wire": "Id"})
    """Identifier, as text."""
    href: str | None | Unset = field(default=UNSET, metadata={"wire": "Href"})
    """Link to the resource; may be relative."""
    href_content: str | None | Unset = field(default=UNSET, metadata={"wire": "HrefContent"})
    """Link to the content, or into the object store if that was asked for."""
    name: str | None | Unset = field(default=UNSET, metadata={"wire": "Name"})
    """Name of the file, without its directory."""
    content_type: str | None | Unset = field(default=UNSET, metadata={"wire": "ContentType"})
    """Media type of the content, such as `application/x-gzip`."""
    size: int | None | Unset = field(default=UNSET, metadata={"wire": "Size"})
    """Size in bytes."""
    path: str | None | Unset = field(default=UNSET, metadata={"wire": "Path"})
    """Path within its resource: relative, with forward slashes."""
    date_created: datetime.datetime | None | Unset = field(default=UNSET, metadata={"wire": "DateCreated"})
    """When it was created, in UTC; the year 0001 means not set."""
    parent_sample: SampleCompact | None | Unset = field(default=UNSET, metadata={"wire": "ParentSample"})
    """Sample as version 1 of the API knows it, in short. Biosamples and FASTQ datasets took its place."""
    parent_app_result: AppResultCompact | None | Unset = field(default=UNSET, metadata={"wire": "ParentAppResult"})
    """Result of an analysis as version 1 of the API knows it, in short. Datasets took its place."""
    parent_run: RunCompact | None | Unset = field(default=UNSET, metadata={"wire": "ParentRun"})
    """Sequencing run in short."""
    parent_genome: GenomeCompact | None | Unset = field(default=UNSET, metadata={"wire": "ParentGenome"})
    """Reference genome in short."""
    parent_appsession: LegacyAppSessionCompact | None | Unset = field(
        default=UNSET, metadata={"wire": "ParentAppSession"}
    )
    """Analysis in short, in the form of version 1 of the API. `AppSessionCompact` is the form of version 2."""
    parent_projects: list[ProjectCompact] | None | Unset = field(default=UNSET, metadata={"wire": "ParentProjects"})
    """Projects that the file belongs to."""
    category: str | None | Unset = field(default=UNSET, metadata={"wire": "Category"})
    """Category of the file."""
    etag: str | None | Unset = field(default=UNSET, metadata={"wire": "ETag"})
    """MD5 of the content, or `<md5>-<parts>` after a multipart upload."""
    parent_dataset: DatasetCompact | None | Unset = field(default=UNSET, metadata={"wire": "ParentDataset"})
    """Dataset in short."""
    parent_project: ProjectCompact | None | Unset = field(default=UNSET, metadata={"wire": "ParentProject"})
    """Project in short."""
    is_archived: bool | None | Unset = field(default=UNSET, metadata={"wire": "IsArchived"})
    """Whether the file is in archive storage."""
    date_modified: datetime.datetime | None | Unset = field(default=UNSET, metadata={"wire": "DateModified"})
    """When it was last changed, in UTC; the year 0001 means not set."""
    id_as_long: int | None | Unset = field(default=UNSET, metadata={"wire": "IdAsLong"})
    """The id as a number."""
    additional_properties: dict[str, Any] = field(factory=dict)
