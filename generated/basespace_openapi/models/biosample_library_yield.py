from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .library_prep_kit import LibraryPrepKit


@define(kw_only=True, repr=False)
class BiosampleLibraryYield(Model):
    """Yield of a biosample with one library preparation kit."""

    library_prep: LibraryPrepKit | None | Unset = field(default=UNSET, metadata={"wire": "LibraryPrep"})
    """Library preparation kit in short."""
    total_expected_yield: int | None | Unset = field(default=UNSET, metadata={"wire": "TotalExpectedYield"})
    """Yield that is expected, presumably in base pairs."""
    total_actual_yield: int | None | Unset = field(default=UNSET, metadata={"wire": "TotalActualYield"})
    """Yield reached so far, presumably in base pairs."""
    total_fastq_datasets: int | None | Unset = field(default=UNSET, metadata={"wire": "TotalFastqDatasets"})
    """Number of FASTQ datasets."""
    total_lanes: int | None | Unset = field(default=UNSET, metadata={"wire": "TotalLanes"})
    """Number of lanes."""
    additional_properties: dict[str, Any] = field(factory=dict)
