from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    pass


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class Error(Model):
    """Error body as the reference documents it."""

    error_code: str | None = optional_field("ErrorCode")
    """Code of the error."""
    error_message: str | None = optional_field("ErrorMessage")
    """What went wrong, for a person."""
    request_id: str | None = optional_field("RequestId")
    """Identifier of the request, to quote to support."""
    additional_data: dict[str, Any] | None = optional_field("AdditionalData")
    """More about an error, by name."""
    additional_properties: dict[str, Any] = field(factory=dict)
