from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import UNSET, Model, Unset


@define(kw_only=True, repr=False)
class SequencingStatsCompact(Model):
    """Sequencing statistics of a run. Those that begin with NonIndexed leave the index reads out."""

    chemistry: str | None | Unset = field(default=UNSET, metadata={"wire": "Chemistry"})
    """Sequencing chemistry, such as `Amplicon`."""
    error_rate: float | None | Unset = field(default=UNSET, metadata={"wire": "ErrorRate"})
    """Rate of sequencing errors, presumably in percent."""
    error_rate_r1: float | None | Unset = field(default=UNSET, metadata={"wire": "ErrorRateR1"})
    """Error rate of the first read, presumably in percent."""
    error_rate_r2: float | None | Unset = field(default=UNSET, metadata={"wire": "ErrorRateR2"})
    """Error rate of the second read, presumably in percent."""
    href: str | None | Unset = field(default=UNSET, metadata={"wire": "Href"})
    """Link to the statistics; may be relative."""
    intensity_cycle_1: float | None | Unset = field(default=UNSET, metadata={"wire": "IntensityCycle1"})
    """Signal intensity in the first cycle."""
    is_indexed: bool | None | Unset = field(default=UNSET, metadata={"wire": "IsIndexed"})
    """Whether the run has index reads."""
    max_cycle_called: int | None | Unset = field(default=UNSET, metadata={"wire": "MaxCycleCalled"})
    """Highest cycle with base calls."""
    max_cycle_extracted: int | None | Unset = field(default=UNSET, metadata={"wire": "MaxCycleExtracted"})
    """Highest cycle with extracted intensities."""
    max_cycle_scored: int | None | Unset = field(default=UNSET, metadata={"wire": "MaxCycleScored"})
    """Highest cycle with quality scores."""
    non_indexed_error_rate: float | None | Unset = field(default=UNSET, metadata={"wire": "NonIndexedErrorRate"})
    """Error rate without the index reads, presumably in percent."""
    non_indexed_intensity_cycle_1: float | None | Unset = field(
        default=UNSET, metadata={"wire": "NonIndexedIntensityCycle1"}
    )
    """Intensity in the first cycle, without the index reads."""
    non_indexed_percent_aligned: float | None | Unset = field(
        default=UNSET, metadata={"wire": "NonIndexedPercentAligned"}
    )
    """Percentage aligned, without the index reads."""
    non_indexed_percent_gt_q30: float | None | Unset = field(default=UNSET, metadata={"wire": "NonIndexedPercentGtQ30"})
    """Percentage of bases of quality 30 or better, without the index reads."""
    non_indexed_projected_total_yield: float | None | Unset = field(
        default=UNSET, metadata={"wire": "NonIndexedProjectedTotalYield"}
    )
    """Yield projected for the whole run without the index reads, in gigabases."""
    non_indexed_yield_total: float | None | Unset = field(default=UNSET, metadata={"wire": "NonIndexedYieldTotal"})
    """Yield without the index reads, in gigabases."""
    num_cycles_index_1: int | None | Unset = field(default=UNSET, metadata={"wire": "NumCyclesIndex1"})
    """Number of cycles of the first index read."""
    num_cycles_index_2: int | None | Unset = field(default=UNSET, metadata={"wire": "NumCyclesIndex2"})
    """Number of cycles of the second index read."""
    num_cycles_read_1: int | None | Unset = field(default=UNSET, metadata={"wire": "NumCyclesRead1"})
    """Number of cycles of the first read."""
    num_cycles_read_2: int | None | Unset = field(default=UNSET, metadata={"wire": "NumCyclesRead2"})
    """Number of cycles of the second read."""
    num_lanes: int | None | Unset = field(default=UNSET, metadata={"wire": "NumLanes"})
    """Number of lanes."""
    num_reads: int | None | Unset = field(default=UNSET, metadata={"wire": "NumReads"})
    """Number of reads of each cluster, index reads included."""
    num_surfaces: int | None | Unset = field(default=UNSET, metadata={"wire": "NumSurfaces"})
    """Number of imaged surfaces of a lane."""
    num_swaths_per_lane: int | None | Unset = field(default=UNSET, metadata={"wire": "NumSwathsPerLane"})
    """Number of swaths on each surface of a lane."""
    num_tiles_per_swath: int | None | Unset = field(default=UNSET, metadata={"wire": "NumTilesPerSwath"})
    """Number of tiles in a swath."""
    percent_aligned: float | None | Unset = field(default=UNSET, metadata={"wire": "PercentAligned"})
    """Percentage of clusters aligned to the PhiX control, presumably."""
    percent_gt_q30: float | None | Unset = field(default=UNSET, metadata={"wire": "PercentGtQ30"})
    """Percentage of bases of quality 30 or better."""
    percent_gt_q30r1: float | None | Unset = field(default=UNSET, metadata={"wire": "PercentGtQ30R1"})
    """Percentage of bases of quality 30 or better, first read."""
    percent_gt_q30r2: float | None | Unset = field(default=UNSET, metadata={"wire": "PercentGtQ30R2"})
    """Percentage of bases of quality 30 or better, second read."""
    percent_pf: float | None | Unset = field(default=UNSET, metadata={"wire": "PercentPf"})
    """Share of clusters that pass the filter, as a fraction (0.9 is 90 %) in real responses."""
    percent_resynthesis: float | None | Unset = field(default=UNSET, metadata={"wire": "PercentResynthesis"})
    """Resynthesis after the paired-end turn, presumably in percent."""
    phasing_r1: float | None | Unset = field(default=UNSET, metadata={"wire": "PhasingR1"})
    """Phasing rate of the first read, presumably in percent per cycle."""
    phasing_r2: float | None | Unset = field(default=UNSET, metadata={"wire": "PhasingR2"})
    """Phasing rate of the second read, presumably in percent per cycle."""
    pre_phasing_r1: float | None | Unset = field(default=UNSET, metadata={"wire": "PrePhasingR1"})
    """Prephasing rate of the first read, presumably in percent per cycle."""
    pre_phasing_r2: float | None | Unset = field(default=UNSET, metadata={"wire": "PrePhasingR2"})
    """Prephasing rate of the second read, presumably in percent per cycle."""
    projected_total_yield: float | None | Unset = field(default=UNSET, metadata={"wire": "ProjectedTotalYield"})
    """Yield projected for the whole run, in gigabases."""
    reads_pf_total: int | None | Unset = field(default=UNSET, metadata={"wire": "ReadsPfTotal"})
    """Number of reads that pass the filter, index reads included."""
    reads_total: int | None | Unset = field(default=UNSET, metadata={"wire": "ReadsTotal"})
    """Number of reads, index reads included."""
    yield_total: float | None | Unset = field(default=UNSET, metadata={"wire": "YieldTotal"})
    """Yield so far, index reads included, in gigabases."""
    min_cycle_called: int | None | Unset = field(default=UNSET, metadata={"wire": "MinCycleCalled"})
    """Cycle up to which every tile has base calls, presumably."""
    min_cycle_extracted: int | None | Unset = field(default=UNSET, metadata={"wire": "MinCycleExtracted"})
    """Cycle up to which every tile has intensities, presumably."""
    min_cycle_scored: int | None | Unset = field(default=UNSET, metadata={"wire": "MinCycleScored"})
    """Cycle up to which every tile has quality scores, presumably."""
    percent_gt_q30_last_10_cycles: float | None | Unset = field(
        default=UNSET, metadata={"wire": "PercentGtQ30Last10Cycles"}
    )
    """Percentage of bases of quality 30 or better in the last 10 cycles."""
    clusters: int | None | Unset = field(default=UNSET, metadata={"wire": "Clusters"})
    """Number of clusters."""
    clusters_pf: int | None | Unset = field(default=UNSET, metadata={"wire": "ClustersPf"})
    """Number of clusters that pass the filter."""
    cluster_density: float | None | Unset = field(default=UNSET, metadata={"wire": "ClusterDensity"})
    """Density of clusters; 0 when not known."""
    occupancy: float | None | Unset = field(default=UNSET, metadata={"wire": "Occupancy"})
    """Share of wells occupied on a patterned flow cell; 0 when not known."""
    additional_properties: dict[str, Any] = field(factory=dict)
