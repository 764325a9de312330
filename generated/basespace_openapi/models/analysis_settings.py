from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import Model, optional_field


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class AnalysisSettings(Model):
    """Settings for the analysis of a run."""

    reverse_complement_i5_index: bool | None = optional_field("ReverseComplementI5Index")
    """Whether the i5 index is to be reverse complemented."""
    additional_properties: dict[str, Any] = field(factory=dict)
