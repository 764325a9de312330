from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import UNSET, Model, Unset


@define(kw_only=True, repr=False)
class StorageStatistics(Model):
    """How much a user stores, split by kind of resource and by ownership."""

    unit: str | None | Unset = field(default=UNSET, metadata={"wire": "Unit"})
    """Unit of the sizes."""
    quota: int | None | Unset = field(default=UNSET, metadata={"wire": "Quota"})
    """How much the user may store in all, in `Unit`."""
    total_size: int | None | Unset = field(default=UNSET, metadata={"wire": "TotalSize"})
    """Size of all data, in `Unit`."""
    total_shared_size: int | None | Unset = field(default=UNSET, metadata={"wire": "TotalSharedSize"})
    """Size of all data that others share with the user."""
    total_owned_size: int | None | Unset = field(default=UNSET, metadata={"wire": "TotalOwnedSize"})
    """Size of all data that the user owns."""
    total_runs_size: int | None | Unset = field(default=UNSET, metadata={"wire": "TotalRunsSize"})
    """Size of all runs."""
    total_projects_size: int | None | Unset = field(default=UNSET, metadata={"wire": "TotalProjectsSize"})
    """Size of all projects."""
    projects_owned_size: int | None | Unset = field(default=UNSET, metadata={"wire": "ProjectsOwnedSize"})
    """Size of the projects that the user owns."""
    projects_shared_size: int | None | Unset = field(default=UNSET, metadata={"wire": "ProjectsSharedSize"})
    """Size of the projects that others share with the user."""
    runs_owned_size: int | None | Unset = field(default=UNSET, metadata={"wire": "RunsOwnedSize"})
    """Size of the runs that the user owns."""
    runs_shared_size: int | None | Unset = field(default=UNSET, metadata={"wire": "RunsSharedSize"})
    """Size of the runs that others share with the user."""
    total_trash_size: int | None | Unset = field(default=UNSET, metadata={"wire": "TotalTrashSize"})
    """Size of everything in the trash."""
    additional_properties: dict[str, Any] = field(factory=dict)
