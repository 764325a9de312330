from __future__ import annotations

from typing import Any

from attrs import define, field

from ..types import Model


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class DatasetAttributes(Model):
    """Facts about a dataset's content, by the dataset type that defines them (`common_fastq`) and then by name
    (`TotalReadsPF`)."""

    additional_properties: dict[str, Any] = field(factory=dict)
