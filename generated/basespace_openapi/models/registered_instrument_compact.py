from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import Model, optional_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class RegisteredInstrumentCompact(Model):
    """Sequencing instrument in short."""

    instrument_id: int | None = optional_field("InstrumentId")
    """Identifier of the instrument, as a number."""
    name: str | None = optional_field("Name")
    """Name."""
    serial_number: str | None = optional_field("SerialNumber")
    """Serial number of the instrument."""
    additional_properties: dict[str, Any] = field(factory=dict)
