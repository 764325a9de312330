from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .lane_status import LaneStatus


@define(kw_only=True, repr=False)
class Lane(Model):
    """Lane of a flow cell, with its sequencing metrics and QC status."""

    id: str | None | Unset = field(default=UNSET, metadata={"wire": "Id"})
    """Identifier, as text."""
    href: str | None | Unset = field(default=UNSET, metadata={"wire": "Href"})
    """Link to the resource; may be relative."""
    density: float | None | Unset = field(default=UNSET, metadata={"wire": "Density"})
    """Density of clusters, presumably in thousands per square millimetre."""
    error_rate: float | None | Unset = field(default=UNSET, metadata={"wire": "ErrorRate"})
    """Rate of sequencing errors, presumably in percent."""
    error_rate_100: float | None | Unset = field(default=UNSET, metadata={"wire": "ErrorRate100"})
    """Error rate up to cycle 100, presumably in percent."""
    error_rate_35: float | None | Unset = field(default=UNSET, metadata={"wire": "ErrorRate35"})
    """Error rate up to cycle 35, presumably in percent."""
    error_rate_50: float | None | Unset = field(default=UNSET, metadata={"wire": "ErrorRate50"})
    """Error rate up to cycle 50, presumably in percent."""
    error_rate_75: float | None | Unset = field(default=UNSET, metadata={"wire": "ErrorRate75"})
    """Error rate up to cycle 75, presumably in percent."""
    intensity_cycle_1: float | None | Unset = field(default=UNSET, metadata={"wire": "IntensityCycle1"})
    """Signal intensity in the first cycle."""
    lane_number: int | None | Unset = field(default=UNSET, metadata={"wire": "LaneNumber"})
    """Number of the lane on its flow cell, from 1."""
    max_cycle_called: int | None | Unset = field(default=UNSET, metadata={"wire": "MaxCycleCalled"})
    """Highest cycle with base calls."""
    max_projected_yield_in_gbp: float | None | Unset = field(default=UNSET, metadata={"wire": "MaxProjectedYieldInGbp"})
    """Highest yield projected, in gigabases."""
    percent_aligned: float | None | Unset = field(default=UNSET, metadata={"wire": "PercentAligned"})
    """Percentage of clusters aligned to the PhiX control, presumably."""
    percent_gt_q30: float | None | Unset = field(default=UNSET, metadata={"wire": "PercentGtQ30"})
    """Percentage of bases of quality 30 or better."""
    percent_pf: float | None | Unset = field(default=UNSET, metadata={"wire": "PercentPf"})
    """Share of clusters that pass the filter; percentage or fraction is not documented."""
    phasing: float | None | Unset = field(default=UNSET, metadata={"wire": "Phasing"})
    """Phasing rate, presumably in percent per cycle."""
    pre_phasing: float | None | Unset = field(default=UNSET, metadata={"wire": "PrePhasing"})
    """Prephasing rate, presumably in percent per cycle."""
    projected_yield_in_gbp: float | None | Unset = field(default=UNSET, metadata={"wire": "ProjectedYieldInGbp"})
    """Yield projected, in gigabases."""
    reads: int | None | Unset = field(default=UNSET, metadata={"wire": "Reads"})
    """Number of reads."""
    reads_pf: int | None | Unset = field(default=UNSET, metadata={"wire": "ReadsPf"})
    """Number of reads that pass the filter."""
    status: LaneStatus | None | Unset = field(default=UNSET, metadata={"wire": "Status"})
    """Verdict of quality control on a lane. Other values may appear."""
    yield_: float | None | Unset = field(default=UNSET, metadata={"wire": "Yield"})
    """Yield so far, presumably in gigabases."""
    href_comments: str | None | Unset = field(default=UNSET, metadata={"wire": "HrefComments"})
    """Link to its comments."""
    contains_comments: bool | None | Unset = field(default=UNSET, metadata={"wire": "ContainsComments"})
    """Whether anyone has commented on it."""
    href_lane_sequencing_stats: str | None | Unset = field(default=UNSET, metadata={"wire": "HrefLaneSequencingStats"})
    """Link to the sequencing statistics of the lane."""
    additional_properties: dict[str, Any] = field(factory=dict)
