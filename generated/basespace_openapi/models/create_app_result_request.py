from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import RequestModel, Unset, request_field

if TYPE_CHECKING:
    from .reference import Reference


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class CreateAppResultRequest(RequestModel):
    """App result to create."""

    name: str | None | Unset = request_field("Name")
    """Name of the app result."""
    description: str | None | Unset = request_field("Description")
    """Description of the app result."""
    href_appsession: str | None | Unset = request_field("HrefAppSession")
    """Link to its analysis (appsession)."""
    references: list[Reference] | None | Unset = request_field("References")
    """Resources that it was made from."""
    additional_properties: dict[str, Any] = field(factory=dict)
