from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import Model, optional_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class PrepModuleParameter(Model):
    """Parameter of a step of a library preparation."""

    name: str | None = optional_field("Name")
    """Name."""
    value: str | None = optional_field("Value")
    """Value of the parameter."""
    additional_properties: dict[str, Any] = field(factory=dict)
