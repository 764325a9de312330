from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .workflow_dependency import WorkflowDependency


@define(kw_only=True, repr=False)
class WorkflowDependencies(Model):
    """Launch dependencies of an analysis workflow."""

    version: str | None | Unset = field(default=UNSET, metadata={"wire": "Version"})
    """Version of the dependencies, presumably."""
    dependencies: list[WorkflowDependency] | None | Unset = field(default=UNSET, metadata={"wire": "Dependencies"})
    """The dependencies."""
    additional_properties: dict[str, Any] = field(factory=dict)
