from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import RequestModel, Unset, request_field

if TYPE_CHECKING:
    from .library_pool_status import LibraryPoolStatus


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class UpdateLibraryPoolRequest(RequestModel):
    """Changes to a library pool."""

    user_pool_id: str | None | Unset = request_field("UserPoolId")
    """Id that the user gave to the pool."""
    notes: str | None | Unset = request_field("Notes")
    """Notes on the pool."""
    status: LibraryPoolStatus | None | Unset = request_field("Status")
    """Status of a library pool. Other values may appear."""
    additional_properties: dict[str, Any] = field(factory=dict)
