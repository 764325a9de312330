from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .biosample_compact import BiosampleCompact
    from .lab_requeue_type import LabRequeueType
    from .user_compact import UserCompact


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class LabRequeueCompact(Model):
    """Lab requeue in short."""

    id: str | None = optional_field("Id")
    """Identifier, as text."""
    href: str | None = optional_field("Href")
    """Link to the resource; may be relative."""
    status: str | None = optional_field("Status")
    """Status of the lab requeue."""
    type_: LabRequeueType | None = optional_field("Type")
    """What a lab requeue asks to be sequenced: a new library, an existing one or a pool. Other values may appear."""
    biosample: BiosampleCompact | None = optional_field("BioSample")
    """Biosample in short."""
    user_owned_by: UserCompact | None = optional_field("UserOwnedBy")
    """User in short."""
    date_created: datetime.datetime | None = optional_field("DateCreated")
    """When it was created, in UTC; the year 0001 means not set."""
    date_modified: datetime.datetime | None = optional_field("DateModified")
    """When it was last changed, in UTC; the year 0001 means not set."""
    requested_additional_yield: int | None = optional_field("RequestedAdditionalYield")
    """Further yield that is asked for, presumably in base pairs."""
    matched_yield: int | None = optional_field("MatchedYield")
    """Part of the requested yield that has been reached."""
    missing_yield: int | None = optional_field("MissingYield")
    """Part of the requested yield that is still missing."""
    lims_id: str | None = optional_field("LIMSId")
    """Id in the laboratory's information system (LIMS)."""
    prep_type: str | None = optional_field("PrepType")
    """Kind of library preparation."""
    href_sample_library: str | None = optional_field("HrefSampleLibrary")
    """Link to the library."""
    href_library_pool: str | None = optional_field("HrefLibraryPool")
    """Link to the library pool."""
    href_prep_request: str | None = optional_field("HrefPrepRequest")
    """Link to the prep request."""
    additional_properties: dict[str, Any] = field(factory=dict)
