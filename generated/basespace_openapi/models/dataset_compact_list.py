from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .dataset_compact import DatasetCompact
    from .datasets_paging import DatasetsPaging


@define(kw_only=True, repr=False)
class DatasetCompactList(Model):
    """A page of datasets."""

    items: list[DatasetCompact] | None | Unset = field(default=UNSET, metadata={"wire": "Items"})
    """The items of this page."""
    paging: DatasetsPaging | None | Unset = field(default=UNSET, metadata={"wire": "Paging"})
    """Place of a page in a list of datasets, and how the list is sorted."""
    additional_properties: dict[str, Any] = field(factory=dict)
