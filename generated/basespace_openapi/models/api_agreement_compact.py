from __future__ import annotations

import datetime
from typing import Any

from attrs import define, field

from ..types import Model, optional_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class ApiAgreementCompact(Model):
    """Agreement that a user of an application accepts, and whether that has been done."""

    href: str | None = optional_field("Href")
    """Link to the resource; may be relative."""
    id: str | None = optional_field("Id")
    """Identifier, as text."""
    title: str | None = optional_field("Title")
    """Title of the agreement."""
    url: str | None = optional_field("Url")
    """Address of the document."""
    category: str | None = optional_field("Category")
    """Category of the agreement."""
    agreement_status: str | None = optional_field("AgreementStatus")
    """Whether the agreement was accepted."""
    date_signed: datetime.datetime | None = optional_field("DateSigned")
    """When the agreement was signed, in UTC."""
    additional_properties: dict[str, Any] = field(factory=dict)
