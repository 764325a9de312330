from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .workflow_dependency_type import WorkflowDependencyType


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class WorkflowDependency(Model):
    """Condition that must hold before an analysis workflow is launched."""

    type_: WorkflowDependencyType | None = optional_field("Type")
    """What an analysis workflow waits for: yield of a biosample, or completion of an app. Other values may appear."""
    attributes: dict[str, Any] | None = optional_field("Attributes")
    """What a workflow dependency waits for, by attribute name; which names apply depends on the dependency's type."""
    dependencies: list[WorkflowDependency] | None = optional_field("Dependencies")
    """Nested dependencies; BioSampleYield and AppCompletion need none."""
    additional_properties: dict[str, Any] = field(factory=dict)
