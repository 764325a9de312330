from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import UNSET, Model, Unset


@define(kw_only=True, repr=False)
class DatasetAttributeDefinition(Model):
    """Definition of one attribute of a dataset type, in the terms of JSON Schema."""

    name: str | None | Unset = field(default=UNSET, metadata={"wire": "Name"})
    """Name of the attribute."""
    title: str | None | Unset = field(default=UNSET, metadata={"wire": "Title"})
    """Title of the attribute, for people."""
    description: str | None | Unset = field(default=UNSET, metadata={"wire": "Description"})
    """What the attribute means."""
    is_required: bool | None | Unset = field(default=UNSET, metadata={"wire": "IsRequired"})
    """Whether the attribute must be given."""
    default: Any = field(default=UNSET, metadata={"wire": "Default"})
    """Any JSON value."""
    type_: str | None | Unset = field(default=UNSET, metadata={"wire": "Type"})
    """Type of the attribute's value."""
    pattern: str | None | Unset = field(default=UNSET, metadata={"wire": "Pattern"})
    """Regular expression that a text value must match."""
    min_length: int | None | Unset = field(default=UNSET, metadata={"wire": "MinLength"})
    """Least length of a text value."""
    max_length: int | None | Unset = field(default=UNSET, metadata={"wire": "MaxLength"})
    """Greatest length of a text value."""
    minimum: float | None | Unset = field(default=UNSET, metadata={"wire": "Minimum"})
    """Least value of a number."""
    maximum: float | None | Unset = field(default=UNSET, metadata={"wire": "Maximum"})
    """Greatest value of a number."""
    additional_properties: dict[str, Any] = field(factory=dict)
