from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import UNSET, Model, Unset


@define(kw_only=True, repr=False)
class ResponseStatus(Model):
    """What went wrong, in the older error form."""

    error_code: str | None | Unset = field(default=UNSET, metadata={"wire": "ErrorCode"})
    """Dotted upper-case code; absent for an unknown path."""
    message: str | None | Unset = field(default=UNSET, metadata={"wire": "Message"})
    """What went wrong, for a person."""
    additional_properties: dict[str, Any] = field(factory=dict)
