from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import UNSET, Model, Unset


@define(kw_only=True, repr=False)
class CreateNewLibraryLabRequeueRequest(Model):
    """Request for more yield, by preparing a further library."""

    requested_additional_yield: int | None | Unset = field(default=UNSET, metadata={"wire": "RequestedAdditionalYield"})
    """Further yield that is asked for, presumably in base pairs."""
    lims_id: str | None | Unset = field(default=UNSET, metadata={"wire": "LIMSId"})
    """Id in the laboratory's information system (LIMS)."""
    additional_properties: dict[str, Any] = field(factory=dict)
