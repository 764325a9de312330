from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .library_pool_status import LibraryPoolStatus
    from .string_i_collection import StringICollection
    from .user_compact import UserCompact


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class LibraryPool(Model):
    """Pool of libraries in short."""

    id: str | None = optional_field("Id")
    """Identifier, as text."""
    href: str | None = optional_field("Href")
    """Link to the resource; may be relative."""
    user_pool_id: str | None = optional_field("UserPoolId")
    """Id that the user gave to the pool."""
    user_owned_by: UserCompact | None = optional_field("UserOwnedBy")
    """User in short."""
    library_count: int | None = optional_field("LibraryCount")
    """Number of libraries."""
    date_modified: datetime.datetime | None = optional_field("DateModified")
    """When it was last changed, in UTC; the year 0001 means not set."""
    date_created: datetime.datetime | None = optional_field("DateCreated")
    """When it was created, in UTC; the year 0001 means not set."""
    status: LibraryPoolStatus | None = optional_field("Status")
    """Status of a library pool. Other values may appear."""
    library_prep: list[str] | StringICollection | None = optional_field("LibraryPrep")
    """Names of the library preparations in the pool."""
    additional_properties: dict[str, Any] = field(factory=dict)
