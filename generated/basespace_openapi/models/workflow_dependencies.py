from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .workflow_dependency import WorkflowDependency


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class WorkflowDependencies(Model):
    """Launch dependencies of an analysis workflow."""

    version: str | None = optional_field("Version")
    """Version of the dependencies, presumably."""
    dependencies: list[WorkflowDependency] | None = optional_field("Dependencies")
    """The dependencies."""
    additional_properties: dict[str, Any] = field(factory=dict)
