from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import Model


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class ErrorDetails(Model):
    """More about an error, by name."""

    additional_properties: dict[str, Any] = field(factory=dict)
