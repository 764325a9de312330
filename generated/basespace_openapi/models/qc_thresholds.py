from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .qc_threshold import QcThreshold


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class QcThresholds(Model):
    """QC thresholds of an analysis workflow or of lanes."""

    qc_thresholds: list[QcThreshold] | None = optional_field("QcThresholds")
    """The thresholds."""
    additional_properties: dict[str, Any] = field(factory=dict)
