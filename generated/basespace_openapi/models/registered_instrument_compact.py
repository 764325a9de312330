from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import UNSET, Model, Unset


@define(kw_only=True, repr=False)
class RegisteredInstrumentCompact(Model):
    """Sequencing instrument in short."""

    instrument_id: int | None | Unset = field(default=UNSET, metadata={"wire": "InstrumentId"})
    """Identifier of the instrument, as a number."""
    name: str | None | Unset = field(default=UNSET, metadata={"wire": "Name"})
    """Name."""
    serial_number: str | None | Unset = field(default=UNSET, metadata={"wire": "SerialNumber"})
    """Serial number of the instrument."""
    additional_properties: dict[str, Any] = field(factory=dict)
