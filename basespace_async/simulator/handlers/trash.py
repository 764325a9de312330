"""The trash."""

from __future__ import annotations

from typing import Any

from ..rules import analyses
from ..serializers.analyses import full_trash_item, trash_item
from .pages import order, page
from .service import Call, HandlerResult, Service, found

TRASH = order("DateDeleted", DateDeleted=lambda record: record.deleted, TotalSize=lambda record: record.size)


def list_trash(service: Service, call: Call) -> Any:
    view = lambda record: trash_item(service.scene, record)  # noqa: E731
    return page(service.world.trash.values(), call.query, TRASH, cap=service.cap, view=view)


def get_trash_item(service: Service, call: Call) -> Any:
    return full_trash_item(service.scene, found(service.world.trash, call.path["id"], "TrashItem"))


def restore_trash_item(service: Service, call: Call) -> Any:
    item = found(service.world.trash, call.path["id"], "TrashItem")
    return full_trash_item(service.scene, analyses.restore(service.world, item))


def empty_trash(service: Service, call: Call) -> Any:
    service.world.trash.clear()
    return HandlerResult(200)
