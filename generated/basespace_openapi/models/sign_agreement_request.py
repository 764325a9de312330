from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import RequestModel, Unset, request_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class SignAgreementRequest(RequestModel):
    """Agreement to sign."""

    agreement_id: str | None | Unset = request_field("AgreementId")
    """Id of the agreement."""
    additional_properties: dict[str, Any] = field(factory=dict)
