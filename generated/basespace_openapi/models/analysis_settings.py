from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import UNSET, Model, Unset


@define(kw_only=True, repr=False)
class AnalysisSettings(Model):
    """Settings for the analysis of a run."""

    reverse_complement_i5_index: bool | None | Unset = field(
        default=UNSET, metadata={"wire": "ReverseComplementI5Index"}
    )
    """Whether the i5 index is to be reverse complemented."""
    additional_properties: dict[str, Any] = field(factory=dict)
