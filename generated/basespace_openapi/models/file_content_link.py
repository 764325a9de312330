from __future__ import annotations

import datetime
from typing import Any

from attrs import define, field

from ..types import Model, optional_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class FileContentLink(Model):
    """Where the content of a file is. The link is secret."""

    href: str | None = optional_field("Href")
    """Presigned link to the content."""
    href_content: str | None = optional_field("HrefContent")
    """Presigned link to the content, under its other name."""
    supports_range: bool | None = optional_field("SupportsRange")
    """Whether parts of the content can be asked for."""
    expires: datetime.datetime | None = optional_field("Expires")
    """When the link ends, in UTC."""
    additional_properties: dict[str, Any] = field(factory=dict)
