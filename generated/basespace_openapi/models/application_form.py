from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import Model


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class ApplicationForm(Model):
    """Input form of an app; its shape is kept as it comes."""

    additional_properties: dict[str, Any] = field(factory=dict)
