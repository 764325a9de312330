from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .user_compact import UserCompact


@define(kw_only=True, repr=False)
class LibraryPrepKit(Model):
    """Library preparation kit in short."""

    id: str | None | Unset = field(default=UNSET, metadata={"wire": "Id"})
    """Identifier, as text."""
    href: str | None | Unset = field(default=UNSET, metadata={"wire": "Href"})
    """Link to the resource; may be relative."""
    name: str | None | Unset = field(default=UNSET, metadata={"wire": "Name"})
    """Name."""
    user_owned_by: UserCompact | None | Unset = field(default=UNSET, metadata={"wire": "UserOwnedBy"})
    """User in short."""
    valid_indexing_strategies: str | None | Unset = field(default=UNSET, metadata={"wire": "ValidIndexingStrategies"})
    """Indexing strategies allowed, separated by commas."""
    valid_read_types: str | None | Unset = field(default=UNSET, metadata={"wire": "ValidReadTypes"})
    """Read types allowed, separated by commas."""
    num_index_cycles: int | None | Unset = field(default=UNSET, metadata={"wire": "NumIndexCycles"})
    """Number of cycles of an index read."""
    adapter_sequence_read_1: str | None | Unset = field(default=UNSET, metadata={"wire": "AdapterSequenceRead1"})
    """Adapter sequence of the first read."""
    adapter_sequence_read_2: str | None | Unset = field(default=UNSET, metadata={"wire": "AdapterSequenceRead2"})
    """Adapter sequence of the second read."""
    date_modified: datetime.datetime | None | Unset = field(default=UNSET, metadata={"wire": "DateModified"})
    """When it was last changed, in UTC; the year 0001 means not set."""
    state: str | None | Unset = field(default=UNSET, metadata={"wire": "State"})
    """State, such as `Active`."""
    default_read_1_cycles: int | None | Unset = field(default=UNSET, metadata={"wire": "DefaultRead1Cycles"})
    """Usual number of cycles of the first read."""
    default_read_2_cycles: int | None | Unset = field(default=UNSET, metadata={"wire": "DefaultRead2Cycles"})
    """Usual number of cycles of the second read."""
    protocol_version: str | None | Unset = field(default=UNSET, metadata={"wire": "ProtocolVersion"})
    """Version of the preparation protocol."""
    library_type: str | None | Unset = field(default=UNSET, metadata={"wire": "LibraryType"})
    """Kind of library that the kit prepares."""
    prep_kit_family_slug: str | None | Unset = field(default=UNSET, metadata={"wire": "PrepKitFamilySlug"})
    """Slug of the family of kits."""
    additional_properties: dict[str, Any] = field(factory=dict)
