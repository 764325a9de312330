from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .app_result_compact import AppResultCompact
    from .dataset_compact import DatasetCompact
    from .legacy_appsession_compact import LegacyAppSessionCompact
    from .legacy_run_compact import LegacyRunCompact
    from .project_compact import ProjectCompact
    from .sample_compact import SampleCompact
    from .user_compact import UserCompact


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class TrashItem(Model):
    """Deleted item, with what was deleted along with it."""

    included_samples: list[SampleCompact] | None = optional_field("IncludedSamples")
    """Samples deleted along with it."""
    included_app_results: list[AppResultCompact] | None = optional_field("IncludedAppResults")
    """App results deleted along with it."""
    included_appsessions: list[LegacyAppSessionCompact] | None = optional_field("IncludedAppSessions")
    """Analyses deleted along with it."""
    user_deleted_by: UserCompact | None = optional_field("UserDeletedBy")
    """User in short."""
    id: str | None = optional_field("Id")
    """Id of the item in the trash, not of the deleted resource."""
    name: str | None = optional_field("Name")
    """Name."""
    href: str | None = optional_field("Href")
    """Link to the resource; may be relative."""
    date_deleted: datetime.datetime | None = optional_field("DateDeleted")
    """When it was moved to the trash, in UTC."""
    total_size: int | None = optional_field("TotalSize")
    """Size of all its files, in bytes."""
    deleted_run: LegacyRunCompact | None = optional_field("DeletedRun")
    """Sequencing run in short."""
    deleted_appsession: LegacyAppSessionCompact | None = optional_field("DeletedAppSession")
    """Analysis in short, in the form of version 1 of the API. `AppSessionCompact` is the form of version 2."""
    deleted_project: ProjectCompact | None = optional_field("DeletedProject")
    """Project in short."""
    deleted_sample: SampleCompact | None = optional_field("DeletedSample")
    """Sample as version 1 of the API knows it, in short. Biosamples and FASTQ datasets took its place."""
    deleted_app_result: AppResultCompact | None = optional_field("DeletedAppResult")
    """Result of an analysis as version 1 of the API knows it, in short. Datasets took its place."""
    deleted_dataset: DatasetCompact | None = optional_field("DeletedDataset")
    """Dataset in short."""
    is_visible_in_trash: bool | None = optional_field("IsVisibleInTrash")
    """Whether the item is shown in the trash."""
    child_count: int | None = optional_field("ChildCount")
    """Number of resources deleted along with it."""
    href_post_restore_from_trash: str | None = optional_field("HrefPostRestoreFromTrash")
    """Address to post to in order to restore the item."""
    includes: list[str] | None = optional_field("Includes")
    """Kinds of resources deleted along with it, presumably."""
    completed_child_events: int | None = optional_field("CompletedChildEvents")
    """Number of parts of the item that are done."""
    trash_status: str | None = optional_field("TrashStatus")
    """State of the item in the trash."""
    additional_properties: dict[str, Any] = field(factory=dict)
