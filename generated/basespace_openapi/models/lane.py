from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .lane_status import LaneStatus


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class Lane(Model):
    """Lane of a flow cell, with its sequencing metrics and QC status."""

    id: str | None = optional_field("Id")
    """Identifier, as text."""
    href: str | None = optional_field("Href")
    """Link to the resource; may be relative."""
    density: float | None = optional_field("Density")
    """Density of clusters, presumably in thousands per square millimetre."""
    error_rate: float | None = optional_field("ErrorRate")
    """Rate of sequencing errors, presumably in percent."""
    error_rate_100: float | None = optional_field("ErrorRate100")
    """Error rate up to cycle 100, presumably in percent."""
    error_rate_35: float | None = optional_field("ErrorRate35")
    """Error rate up to cycle 35, presumably in percent."""
    error_rate_50: float | None = optional_field("ErrorRate50")
    """Error rate up to cycle 50, presumably in percent."""
    error_rate_75: float | None = optional_field("ErrorRate75")
    """Error rate up to cycle 75, presumably in percent."""
    intensity_cycle_1: float | None = optional_field("IntensityCycle1")
    """Signal intensity in the first cycle."""
    lane_number: int | None = optional_field("LaneNumber")
    """Number of the lane on its flow cell, from 1."""
    max_cycle_called: int | None = optional_field("MaxCycleCalled")
    """Highest cycle with base calls."""
    max_projected_yield_in_gbp: float | None = optional_field("MaxProjectedYieldInGbp")
    """Highest yield projected, in gigabases."""
    percent_aligned: float | None = optional_field("PercentAligned")
    """Percentage of clusters aligned to the PhiX control, presumably."""
    percent_gt_q30: float | None = optional_field("PercentGtQ30")
    """Percentage of bases of quality 30 or better."""
    percent_pf: float | None = optional_field("PercentPf")
    """Share of clusters that pass the filter; percentage or fraction is not documented."""
    phasing: float | None = optional_field("Phasing")
    """Phasing rate, presumably in percent per cycle."""
    pre_phasing: float | None = optional_field("PrePhasing")
    """Prephasing rate, presumably in percent per cycle."""
    projected_yield_in_gbp: float | None = optional_field("ProjectedYieldInGbp")
    """Yield projected, in gigabases."""
    reads: int | None = optional_field("Reads")
    """Number of reads."""
    reads_pf: int | None = optional_field("ReadsPf")
    """Number of reads that pass the filter."""
    status: LaneStatus | None = optional_field("Status")
    """Verdict of quality control on a lane. Other values may appear."""
    yield_: float | None = optional_field("Yield")
    """Yield so far, presumably in gigabases."""
    href_comments: str | None = optional_field("HrefComments")
    """Link to its comments."""
    contains_comments: bool | None = optional_field("ContainsComments")
    """Whether anyone has commented on it."""
    href_lane_sequencing_stats: str | None = optional_field("HrefLaneSequencingStats")
    """Link to the sequencing statistics of the lane."""
    percent_gt_q30_last_10_cycles: float | None = optional_field("PercentGtQ30Last10Cycles")
    """Percentage of bases of quality 30 or more in the last ten cycles."""
    phasing_slope: float | None = optional_field("PhasingSlope")
    """Slope of the phasing over the cycles."""
    phasing_offset: float | None = optional_field("PhasingOffset")
    """Phasing at the start of the read."""
    pre_phasing_slope: float | None = optional_field("PrePhasingSlope")
    """Slope of the prephasing over the cycles."""
    pre_phasing_offset: float | None = optional_field("PrePhasingOffset")
    """Prephasing at the start of the read."""
    additional_properties: dict[str, Any] = field(factory=dict)
