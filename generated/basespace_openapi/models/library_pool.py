from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .library_pool_status import LibraryPoolStatus
    from .string_i_collection import StringICollection
    from .user_compact import UserCompact


@define(kw_only=True, repr=False)
class LibraryPool(Model):
    """Pool of libraries in short."""

    id: str | None | Unset = field(default=UNSET, metadata={"wire": "Id"})
    """Identifier, as text."""
    href: str | None | Unset = field(default=UNSET, metadata={"wire": "Href"})
    """Link to the resource; may be relative."""
    user_pool_id: str | None | Unset = field(default=UNSET, metadata={"wire": "UserPoolId"})
    """Id that the user gave to the pool."""
    user_owned_by: UserCompact | None | Unset = field(default=UNSET, metadata={"wire": "UserOwnedBy"})
    """User in short."""
    library_count: int | None | Unset = field(default=UNSET, metadata={"wire": "LibraryCount"})
    """Number of libraries."""
    date_modified: datetime.datetime | None | Unset = field(default=UNSET, metadata={"wire": "DateModified"})
    """When it was last changed, in UTC; the year 0001 means not set."""
    date_created: datetime.datetime | None | Unset = field(default=UNSET, metadata={"wire": "DateCreated"})
    """When it was created, in UTC; the year 0001 means not set."""
    status: LibraryPoolStatus | None | Unset = field(default=UNSET, metadata={"wire": "Status"})
    """Status of a library pool. Other values may appear."""
    library_prep: list[str] | StringICollection | None | Unset = field(default=UNSET, metadata={"wire": "LibraryPrep"})
    """Names of the library preparations in the pool."""
    additional_properties: dict[str, Any] = field(factory=dict)
