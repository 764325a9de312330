from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import Model, optional_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class ResponseStatus(Model):
    """What went wrong, in the older error form."""

    error_code: str | None = optional_field("ErrorCode")
    """Dotted upper-case code; absent for an unknown path."""
    message: str | None = optional_field("Message")
    """What went wrong, for a person."""
    additional_properties: dict[str, Any] = field(factory=dict)
