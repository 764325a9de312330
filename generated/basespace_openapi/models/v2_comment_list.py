from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .v2_comment import V2Comment
    from .v2_comment_sort_fields_v2_paging import V2CommentSortFieldsV2Paging


@define(kw_only=True, repr=False)
class V2CommentList(Model):
    """A page of comments."""

    items: list[V2Comment] | None | Unset = field(default=UNSET, metadata={"wire": "Items"})
    """The items of this page."""
    paging: V2CommentSortFieldsV2Paging | None | Unset = field(default=UNSET, metadata={"wire": "Paging"})
    """Place of a page in a list of comments, and how the list is sorted."""
    additional_properties: dict[str, Any] = field(factory=dict)
