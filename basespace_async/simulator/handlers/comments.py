"""Comments on analyses, datasets and lanes."""

from __future__ import annotations

from typing import Any

from ..serializers.accounts import comment
from .pages import order, page
from .service import Call, Service

COMMENTS = order("Timestamp", Timestamp=lambda record: record.created)


def comments_on(service: Service, call: Call, parent: str) -> Any:
    """The comments on what is at `parent`, such as `appsessions/1`."""
    records = service.world.comments.get(parent, [])
    view = lambda record: comment(service.scene, record, parent)  # noqa: E731
    return page(records, call.query, COMMENTS, cap=service.cap, view=view)
