from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import Model, optional_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class Error(Model):
    """Error body as the reference documents it."""

    error_code: str | None = optional_field("ErrorCode")
    """Code of the error."""
    error_message: str | None = optional_field("ErrorMessage")
    """What went wrong, for a person."""
    request_id: str | None = optional_field("RequestId")
    """Identifier of the request, to quote to support."""
    additional_properties: dict[str, Any] = field(factory=dict)
