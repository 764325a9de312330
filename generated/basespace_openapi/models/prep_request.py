from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .biosample_compact import BiosampleCompact
    from .library_prep_kit import LibraryPrepKit


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class PrepRequest(Model):
    """Request to prepare a library from a biosample until a required yield is reached."""

    id: str | None = optional_field("Id")
    """Identifier, as text."""
    href: str | None = optional_field("Href")
    """Link to the resource; may be relative."""
    status: str | None = optional_field("Status")
    """Status of the prep request."""
    biosample: BiosampleCompact | None = optional_field("BioSample")
    """Biosample in short."""
    library_prep: LibraryPrepKit | None = optional_field("LibraryPrep")
    """Library preparation kit in short."""
    date_created: datetime.datetime | None = optional_field("DateCreated")
    """When it was created, in UTC; the year 0001 means not set."""
    date_modified: datetime.datetime | None = optional_field("DateModified")
    """When it was last changed, in UTC; the year 0001 means not set."""
    required_yield: int | None = optional_field("RequiredYield")
    """Yield to be reached, presumably in base pairs."""
    required_yield_gb: float | None = optional_field("RequiredYieldGb")
    """Yield to be reached, in gigabases."""
    lims_id: str | None = optional_field("LIMSId")
    """Id in the laboratory's information system (LIMS)."""
    created_from_file_name: str | None = optional_field("CreatedFromFileName")
    """Name of the file from which the request was imported."""
    additional_properties: dict[str, Any] = field(factory=dict)
