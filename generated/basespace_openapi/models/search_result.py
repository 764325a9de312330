from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .project_compact import ProjectCompact
    from .run_compact import RunCompact


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class SearchResult(Model):
    """One result of a search."""

    type_: str | None = optional_field("Type")
    """What it is, such as `run` or `project`."""
    run: RunCompact | None = optional_field("Run")
    """Sequencing run as lists have it."""
    project: ProjectCompact | None = optional_field("Project")
    """Project in short."""
    additional_properties: dict[str, Any] = field(factory=dict)
