from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import Model, optional_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class LaneByRead(Model):
    """Sequencing metrics of one read in one lane."""

    read_number: int | None = optional_field("ReadNumber")
    """Number of the read, from 1."""
    lane_number: int | None = optional_field("LaneNumber")
    """Number of the lane on its flow cell, from 1."""
    tile_count: int | None = optional_field("TileCount")
    """Number of tiles."""
    density: float | None = optional_field("Density")
    """Density of clusters, presumably in thousands per square millimetre."""
    density_deviation: float | None = optional_field("DensityDeviation")
    """How far the density varies between tiles (standard deviation)."""
    percent_pf: float | None = optional_field("PercentPf")
    """Share of clusters that pass the filter; percentage or fraction is not documented."""
    percent_pf_deviation: float | None = optional_field("PercentPfDeviation")
    """How far the percentage of clusters that passed the filter varies between tiles (standard deviation)."""
    phasing: float | None = optional_field("Phasing")
    """Phasing rate, presumably in percent per cycle."""
    pre_phasing: float | None = optional_field("PrePhasing")
    """Prephasing rate, presumably in percent per cycle."""
    reads: int | None = optional_field("Reads")
    """Number of reads."""
    reads_pf: int | None = optional_field("ReadsPf")
    """Number of reads that pass the filter."""
    percent_gt_q30: float | None = optional_field("PercentGtQ30")
    """Percentage of bases of quality 30 or better."""
    percent_gt_q30_last_10_cycles: float | None = optional_field("PercentGtQ30Last10Cycles")
    """Percentage of bases of quality 30 or better in the last 10 cycles."""
    yield_: float | None = optional_field("Yield")
    """Yield so far, presumably in gigabases."""
    min_cycle_called: int | None = optional_field("MinCycleCalled")
    """Cycle up to which every tile has base calls, presumably."""
    max_cycle_called: int | None = optional_field("MaxCycleCalled")
    """Highest cycle with base calls."""
    min_cycle_error: int | None = optional_field("MinCycleError")
    """First cycle for which there is an error rate."""
    max_cycle_error: int | None = optional_field("MaxCycleError")
    """Last cycle for which there is an error rate."""
    percent_aligned: float | None = optional_field("PercentAligned")
    """Percentage of clusters aligned to the PhiX control, presumably."""
    percent_aligned_deviation: float | None = optional_field("PercentAlignedDeviation")
    """How far the percentage of aligned clusters varies between tiles (standard deviation)."""
    error_rate: float | None = optional_field("ErrorRate")
    """Rate of sequencing errors, presumably in percent."""
    error_rate_deviation: float | None = optional_field("ErrorRateDeviation")
    """How far the error rate varies between tiles (standard deviation)."""
    error_rate_35: float | None = optional_field("ErrorRate35")
    """Error rate up to cycle 35, presumably in percent."""
    error_rate_35_deviation: float | None = optional_field("ErrorRate35Deviation")
    """How far the error rate up to cycle 35 varies between tiles (standard deviation)."""
    error_rate_50: float | None = optional_field("ErrorRate50")
    """Error rate up to cycle 50, presumably in percent."""
    error_rate_50_deviation: float | None = optional_field("ErrorRate50Deviation")
    """How far the error rate up to cycle 50 varies between tiles (standard deviation)."""
    error_rate_75: float | None = optional_field("ErrorRate75")
    """Error rate up to cycle 75, presumably in percent."""
    error_rate_75_deviation: float | None = optional_field("ErrorRate75Deviation")
    """How far the error rate up to cycle 75 varies between tiles (standard deviation)."""
    error_rate_100: float | None = optional_field("ErrorRate100")
    """Error rate up to cycle 100, presumably in percent."""
    error_rate_100_deviation: float | None = optional_field("ErrorRate100Deviation")
    """How far the error rate up to cycle 100 varies between tiles (standard deviation)."""
    intensity_cycle_1: float | None = optional_field("IntensityCycle1")
    """Signal intensity in the first cycle."""
    intensity_cycle_1_deviation: float | None = optional_field("IntensityCycle1Deviation")
    """How far the intensity in cycle 1 varies between tiles (standard deviation)."""
    phasing_slope: float | None = optional_field("PhasingSlope")
    """Slope of the phasing over the cycles."""
    phasing_offset: float | None = optional_field("PhasingOffset")
    """Phasing at the start of the read."""
    pre_phasing_slope: float | None = optional_field("PrePhasingSlope")
    """Slope of the prephasing over the cycles."""
    pre_phasing_offset: float | None = optional_field("PrePhasingOffset")
    """Prephasing at the start of the read."""
    percent_no_calls: float | None = optional_field("PercentNoCalls")
    """Percentage of bases that were not called."""
    cluster_density: float | None = optional_field("ClusterDensity")
    """Density of clusters; 0 when not known."""
    occupancy: float | None = optional_field("Occupancy")
    """Share of wells occupied on a patterned flow cell; 0 when not known."""
    additional_properties: dict[str, Any] = field(factory=dict)
