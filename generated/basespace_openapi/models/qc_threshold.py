from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .qc_threshold_operator import QcThresholdOperator


@define(kw_only=True, repr=False)
class QcThreshold(Model):
    """Threshold that decides whether a metric passes quality control."""

    name: str | None | Unset = field(default=UNSET, metadata={"wire": "Name"})
    """Name of the metric."""
    operator: QcThresholdOperator | None | Unset = field(default=UNSET, metadata={"wire": "Operator"})
    """How a metric is compared with its threshold values; Between and Outside take two. Other values may appear."""
    dataset_type_id: str | None | Unset = field(default=UNSET, metadata={"wire": "DatasetTypeId"})
    """Slug of the dataset type, such as `illumina.fastq.v1.8`."""
    threshold_values: list[Any] | None | Unset = field(default=UNSET, metadata={"wire": "ThresholdValues"})
    """Integers to compare with: one, or two for `Between` and `Outside`."""
    group: str | None | Unset = field(default=UNSET, metadata={"wire": "Group"})
    """Group of the threshold. The reference does not say more."""
    additional_properties: dict[str, Any] = field(factory=dict)
