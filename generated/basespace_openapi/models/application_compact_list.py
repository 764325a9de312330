from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .application_compact import ApplicationCompact
    from .applications_paging import ApplicationsPaging


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class ApplicationCompactList(Model):
    """A page of applications."""

    items: list[ApplicationCompact] | None = optional_field("Items")
    """The items of this page."""
    paging: ApplicationsPaging | None = optional_field("Paging")
    """Place of a page in a list of applications, and how the list is sorted."""
    additional_properties: dict[str, Any] = field(factory=dict)
