from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import UNSET, Model, Unset


@define(kw_only=True, repr=False)
class PrepModuleParameter(Model):
    """Parameter of a step of a library preparation."""

    name: str | None | Unset = field(default=UNSET, metadata={"wire": "Name"})
    """Name."""
    value: str | None | Unset = field(default=UNSET, metadata={"wire": "Value"})
    """Value of the parameter."""
    additional_properties: dict[str, Any] = field(factory=dict)
