from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .application_compact import ApplicationCompact


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class AgreementCompact(Model):
    """An agreement in short."""

    id: int | None = optional_field("Id")
    """Identifier of the agreement, a number."""
    href: str | None = optional_field("Href")
    """Link to the resource; may be relative."""
    title: str | None = optional_field("Title")
    """Title of the agreement."""
    category: str | None = optional_field("Category")
    """Category of the agreement."""
    expired_on: datetime.datetime | None = optional_field("ExpiredOn")
    """When the agreement ends, in UTC."""
    application: ApplicationCompact | None = optional_field("Application")
    """Application in short."""
    additional_properties: dict[str, Any] = field(factory=dict)
