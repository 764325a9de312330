from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import Model, optional_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class Read(Model):
    """Sequencing metrics of one read of a run."""

    read_number: int | None = optional_field("ReadNumber")
    """Number of the read, from 1."""
    is_indexed: bool | None = optional_field("IsIndexed")
    """Whether the run has index reads."""
    total_cycles: int | None = optional_field("TotalCycles")
    """Number of cycles of the read."""
    yield_total: float | None = optional_field("YieldTotal")
    """Yield so far, index reads included, in gigabases."""
    projected_total_yield: float | None = optional_field("ProjectedTotalYield")
    """Yield projected for the whole run, in gigabases."""
    percent_aligned: float | None = optional_field("PercentAligned")
    """Percentage of clusters aligned to the PhiX control, presumably."""
    error_rate: float | None = optional_field("ErrorRate")
    """Rate of sequencing errors, presumably in percent."""
    intensity_cycle_1: float | None = optional_field("IntensityCycle1")
    """Signal intensity in the first cycle."""
    percent_gt_q30: float | None = optional_field("PercentGtQ30")
    """Percentage of bases of quality 30 or better."""
    percent_gt_q30_last_10_cycles: float | None = optional_field("PercentGtQ30Last10Cycles")
    """Percentage of bases of quality 30 or better in the last 10 cycles."""
    additional_properties: dict[str, Any] = field(factory=dict)
