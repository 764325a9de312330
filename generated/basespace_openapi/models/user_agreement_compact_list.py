from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .user_agreement_compact import UserAgreementCompact
    from .user_agreements_paging import UserAgreementsPaging


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class UserAgreementCompactList(Model):
    """A page of agreements."""

    items: list[UserAgreementCompact] | None = optional_field("Items")
    """The items of this page."""
    paging: UserAgreementsPaging | None = optional_field("Paging")
    """Place of a page in a list of agreements, and how the list is sorted."""
    additional_properties: dict[str, Any] = field(factory=dict)
