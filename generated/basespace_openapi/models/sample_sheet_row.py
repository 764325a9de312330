from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import Model


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class SampleSheetRow(Model):
    """Row of a sample sheet: values by the name of the column."""

    additional_properties: dict[str, Any] = field(factory=dict)
