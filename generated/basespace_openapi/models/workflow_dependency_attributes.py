from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import Model


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class WorkflowDependencyAttributes(Model):
    """What a workflow dependency waits for, by attribute name; which names apply depends on the dependency's type."""

    additional_properties: dict[str, Any] = field(factory=dict)
