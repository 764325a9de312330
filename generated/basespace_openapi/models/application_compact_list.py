from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .application_compact import ApplicationCompact
    from .applications_paging import ApplicationsPaging


@define(kw_only=True, repr=False)
class ApplicationCompactList(Model):
    """A page of applications."""

    items: list[ApplicationCompact] | None | Unset = field(default=UNSET, metadata={"wire": "Items"})
    """The items of this page."""
    paging: ApplicationsPaging | None | Unset = field(default=UNSET, metadata={"wire": "Paging"})
    """Place of a page in a list of applications, and how the list is sorted."""
    additional_properties: dict[str, Any] = field(factory=dict)
