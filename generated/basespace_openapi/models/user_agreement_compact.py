from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .agreement_compact import AgreementCompact


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class UserAgreementCompact(Model):
    """Agreement, and whether the user has signed it."""

    agreement: AgreementCompact | None = optional_field("Agreement")
    """An agreement in short."""
    status: str | None = optional_field("Status")
    """Whether it is signed."""
    date_signed: datetime.datetime | None = optional_field("DateSigned")
    """When it was signed, in UTC."""
    additional_properties: dict[str, Any] = field(factory=dict)
