from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .biosample_compact import BiosampleCompact
    from .library_compact import LibraryCompact
    from .library_pool import LibraryPool


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class LaneLibraryMapping(Model):
    """A library in a lane of a run."""

    lane_id: str | None = optional_field("LaneId")
    """Id of the lane."""
    lane_number: int | None = optional_field("LaneNumber")
    """Number of the lane."""
    biosample_name: str | None = optional_field("BioSampleName")
    """Name of the biosample."""
    library_name: str | None = optional_field("LibraryName")
    """Name of the library."""
    biosample: BiosampleCompact | None = optional_field("BioSample")
    """Biosample in short."""
    library: LibraryCompact | None = optional_field("Library")
    """Sequencing library in short."""
    library_pool: LibraryPool | None = optional_field("LibraryPool")
    """Pool of libraries in short."""
    data_set_name: str | None = optional_field("DataSetName")
    """Name of the dataset."""
    dataset_yield_bp: int | None = optional_field("DatasetYieldBp")
    """Yield of the dataset, in base pairs."""
    project_name: str | None = optional_field("ProjectName")
    """Name of the project."""
    additional_properties: dict[str, Any] = field(factory=dict)
