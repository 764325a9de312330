from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import Model, optional_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class Setting(Model):
    """One setting: its name and its value."""

    key: str | None = optional_field("Key")
    """Name of the setting."""
    value: str | None = optional_field("Value")
    """Value of the setting."""
    additional_properties: dict[str, Any] = field(factory=dict)
