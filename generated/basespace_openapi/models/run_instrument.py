from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import Model, optional_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class RunInstrument(Model):
    """Instrument of a run."""

    id: int | None = optional_field("Id")
    """Identifier of the instrument, a number."""
    name: str | None = optional_field("Name")
    """Name of the instrument."""
    number: int | None = optional_field("Number")
    """Serial number of the run on the instrument."""
    type_: str | None = optional_field("Type")
    """Type of the instrument."""
    platform_name: str | None = optional_field("PlatformName")
    """Sequencing platform, such as `MiSeq`."""
    additional_properties: dict[str, Any] = field(factory=dict)
