"""Comments on analyses, datasets and lanes."""

from __future__ import annotations

from typing import Any

from ..serializers.accounts import comment
from ..world.records import CommentRecord
from .context import HandlerContext, HandlerRequest, Operation, get_record
from .pages import order, page

COMMENTS = order("Timestamp", Timestamp=lambda record: record.created)


def comments_on(context: HandlerContext, request: HandlerRequest, parent: str) -> Any:
    """Serve the comments on the resource at `parent`, such as `appsessions/1`."""
    records = context.world.comments.get(parent, [])
    view = lambda record: comment(context.serializer, record, parent)  # noqa: E731
    return page(records, request.query, COMMENTS, cap=context.cap, view=view)


def get_comment(resources: str) -> Operation:
    """Return the handler of one comment on a resource, such as `GET /lanes/{id}/comments/{comment}` (inferred)."""

    def comment_of(context: HandlerContext, request: HandlerRequest) -> Any:
        parent = f"{resources}/{request.path['id']}"
        records: dict[str, CommentRecord] = {comment.id: comment for comment in context.world.comments.get(parent, [])}
        return comment(context.serializer, get_record(records, request.path["comment"], "Comment"), parent)

    return comment_of
