from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .v2_dataset_compact import V2DatasetCompact
    from .v2_datasets_sort_fields_v2_paging import V2DatasetsSortFieldsV2Paging


@define(kw_only=True, repr=False)
class V2DatasetCompactList(Model):
    """A page of datasets."""

    items: list[V2DatasetCompact] | None | Unset = field(default=UNSET, metadata={"wire": "Items"})
    """The items of this page."""
    paging: V2DatasetsSortFieldsV2Paging | None | Unset = field(default=UNSET, metadata={"wire": "Paging"})
    """Place of a page in a list of datasets, and how the list is sorted."""
    additional_properties: dict[str, Any] = field(factory=dict)
