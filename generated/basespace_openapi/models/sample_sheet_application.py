from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .setting import Setting


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class SampleSheetApplication(Model):
    """Section of a sample sheet for one application."""

    name: str | None = optional_field("Name")
    """Name of the application."""
    settings: list[Setting] | None = optional_field("Settings")
    """Settings of the application."""
    data: list[dict[str, Any]] | None = optional_field("Data")
    """Rows of the application: one object for each sample."""
    additional_properties: dict[str, Any] = field(factory=dict)
