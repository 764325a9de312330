from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import Model


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class DatasetTypeAttributeSchema(Model):
    """Attributes of a dataset type. The reference gives no fields; presumably lists of `DatasetAttributeDefinition`
    under the names of types."""

    additional_properties: dict[str, Any] = field(factory=dict)
