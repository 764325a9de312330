from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .legacy_biosample_compact import LegacyBiosampleCompact
    from .library_container_compact import LibraryContainerCompact
    from .library_index_compact import LibraryIndexCompact
    from .library_prep_kit import LibraryPrepKit
    from .project_compact import ProjectCompact
    from .property_container import PropertyContainer
    from .user_compact import UserCompact


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class SampleLibrary(Model):
    """Sequencing library in the form of version 1 of the API."""

    properties: PropertyContainer | None = optional_field("Properties")
    """Properties of a resource, as part of it. It may hold only the first few."""
    owner_user: UserCompact | None = optional_field("OwnerUser")
    """User in short."""
    id: str | None = optional_field("Id")
    """Identifier, as text."""
    href: str | None = optional_field("Href")
    """Link to the resource; may be relative."""
    biosample: LegacyBiosampleCompact | None = optional_field("BiologicalSample")
    """Biosample in short, in the form of version 1 of the API."""
    container_position: str | None = optional_field("ContainerPosition")
    """Where in its container it is, usually a well."""
    index_1: LibraryIndexCompact | None = optional_field("Index1")
    """Index (barcode) sequence that tells libraries in a pool apart."""
    index_2: LibraryIndexCompact | None = optional_field("Index2")
    """Index (barcode) sequence that tells libraries in a pool apart."""
    date_modified: datetime.datetime | None = optional_field("DateModified")
    """When it was last changed, in UTC; the year 0001 means not set."""
    library_prep: LibraryPrepKit | None = optional_field("LibraryPrep")
    """Library preparation kit in short."""
    project: ProjectCompact | None = optional_field("Project")
    """Project in short."""
    container: LibraryContainerCompact | None = optional_field("Container")
    """Plate or other container of libraries, in short."""
    container_end_position: str | None = optional_field("ContainerEndPosition")
    """Last position in the container, if it takes several."""
    library_name: str | None = optional_field("LibraryName")
    """Name of the library."""
    insert_size: str | None = optional_field("InsertSize")
    """Length of the inserts, as text."""
    state: str | None = optional_field("State")
    """State of the library."""
    additional_properties: dict[str, Any] = field(factory=dict)
