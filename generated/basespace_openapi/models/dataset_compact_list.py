from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .dataset_compact import DatasetCompact
    from .datasets_paging import DatasetsPaging


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class DatasetCompactList(Model):
    """A page of datasets."""

    items: list[DatasetCompact] | None = optional_field("Items")
    """The items of this page."""
    paging: DatasetsPaging | None = optional_field("Paging")
    """Place of a page in a list of datasets, and how the list is sorted."""
    additional_properties: dict[str, Any] = field(factory=dict)
