from __future__ import annotations

import datetime
from typing import Any

from attrs import define, field

from ..types import UNSET, Model, Unset


@define(kw_only=True, repr=False)
class ApiAgreementCompact(Model):
    """Agreement that a user of an application accepts, and whether that has been done."""

    href: str | None | Unset = field(default=UNSET, metadata={"wire": "Href"})
    """Link to the resource; may be relative."""
    id: str | None | Unset = field(default=UNSET, metadata={"wire": "Id"})
    """Identifier, as text."""
    title: str | None | Unset = field(default=UNSET, metadata={"wire": "Title"})
    """Title of the agreement."""
    url: str | None | Unset = field(default=UNSET, metadata={"wire": "Url"})
    """Address of the document."""
    category: str | None | Unset = field(default=UNSET, metadata={"wire": "Category"})
    """Category of the agreement."""
    agreement_status: str | None | Unset = field(default=UNSET, metadata={"wire": "AgreementStatus"})
    """Whether the agreement was accepted."""
    date_signed: datetime.datetime | None | Unset = field(default=UNSET, metadata={"wire": "DateSigned"})
    """When the agreement was signed, in UTC."""
    additional_properties: dict[str, Any] = field(factory=dict)
