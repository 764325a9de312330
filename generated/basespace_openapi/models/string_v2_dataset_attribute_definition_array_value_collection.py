from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import UNSET, Model, Unset


@define(kw_only=True, repr=False)
class StringV2DatasetAttributeDefinitionArrayValueCollection(Model):
    """Type of the server that slipped into the reference: values of an attribute schema. Not known to be sent."""

    count: int | None | Unset = field(default=UNSET, metadata={"wire": "Count"})
    """Number of elements."""
    additional_properties: dict[str, Any] = field(factory=dict)
