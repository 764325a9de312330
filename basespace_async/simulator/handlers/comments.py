"""Comments on analyses, datasets and lanes."""

from __future__ import annotations

from typing import Any

from ..serializers.accounts import comment
from .context import HandlerContext, HandlerRequest
from .pages import order, page

COMMENTS = order("Timestamp", Timestamp=lambda record: record.created)


def comments_on(context: HandlerContext, request: HandlerRequest, parent: str) -> Any:
    """Serve the comments on the resource at `parent`, such as `appsessions/1`."""
    records = context.world.comments.get(parent, [])
    view = lambda record: comment(context.serializer, record, parent)  # noqa: E731
    return page(records, request.query, COMMENTS, cap=context.cap, view=view)
