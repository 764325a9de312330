from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import RequestModel, Unset, request_field

if TYPE_CHECKING:
    pass


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class LaunchApplicationRequest(RequestModel):
    """Analysis to start."""

    name: str | None | Unset = request_field("Name")
    """Name of the analysis."""
    status_summary: str | None | Unset = request_field("StatusSummary")
    """Text that explains the status."""
    auto_start: bool | None | Unset = request_field("AutoStart")
    """Whether it starts at once; callers send true."""
    input_parameters: dict[str, Any] | None | Unset = request_field("InputParameters")
    """Inputs by the name of the control: a text, or a list of texts. Resources are relative links, such as
    `biosamples/123`."""
    additional_properties: dict[str, Any] = field(factory=dict)
