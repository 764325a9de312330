from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .property_to_write import PropertyToWrite


@define(kw_only=True, repr=False)
class SetAppSessionPropertiesRequest(Model):
    """Properties to add to an analysis or to update."""

    properties: list[PropertyToWrite] | None | Unset = field(default=UNSET, metadata={"wire": "Properties"})
    """The properties to write."""
    additional_properties: dict[str, Any] = field(factory=dict)
