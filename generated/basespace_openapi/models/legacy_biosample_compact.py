from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .project_compact import ProjectCompact
    from .species import Species
    from .user_compact import UserCompact


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class LegacyBiosampleCompact(Model):
    """Biosample in short, in the form of version 1 of the API."""

    id: str | None = optional_field("Id")
    """Identifier, as text."""
    href: str | None = optional_field("Href")
    """Link to the resource; may be relative."""
    user_sample_id: str | None = optional_field("UserSampleId")
    """Id that the user gave to the sample."""
    name: str | None = optional_field("Name")
    """Name."""
    nucleic_acid: str | None = optional_field("NucleicAcid")
    """Nucleic acid, DNA or RNA."""
    species: Species | None = optional_field("Species")
    """Biological species."""
    project: ProjectCompact | None = optional_field("Project")
    """Project in short."""
    user_owned_by: UserCompact | None = optional_field("UserOwnedBy")
    """User in short."""
    library_count: int | None = optional_field("LibraryCount")
    """Number of libraries."""
    date_modified: datetime.datetime | None = optional_field("DateModified")
    """When it was last changed, in UTC; the year 0001 means not set."""
    additional_properties: dict[str, Any] = field(factory=dict)
