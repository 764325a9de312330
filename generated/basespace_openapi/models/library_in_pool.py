from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .biosample_compact import BiosampleCompact
    from .library_container_compact import LibraryContainerCompact
    from .library_index_compact import LibraryIndexCompact
    from .library_pool import LibraryPool
    from .library_prep_kit import LibraryPrepKit
    from .project_compact import ProjectCompact
    from .user_compact import UserCompact


@define(kw_only=True, repr=False)
class LibraryInPool(Model):
    """Sequencing library in short, with the names of its biosample and project."""

    biosample_name: str | None | Unset = field(default=UNSET, metadata={"wire": "BioSampleName"})
    """Name of the biosample."""
    project_name: str | None | Unset = field(default=UNSET, metadata={"wire": "ProjectName"})
    """Name of the project."""
    id: str | None | Unset = field(default=UNSET, metadata={"wire": "Id"})
    """Identifier, as text."""
    href: str | None | Unset = field(default=UNSET, metadata={"wire": "Href"})
    """Link to the resource; may be relative."""
    name: str | None | Unset = field(default=UNSET, metadata={"wire": "Name"})
    """Name."""
    date_created: datetime.datetime | None | Unset = field(default=UNSET, metadata={"wire": "DateCreated"})
    """When it was created, in UTC; the year 0001 means not set."""
    date_modified: datetime.datetime | None | Unset = field(default=UNSET, metadata={"wire": "DateModified"})
    """When it was last changed, in UTC; the year 0001 means not set."""
    status: str | None | Unset = field(default=UNSET, metadata={"wire": "Status"})
    """Status of the library, such as `Active`."""
    biosample: BiosampleCompact | None | Unset = field(default=UNSET, metadata={"wire": "BioSample"})
    """Biosample in short."""
    library_prep: LibraryPrepKit | None | Unset = field(default=UNSET, metadata={"wire": "LibraryPrep"})
    """Library preparation kit in short."""
    project: ProjectCompact | None | Unset = field(default=UNSET, metadata={"wire": "Project"})
    """Project in short."""
    container: LibraryContainerCompact | None | Unset = field(default=UNSET, metadata={"wire": "Container"})
    """Plate or other container of libraries, in short."""
    pools: list[LibraryPool] | None | Unset = field(default=UNSET, metadata={"wire": "Pools"})
    """Pools that the library is part of."""
    pool_component_actual_yield_in_bps: int | None | Unset = field(
        default=UNSET, metadata={"wire": "PoolComponentActualYieldInBps"}
    )
    """Yield that the library reached in its pool, in base pairs."""
    insert_size: str | None | Unset = field(default=UNSET, metadata={"wire": "InsertSize"})
    """Length of the inserts, as text."""
    biomolecule: str | None | Unset = field(default=UNSET, metadata={"wire": "Biomolecule"})
    """Molecule sequenced; `Undefined` when unknown."""
    index_1: LibraryIndexCompact | None | Unset = field(default=UNSET, metadata={"wire": "Index1"})
    """Index (barcode) sequence that tells libraries in a pool apart."""
    index_1_sequence: str | None | Unset = field(default=UNSET, metadata={"wire": "Index1Sequence"})
    """Bases of the first index."""
    index_2: LibraryIndexCompact | None | Unset = field(default=UNSET, metadata={"wire": "Index2"})
    """Index (barcode) sequence that tells libraries in a pool apart."""
    index_2_sequence: str | None | Unset = field(default=UNSET, metadata={"wire": "Index2Sequence"})
    """Bases of the second index."""
    user_owned_by: UserCompact | None | Unset = field(default=UNSET, metadata={"wire": "UserOwnedBy"})
    """User in short."""
    additional_properties: dict[str, Any] = field(factory=dict)
