from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .lane import Lane
    from .lane_by_read import LaneByRead
    from .read import Read
    from .run_summary import RunSummary
    from .sequencing_stats_per_sample import SequencingStatsPerSample


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class SequencingStats(Model):
    """Sequencing statistics of a run, by read, by lane, and by lane and read."""

    run: RunSummary | None = optional_field("Run")
    """Sequencing run in its shortest form."""
    reads: list[Read] | None = optional_field("Reads")
    """Statistics by read."""
    lanes: list[Lane] | None = optional_field("Lanes")
    """Statistics by lane."""
    lanes_by_read: list[LaneByRead] | None = optional_field("LanesByRead")
    """Statistics by lane and read."""
    samples: list[SequencingStatsPerSample] | None = optional_field("Samples")
    """Statistics by sample."""
    chemistry: str | None = optional_field("Chemistry")
    """Sequencing chemistry, such as `Amplicon`."""
    error_rate: float | None = optional_field("ErrorRate")
    """Rate of sequencing errors, presumably in percent."""
    error_rate_r1: float | None = optional_field("ErrorRateR1")
    """Error rate of the first read, presumably in percent."""
    error_rate_r2: float | None = optional_field("ErrorRateR2")
    """Error rate of the second read, presumably in percent."""
    href: str | None = optional_field("Href")
    """Link to the resource; may be relative."""
    intensity_cycle_1: float | None = optional_field("IntensityCycle1")
    """Signal intensity in the first cycle."""
    is_indexed: bool | None = optional_field("IsIndexed")
    """Whether the run has index reads."""
    max_cycle_called: int | None = optional_field("MaxCycleCalled")
    """Highest cycle with base calls."""
    max_cycle_extracted: int | None = optional_field("MaxCycleExtracted")
    """Highest cycle with extracted intensities."""
    max_cycle_scored: int | None = optional_field("MaxCycleScored")
    """Highest cycle with quality scores."""
    min_cycle_called: int | None = optional_field("MinCycleCalled")
    """Cycle up to which every tile has base calls, presumably."""
    min_cycle_extracted: int | None = optional_field("MinCycleExtracted")
    """Cycle up to which every tile has intensities, presumably."""
    min_cycle_scored: int | None = optional_field("MinCycleScored")
    """Cycle up to which every tile has quality scores, presumably."""
    non_indexed_error_rate: float | None = optional_field("NonIndexedErrorRate")
    """Error rate without the index reads, presumably in percent."""
    non_indexed_intensity_cycle_1: float | None = optional_field("NonIndexedIntensityCycle1")
    """Intensity in the first cycle, without the index reads."""
    non_indexed_percent_aligned: float | None = optional_field("NonIndexedPercentAligned")
    """Percentage aligned, without the index reads."""
    non_indexed_percent_gt_q30: float | None = optional_field("NonIndexedPercentGtQ30")
    """Percentage of bases of quality 30 or better, without the index reads."""
    non_indexed_projected_total_yield: float | None = optional_field("NonIndexedProjectedTotalYield")
    """Yield projected for the whole run without the index reads, in gigabases."""
    non_indexed_yield_total: float | None = optional_field("NonIndexedYieldTotal")
    """Yield without the index reads, in gigabases."""
    num_cycles_index_1: int | None = optional_field("NumCyclesIndex1")
    """Number of cycles of the first index read."""
    num_cycles_index_2: int | None = optional_field("NumCyclesIndex2")
    """Number of cycles of the second index read."""
    num_cycles_read_1: int | None = optional_field("NumCyclesRead1")
    """Number of cycles of the first read."""
    num_cycles_read_2: int | None = optional_field("NumCyclesRead2")
    """Number of cycles of the second read."""
    num_lanes: int | None = optional_field("NumLanes")
    """Number of lanes."""
    num_reads: int | None = optional_field("NumReads")
    """Number of reads of each cluster, index reads included."""
    num_surfaces: int | None = optional_field("NumSurfaces")
    """Number of imaged surfaces of a lane."""
    num_swaths_per_lane: int | None = optional_field("NumSwathsPerLane")
    """Number of swaths on each surface of a lane."""
    num_tiles_per_swath: int | None = optional_field("NumTilesPerSwath")
    """Number of tiles in a swath."""
    percent_aligned: float | None = optional_field("PercentAligned")
    """Percentage of clusters aligned to the PhiX control, presumably."""
    percent_gt_q30: float | None = optional_field("PercentGtQ30")
    """Percentage of bases of quality 30 or better."""
    percent_gt_q30r1: float | None = optional_field("PercentGtQ30R1")
    """Percentage of bases of quality 30 or better, first read."""
    percent_gt_q30r2: float | None = optional_field("PercentGtQ30R2")
    """Percentage of bases of quality 30 or better, second read."""
    percent_gt_q30_last_10_cycles: float | None = optional_field("PercentGtQ30Last10Cycles")
    """Percentage of bases of quality 30 or better in the last 10 cycles."""
    percent_pf: float | None = optional_field("PercentPf")
    """Share of clusters that pass the filter; percentage or fraction is not documented."""
    percent_resynthesis: float | None = optional_field("PercentResynthesis")
    """Resynthesis after the paired-end turn, presumably in percent."""
    phasing_r1: float | None = optional_field("PhasingR1")
    """Phasing rate of the first read, presumably in percent per cycle."""
    phasing_r2: float | None = optional_field("PhasingR2")
    """Phasing rate of the second read, presumably in percent per cycle."""
    pre_phasing_r1: float | None = optional_field("PrePhasingR1")
    """Prephasing rate of the first read, presumably in percent per cycle."""
    pre_phasing_r2: float | None = optional_field("PrePhasingR2")
    """Prephasing rate of the second read, presumably in percent per cycle."""
    projected_total_yield: float | None = optional_field("ProjectedTotalYield")
    """Yield projected for the whole run, in gigabases."""
    reads_pf_total: int | None = optional_field("ReadsPfTotal")
    """Number of reads that pass the filter, index reads included."""
    reads_total: int | None = optional_field("ReadsTotal")
    """Number of reads, index reads included."""
    yield_total: float | None = optional_field("YieldTotal")
    """Yield so far, index reads included, in gigabases."""
    clusters: int | None = optional_field("Clusters")
    """Number of clusters."""
    clusters_pf: int | None = optional_field("ClustersPf")
    """Number of clusters that pass the filter."""
    cluster_density: float | None = optional_field("ClusterDensity")
    """Density of clusters; 0 when not known."""
    occupancy: float | None = optional_field("Occupancy")
    """Share of wells occupied on a patterned flow cell; 0 when not known."""
    percent_loading_concentration: float | None = optional_field("PercentLoadingConcentration")
    """Loading concentration, in percent."""
    percent_demux: float | None = optional_field("PercentDemux")
    """Percentage of reads that were assigned to a sample."""
    additional_properties: dict[str, Any] = field(factory=dict)
