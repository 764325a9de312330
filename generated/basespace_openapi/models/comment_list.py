from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import Model, optional_field

if TYPE_CHECKING:
    from .comment import Comment
    from .comment_paging import CommentPaging


@define(kw_only=True, repr=False, eq=False, getstate_setstate=False)
class CommentList(Model):
    """A page of comments."""

    items: list[Comment] | None = optional_field("Items")
    """The items of this page."""
    paging: CommentPaging | None = optional_field("Paging")
    """Place of a page in a list of comments, and how the list is sorted."""
    additional_properties: dict[str, Any] = field(factory=dict)
