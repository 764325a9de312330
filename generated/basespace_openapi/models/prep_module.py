from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .prep_module_parameter import PrepModuleParameter


@define(kw_only=True, repr=False)
class PrepModule(Model):
    """Step of a library preparation with its parameters."""

    name: str | None | Unset = field(default=UNSET, metadata={"wire": "Name"})
    """Name."""
    parameters: list[PrepModuleParameter] | None | Unset = field(default=UNSET, metadata={"wire": "Parameters"})
    """Parameters of the step."""
    additional_properties: dict[str, Any] = field(factory=dict)
