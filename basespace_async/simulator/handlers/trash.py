"""The trash."""

from __future__ import annotations

from typing import Any

from ..rules import analyses
from ..serializers.analyses import full_trash_item, trash_item
from .context import HandlerContext, HandlerRequest, HandlerResult, get_record
from .pages import order, page

TRASH = order("DateDeleted", DateDeleted=lambda record: record.deleted, TotalSize=lambda record: record.size)


def list_trash(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /trash`."""
    view = lambda record: trash_item(context.serializer, record)  # noqa: E731
    return page(context.world.trash.values(), request.query, TRASH, cap=context.cap, view=view)


def get_trash_item(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /trash/{id}`."""
    return full_trash_item(context.serializer, get_record(context.world.trash, request.path["id"], "TrashItem"))


def restore_trash_item(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `POST /trash/{id}/restorefromtrash`."""
    item = get_record(context.world.trash, request.path["id"], "TrashItem")
    return full_trash_item(context.serializer, analyses.restore(context.world, item))


def empty_trash(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `DELETE /trash`."""
    context.world.trash.clear()
    return HandlerResult(200)
