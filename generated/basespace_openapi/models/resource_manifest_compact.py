from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .appsession_compact import AppSessionCompact
    from .dataset_compact import DatasetCompact
    from .project_compact import ProjectCompact
    from .run_compact import RunCompact


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class ResourceManifestCompact(Model):
    """Where the files of one resource are, and how large they are."""

    project: ProjectCompact | None = optional_field("Project")
    """Project in short."""
    appsession: AppSessionCompact | None = optional_field("AppSession")
    """Analysis in short."""
    dataset: DatasetCompact | None = optional_field("Dataset")
    """Dataset in short."""
    run: RunCompact | None = optional_field("Run")
    """Sequencing run as lists have it."""
    href_files: str | None = optional_field("HrefFiles")
    """Link to its files."""
    href_resource_manifest: str | None = optional_field("HrefResourceManifest")
    """Link to the manifest of this resource."""
    size_in_bytes: int | None = optional_field("SizeInBytes")
    """Size of its files, in bytes."""
    additional_properties: dict[str, Any] = field(factory=dict)
