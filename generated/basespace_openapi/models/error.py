from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import UNSET, Model, Unset


@define(kw_only=True, repr=False)
class Error(Model):
    """Error body as the reference documents it."""

    error_code: str | None | Unset = field(default=UNSET, metadata={"wire": "ErrorCode"})
    """Code of the error."""
    error_message: str | None | Unset = field(default=UNSET, metadata={"wire": "ErrorMessage"})
    """What went wrong, for a person."""
    request_id: str | None | Unset = field(default=UNSET, metadata={"wire": "RequestId"})
    """Identifier of the request, to quote to support."""
    additional_properties: dict[str, Any] = field(factory=dict)
