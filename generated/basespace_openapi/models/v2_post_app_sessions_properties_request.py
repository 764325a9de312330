from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .v2_property_for_posts import V2PropertyForPosts


@define(kw_only=True, repr=False)
class V2PostAppSessionsPropertiesRequest(Model):
    """Properties to add to an analysis or to update."""

    properties: list[V2PropertyForPosts] | None | Unset = field(default=UNSET, metadata={"wire": "Properties"})
    """The properties to write."""
    additional_properties: dict[str, Any] = field(factory=dict)
