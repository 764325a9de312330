from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .v2_biological_sample_compact import V2BiologicalSampleCompact
    from .v2_biological_samples_sort_fields_v2_paging import V2BiologicalSamplesSortFieldsV2Paging


@define(kw_only=True, repr=False)
class V2BiologicalSampleCompactList(Model):
    """A page of biosamples."""

    items: list[V2BiologicalSampleCompact] | None | Unset = field(default=UNSET, metadata={"wire": "Items"})
    """The items of this page."""
    paging: V2BiologicalSamplesSortFieldsV2Paging | None | Unset = field(default=UNSET, metadata={"wire": "Paging"})
    """Place of a page in a list of biosamples, and how the list is sorted."""
    additional_properties: dict[str, Any] = field(factory=dict)
