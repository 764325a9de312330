from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .prep_request import PrepRequest
    from .prep_request_paging import PrepRequestPaging


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class PrepRequestList(Model):
    """A page of preparation requests."""

    items: list[PrepRequest] | None = optional_field("Items")
    """The items of this page."""
    paging: PrepRequestPaging | None = optional_field("Paging")
    """Place of a page in a list of preparation requests."""
    additional_properties: dict[str, Any] = field(factory=dict)
