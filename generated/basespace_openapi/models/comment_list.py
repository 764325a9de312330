from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from ..types import UNSET, Model, Unset

if TYPE_CHECKING:
    from .comment import Comment
    from .comment_paging import CommentPaging


@define(kw_only=True, repr=False)
class CommentList(Model):
    """A page of comments."""

    items: list[Comment] | None | Unset = field(default=UNSET, metadata={"wire": "Items"})
    """The items of this page."""
    paging: CommentPaging | None | Unset = field(default=UNSET, metadata={"wire": "Paging"})
    """Place of a page in a list of comments, and how the list is sorted."""
    additional_properties: dict[str, Any] = field(factory=dict)
