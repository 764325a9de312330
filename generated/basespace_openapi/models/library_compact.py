from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field, required_field

if TYPE_CHECKING:
    from .biosample_compact import BiosampleCompact
    from .library_container_compact import LibraryContainerCompact
    from .library_index_compact import LibraryIndexCompact
    from .library_pool import LibraryPool
    from .library_prep_kit import LibraryPrepKit
    from .project_compact import ProjectCompact
    from .user_compact import UserCompact


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class LibraryCompact(Model):
    """Sequencing library in short."""

    id: str = required_field("Id")
    """Identifier, as text."""
    href: str = required_field("Href")
    """Link to the resource; may be relative."""
    name: str = required_field("Name")
    """Name."""
    date_created: datetime.datetime = required_field("DateCreated")
    """When it was created, in UTC; the year 0001 means not set."""
    date_modified: datetime.datetime | None = optional_field("DateModified")
    """When it was last changed, in UTC; the year 0001 means not set."""
    status: str | None = optional_field("Status")
    """Status of the library, such as `Active`."""
    biosample: BiosampleCompact | None = optional_field("BioSample")
    """Biosample in short."""
    library_prep: LibraryPrepKit | None = optional_field("LibraryPrep")
    """Library preparation kit in short."""
    project: ProjectCompact | None = optional_field("Project")
    """Project in short."""
    container: LibraryContainerCompact | None = optional_field("Container")
    """Plate or other container of libraries, in short."""
    pools: list[LibraryPool] | None = optional_field("Pools")
    """Pools that the library is part of."""
    pool_component_actual_yield_in_bps: int | None = optional_field("PoolComponentActualYieldInBps")
    """Yield that the library reached in its pool, in base pairs."""
    insert_size: str | None = optional_field("InsertSize")
    """Length of the inserts, as text."""
    biomolecule: str | None = optional_field("Biomolecule")
    """Molecule sequenced; `Undefined` when unknown."""
    index_1: LibraryIndexCompact | None = optional_field("Index1")
    """Index (barcode) sequence that tells libraries in a pool apart."""
    index_1_sequence: str | None = optional_field("Index1Sequence")
    """Bases of the first index."""
    index_2: LibraryIndexCompact | None = optional_field("Index2")
    """Index (barcode) sequence that tells libraries in a pool apart."""
    index_2_sequence: str | None = optional_field("Index2Sequence")
    """Bases of the second index."""
    user_owned_by: UserCompact | None = optional_field("UserOwnedBy")
    """User in short."""
    additional_properties: dict[str, Any] = field(factory=dict)
