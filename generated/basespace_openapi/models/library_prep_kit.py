from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field, required_field

if TYPE_CHECKING:
    from .user_compact import UserCompact


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class LibraryPrepKit(Model):
    """Library preparation kit in short."""

    id: str = required_field("Id")
    """Identifier, as text."""
    href: str = required_field("Href")
    """Link to the resource; may be relative."""
    name: str = required_field("Name")
    """Name."""
    user_owned_by: UserCompact | None = optional_field("UserOwnedBy")
    """User in short."""
    valid_indexing_strategies: str | None = optional_field("ValidIndexingStrategies")
    """Indexing strategies allowed, separated by commas."""
    valid_read_types: str | None = optional_field("ValidReadTypes")
    """Read types allowed, separated by commas."""
    num_index_cycles: int | None = optional_field("NumIndexCycles")
    """Number of cycles of an index read."""
    adapter_sequence_read_1: str | None = optional_field("AdapterSequenceRead1")
    """Adapter sequence of the first read."""
    adapter_sequence_read_2: str | None = optional_field("AdapterSequenceRead2")
    """Adapter sequence of the second read."""
    date_modified: datetime.datetime | None = optional_field("DateModified")
    """When it was last changed, in UTC; the year 0001 means not set."""
    state: str | None = optional_field("State")
    """State, such as `Active`."""
    default_read_1_cycles: int | None = optional_field("DefaultRead1Cycles")
    """Usual number of cycles of the first read."""
    default_read_2_cycles: int | None = optional_field("DefaultRead2Cycles")
    """Usual number of cycles of the second read."""
    protocol_version: str | None = optional_field("ProtocolVersion")
    """Version of the preparation protocol."""
    library_type: str | None = optional_field("LibraryType")
    """Kind of library that the kit prepares."""
    prep_kit_family_slug: str | None = optional_field("PrepKitFamilySlug")
    """Slug of the family of kits."""
    additional_properties: dict[str, Any] = field(factory=dict)
