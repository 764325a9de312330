from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .biosample_compact import BiosampleCompact
    from .library_prep_kit import LibraryPrepKit


@define(kw_only=True, repr=False)
class PrepRequest(Model):
    """Request to prepare a library from a biosample until a required yield is reached."""

    id: str | None | Unset = field(default=UNSET, metadata={"wire": "Id"})
    """Identifier, as text."""
    href: str | None | Unset = field(default=UNSET, metadata={"wire": "Href"})
    """Link to the resource; may be relative."""
    status: str | None | Unset = field(default=UNSET, metadata={"wire": "Status"})
    """Status of the prep request."""
    biosample: BiosampleCompact | None | Unset = field(default=UNSET, metadata={"wire": "BioSample"})
    """Biosample in short."""
    library_prep: LibraryPrepKit | None | Unset = field(default=UNSET, metadata={"wire": "LibraryPrep"})
    """Library preparation kit in short."""
    date_created: datetime.datetime | None | Unset = field(default=UNSET, metadata={"wire": "DateCreated"})
    """When it was created, in UTC; the year 0001 means not set."""
    date_modified: datetime.datetime | None | Unset = field(default=UNSET, metadata={"wire": "DateModified"})
    """When it was last changed, in UTC; the year 0001 means not set."""
    required_yield: int | None | Unset = field(default=UNSET, metadata={"wire": "RequiredYield"})
    """Yield to be reached, presumably in base pairs."""
    required_yield_gb: float | None | Unset = field(default=UNSET, metadata={"wire": "RequiredYieldGb"})
    """Yield to be reached, in gigabases."""
    lims_id: str | None | Unset = field(default=UNSET, metadata={"wire": "LIMSId"})
    """Id in the laboratory's information system (LIMS)."""
    created_from_file_name: str | None | Unset = field(default=UNSET, metadata={"wire": "CreatedFromFileName"})
    """Name of the file from which the request was imported."""
    additional_properties: dict[str, Any] = field(factory=dict)
