from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import Model, optional_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class SequencingStatsPerSample(Model):
    """Sequencing metrics of one sample of a run."""

    sample_id: str | None = optional_field("SampleId")
    """Id of the sample, as the sample sheet has it."""
    percent_demux: float | None = optional_field("PercentDemux")
    """Percentage of reads that were assigned to this sample."""
    additional_properties: dict[str, Any] = field(factory=dict)
