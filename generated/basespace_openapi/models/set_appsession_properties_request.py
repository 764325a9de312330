from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import RequestModel, Unset, request_field

if TYPE_CHECKING:
    from .property_to_write import PropertyToWrite


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class SetAppSessionPropertiesRequest(RequestModel):
    """Properties to add to an analysis or to update."""

    properties: list[PropertyToWrite] | None | Unset = request_field("Properties")
    """The properties to write."""
    additional_properties: dict[str, Any] = field(factory=dict)
