from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import RequestModel, Unset, request_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class CreateExistingPoolLabRequeueRequest(RequestModel):
    """Request for more yield from an existing library pool."""

    requested_additional_yield: int | None | Unset = request_field("RequestedAdditionalYield")
    """Further yield that is asked for, presumably in base pairs."""
    lims_id: str | None | Unset = request_field("LIMSId")
    """Id in the laboratory's information system (LIMS)."""
    additional_properties: dict[str, Any] = field(factory=dict)
