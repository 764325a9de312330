from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .library_pool_status import LibraryPoolStatus


@define(kw_only=True, repr=False)
class UpdateLibraryPoolRequest(Model):
    """Changes to a library pool."""

    user_pool_id: str | None | Unset = field(default=UNSET, metadata={"wire": "UserPoolId"})
    """Id that the user gave to the pool."""
    notes: str | None | Unset = field(default=UNSET, metadata={"wire": "Notes"})
    """Notes on the pool."""
    status: LibraryPoolStatus | None | Unset = field(default=UNSET, metadata={"wire": "Status"})
    """Status of a library pool. Other values may appear."""
    additional_properties: dict[str, Any] = field(factory=dict)
