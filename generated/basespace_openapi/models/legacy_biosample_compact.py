from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .project_compact import ProjectCompact
    from .species import Species
    from .user_compact import UserCompact


@define(kw_only=True, repr=False)
class LegacyBiosampleCompact(Model):
    """Biosample in short, in the form of version 1 of the API."""

    id: str | None | Unset = field(default=UNSET, metadata={"wire": "Id"})
    """Identifier, as text."""
    href: str | None | Unset = field(default=UNSET, metadata={"wire": "Href"})
    """Link to the resource; may be relative."""
    user_sample_id: str | None | Unset = field(default=UNSET, metadata={"wire": "UserSampleId"})
    """Id that the user gave to the sample."""
    name: str | None | Unset = field(default=UNSET, metadata={"wire": "Name"})
    """Name."""
    nucleic_acid: str | None | Unset = field(default=UNSET, metadata={"wire": "NucleicAcid"})
    """Nucleic acid, DNA or RNA."""
    species: Species | None | Unset = field(default=UNSET, metadata={"wire": "Species"})
    """Biological species."""
    project: ProjectCompact | None | Unset = field(default=UNSET, metadata={"wire": "Project"})
    """Project in short."""
    user_owned_by: UserCompact | None | Unset = field(default=UNSET, metadata={"wire": "UserOwnedBy"})
    """User in short."""
    library_count: int | None | Unset = field(default=UNSET, metadata={"wire": "LibraryCount"})
    """Number of libraries."""
    date_modified: datetime.datetime | None | Unset = field(default=UNSET, metadata={"wire": "DateModified"})
    """When it was last changed, in UTC; the year 0001 means not set."""
    additional_properties: dict[str, Any] = field(factory=dict)
