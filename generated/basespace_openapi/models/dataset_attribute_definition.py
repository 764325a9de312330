from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import Model, optional_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class DatasetAttributeDefinition(Model):
    """Definition of one attribute of a dataset type, in the terms of JSON Schema."""

    name: str | None = optional_field("Name")
    """Name of the attribute."""
    title: str | None = optional_field("Title")
    """Title of the attribute, for people."""
    description: str | None = optional_field("Description")
    """What the attribute means."""
    is_required: bool | None = optional_field("IsRequired")
    """Whether the attribute must be given."""
    default: Any = optional_field("Default")
    """Any JSON value."""
    type_: str | None = optional_field("Type")
    """Type of the attribute's value."""
    pattern: str | None = optional_field("Pattern")
    """Regular expression that a text value must match."""
    min_length: int | None = optional_field("MinLength")
    """Least length of a text value."""
    max_length: int | None = optional_field("MaxLength")
    """Greatest length of a text value."""
    minimum: float | None = optional_field("Minimum")
    """Least value of a number."""
    maximum: float | None = optional_field("Maximum")
    """Greatest value of a number."""
    additional_properties: dict[str, Any] = field(factory=dict)
