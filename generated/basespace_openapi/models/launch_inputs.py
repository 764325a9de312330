from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import RequestModel


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class LaunchInputs(RequestModel):
    """Inputs by the name of the control: a text, or a list of texts. Resources are relative links, such as
    `biosamples/123`."""

    additional_properties: dict[str, Any] = field(factory=dict)
