from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import Model, optional_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class StorageStatistics(Model):
    """How much a user stores, split by kind of resource and by ownership."""

    unit: str | None = optional_field("Unit")
    """Unit of the sizes."""
    quota: int | None = optional_field("Quota")
    """How much the user may store in all, in `Unit`."""
    total_size: int | None = optional_field("TotalSize")
    """Size of all data, in `Unit`."""
    total_shared_size: int | None = optional_field("TotalSharedSize")
    """Size of all data that others share with the user."""
    total_owned_size: int | None = optional_field("TotalOwnedSize")
    """Size of all data that the user owns."""
    total_runs_size: int | None = optional_field("TotalRunsSize")
    """Size of all runs."""
    total_projects_size: int | None = optional_field("TotalProjectsSize")
    """Size of all projects."""
    projects_owned_size: int | None = optional_field("ProjectsOwnedSize")
    """Size of the projects that the user owns."""
    projects_shared_size: int | None = optional_field("ProjectsSharedSize")
    """Size of the projects that others share with the user."""
    runs_owned_size: int | None = optional_field("RunsOwnedSize")
    """Size of the runs that the user owns."""
    runs_shared_size: int | None = optional_field("RunsSharedSize")
    """Size of the runs that others share with the user."""
    total_trash_size: int | None = optional_field("TotalTrashSize")
    """Size of everything in the trash."""
    total_archived_size: int | None = optional_field("TotalArchivedSize")
    """Bytes that are archived."""
    total_restored_size: int | None = optional_field("TotalRestoredSize")
    """Bytes that were restored."""
    additional_properties: dict[str, Any] = field(factory=dict)
