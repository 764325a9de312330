from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .library_prep_kit import LibraryPrepKit


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class BiosampleLibraryYield(Model):
    """Yield of a biosample with one library preparation kit."""

    library_prep: LibraryPrepKit | None = optional_field("LibraryPrep")
    """Library preparation kit in short."""
    total_expected_yield: int | None = optional_field("TotalExpectedYield")
    """Yield that is expected, presumably in base pairs."""
    total_actual_yield: int | None = optional_field("TotalActualYield")
    """Yield reached so far, presumably in base pairs."""
    total_fastq_datasets: int | None = optional_field("TotalFastqDatasets")
    """Number of FASTQ datasets."""
    total_lanes: int | None = optional_field("TotalLanes")
    """Number of lanes."""
    additional_properties: dict[str, Any] = field(factory=dict)
