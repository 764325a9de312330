from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import Model


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class StringIEqualityComparer(Model):
    """Type of the server that slipped into the reference. It has no fields, and nothing refers to it."""

    additional_properties: dict[str, Any] = field(factory=dict)
