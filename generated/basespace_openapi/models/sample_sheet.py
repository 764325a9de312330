from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .sample_sheet_application import SampleSheetApplication
    from .setting import Setting


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class SampleSheet(Model):
    """Sample sheet of a run, divided into its sections."""

    needs_attention: bool | None = optional_field("NeedsAttention")
    """Whether the sample sheet has errors."""
    format_version: str | None = optional_field("FormatVersion")
    """Version of the sample sheet format."""
    header_settings: list[Setting] | None = optional_field("HeaderSettings")
    """Settings of the header."""
    read_settings: list[Setting] | None = optional_field("ReadSettings")
    """Settings of the reads."""
    manifests: list[Setting] | None = optional_field("Manifests")
    """Manifests that the sample sheet names."""
    sequencing_settings: list[Setting] | None = optional_field("SequencingSettings")
    """Settings of the sequencing."""
    applications: list[SampleSheetApplication] | None = optional_field("Applications")
    """Applications that the sample sheet has sections for."""
    additional_properties: dict[str, Any] = field(factory=dict)
