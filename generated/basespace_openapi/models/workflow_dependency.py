from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .workflow_dependency_type import WorkflowDependencyType


@define(kw_only=True, repr=False)
class WorkflowDependency(Model):
    """Condition that must hold before an analysis workflow is launched."""

    type_: WorkflowDependencyType | None | Unset = field(default=UNSET, metadata={"wire": "Type"})
    """What an analysis workflow waits for: yield of a biosample, or completion of an app. Other values may appear."""
    attributes: dict[str, Any] | None | Unset = field(default=UNSET, metadata={"wire": "Attributes"})
    """What a workflow dependency waits for, by attribute name; which names apply depends on the dependency's type."""
    dependencies: list[WorkflowDependency] | None | Unset = field(default=UNSET, metadata={"wire": "Dependencies"})
    """Nested dependencies; BioSampleYield and AppCompletion need none."""
    additional_properties: dict[str, Any] = field(factory=dict)
