from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import Model, optional_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class Software(Model):
    """Program on an instrument."""

    application_name: str | None = optional_field("ApplicationName")
    """Name of the program."""
    version: str | None = optional_field("Version")
    """Version of the program."""
    additional_properties: dict[str, Any] = field(factory=dict)
