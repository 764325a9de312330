from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .legacy_run_compact import LegacyRunCompact
    from .software import Software


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class InstrumentStatusCompact(Model):
    """An instrument with its software and active runs."""

    serial_number: str | None = optional_field("SerialNumber")
    """Serial number of the instrument."""
    instrument_type: str | None = optional_field("InstrumentType")
    """Model of the instrument, such as `MiSeq`."""
    side_count: int | None = optional_field("SideCount")
    """Number of sides of the instrument that sequence on their own."""
    software: list[Software] | None = optional_field("Software")
    """Programs on the instrument."""
    active_runs: list[LegacyRunCompact] | None = optional_field("ActiveRuns")
    """Runs that are under way."""
    last_run_start_date: datetime.datetime | None = optional_field("LastRunStartDate")
    """When its last run started, in UTC."""
    last_dx_run_start_date: datetime.datetime | None = optional_field("LastDxRunStartDate")
    """When its last diagnostic run started, in UTC."""
    last_diagnostics_date: datetime.datetime | None = optional_field("LastDiagnosticsDate")
    """When it last sent diagnostics, in UTC."""
    last_software_update_check_date: datetime.datetime | None = optional_field("LastSoftwareUpdateCheckDate")
    """When it last looked for new software, in UTC."""
    id: str | None = optional_field("Id")
    """Identifier, as text."""
    name: str | None = optional_field("Name")
    """Name."""
    additional_properties: dict[str, Any] = field(factory=dict)
