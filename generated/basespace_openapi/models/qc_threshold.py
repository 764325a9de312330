from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .qc_threshold_operator import QcThresholdOperator


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class QcThreshold(Model):
    """Threshold that decides whether a metric passes quality control."""

    name: str | None = optional_field("Name")
    """Name of the metric."""
    operator: QcThresholdOperator | None = optional_field("Operator")
    """How a metric is compared with its threshold values; Between and Outside take two. Other values may appear."""
    dataset_type_id: str | None = optional_field("DatasetTypeId")
    """Slug of the dataset type, such as `illumina.fastq.v1.8`."""
    threshold_values: list[Any] | None = optional_field("ThresholdValues")
    """Integers to compare with: one, or two for `Between` and `Outside`."""
    group: str | None = optional_field("Group")
    """Group of the threshold. The reference does not say more."""
    optional: bool | None = optional_field("Optional")
    """Whether the metric may be absent."""
    additional_properties: dict[str, Any] = field(factory=dict)
