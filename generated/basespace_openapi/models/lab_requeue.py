from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .biosample_compact import BiosampleCompact
    from .lab_requeue_type import LabRequeueType
    from .property_container import PropertyContainer
    from .user_compact import UserCompact


@define(kw_only=True, repr=False)
class LabRequeue(Model):
    """Request to the laboratory for more yield of a biosample."""

    properties: PropertyContainer | None | Unset = field(default=UNSET, metadata={"wire": "Properties"})
    """Properties of a resource, as part of it. It may hold only the first few."""
    id: str | None | Unset = field(default=UNSET, metadata={"wire": "Id"})
    """Identifier, as text."""
    href: str | None | Unset = field(default=UNSET, metadata={"wire": "Href"})
    """Link to the resource; may be relative."""
    status: str | None | Unset = field(default=UNSET, metadata={"wire": "Status"})
    """Status of the lab requeue."""
    type_: LabRequeueType | None | Unset = field(default=UNSET, metadata={"wire": "Type"})
    """What a lab requeue asks to be sequenced: a new library, an existing one or a pool. Other values may appear."""
    biosample: BiosampleCompact | None | Unset = field(default=UNSET, metadata={"wire": "BioSample"})
    """Biosample in short."""
    user_owned_by: UserCompact | None | Unset = field(default=UNSET, metadata={"wire": "UserOwnedBy"})
    """User in short."""
    date_created: datetime.datetime | None | Unset = field(default=UNSET, metadata={"wire": "DateCreated"})
    """When it was created, in UTC; the year 0001 means not set."""
    date_modified: datetime.datetime | None | Unset = field(default=UNSET, metadata={"wire": "DateModified"})
    """When it was last changed, in UTC; the year 0001 means not set."""
    requested_additional_yield: int | None | Unset = field(default=UNSET, metadata={"wire": "RequestedAdditionalYield"})
    """Further yield that is asked for, presumably in base pairs."""
    matched_yield: int | None | Unset = field(default=UNSET, metadata={"wire": "MatchedYield"})
    """Part of the requested yield that has been reached."""
    missing_yield: int | None | Unset = field(default=UNSET, metadata={"wire": "MissingYield"})
    """Part of the requested yield that is still missing."""
    lims_id: str | None | Unset = field(default=UNSET, metadata={"wire": "LIMSId"})
    """Id in the laboratory's information system (LIMS)."""
    prep_type: str | None | Unset = field(default=UNSET, metadata={"wire": "PrepType"})
    """Kind of library preparation."""
    href_sample_library: str | None | Unset = field(default=UNSET, metadata={"wire": "HrefSampleLibrary"})
    """Link to the library."""
    href_library_pool: str | None | Unset = field(default=UNSET, metadata={"wire": "HrefLibraryPool"})
    """Link to the library pool."""
    href_prep_request: str | None | Unset = field(default=UNSET, metadata={"wire": "HrefPrepRequest"})
    """Link to the prep request."""
    additional_properties: dict[str, Any] = field(factory=dict)
