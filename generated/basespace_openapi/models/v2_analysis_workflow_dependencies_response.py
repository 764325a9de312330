from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .v2_analysis_workflow_dependency import V2AnalysisWorkflowDependency


@define(kw_only=True, repr=False)
class V2AnalysisWorkflowDependenciesResponse(Model):
    """Launch dependencies of an analysis workflow."""

    version: str | None | Unset = field(default=UNSET, metadata={"wire": "Version"})
    """Version of the dependencies, presumably."""
    dependencies: list[V2AnalysisWorkflowDependency] | None | Unset = field(
        default=UNSET, metadata={"wire": "Dependencies"}
    )
    """The dependencies."""
    additional_properties: dict[str, Any] = field(factory=dict)
