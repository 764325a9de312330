from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import Model, optional_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class StringV2DatasetAttributeDefinitionArrayValueCollection(Model):
    """Type of the server that slipped into the reference: values of an attribute schema. Not known to be sent."""

    count: int | None = optional_field("Count")
    """Number of elements."""
    additional_properties: dict[str, Any] = field(factory=dict)
