from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .prep_module_parameter import PrepModuleParameter


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class PrepModule(Model):
    """Step of a library preparation with its parameters."""

    name: str | None = optional_field("Name")
    """Name."""
    parameters: list[PrepModuleParameter] | None = optional_field("Parameters")
    """Parameters of the step."""
    additional_properties: dict[str, Any] = field(factory=dict)
