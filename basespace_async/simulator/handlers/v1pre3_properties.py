"""Properties in v1pre3: lists of them, single ones, and their values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..serializers.context import SerializerContext
from ..serializers.v1pre3 import Properties
from .context import HandlerContext, HandlerRequest, Operation, get_record
from .pages import order, page

PROPERTIES = order("Name", Name=lambda view: view["Name"])
ITEMS = order("DateCreated", DateCreated=lambda pair: pair[0])
Find = Callable[[HandlerContext, HandlerRequest], Any]
"""Returns the record of a resource, or refuses the request."""


def property_operations(
    parent: str, find: Find, properties: Callable[[SerializerContext, Any], Properties]
) -> dict[tuple[str, str], Operation]:
    """Return the handlers of the properties of a resource, by method and path."""

    def listed(context: HandlerContext, request: HandlerRequest) -> Any:
        views = properties(context.serializer, find(context, request)).values()
        return page(views, request.query, PROPERTIES, cap=context.cap, view=lambda view: view)

    def single(context: HandlerContext, request: HandlerRequest) -> Any:
        return get_record(properties(context.serializer, find(context, request)), request.path["name"], "Property")

    def items(context: HandlerContext, request: HandlerRequest) -> Any:
        values = list(enumerate(single(context, request)["Items"], 1))
        view = lambda pair: {"Id": str(pair[0]), "Content": pair[1]}  # noqa: E731
        return page(values, request.query, ITEMS, cap=context.cap, view=view)

    path = f"/{parent}/{{id}}/properties"
    return {("GET", path): listed, ("GET", f"{path}/{{name}}"): single, ("GET", f"{path}/{{name}}/items"): items}


def no_properties(context: SerializerContext, record: Any) -> Properties:
    """Return the properties of a resource that has none."""
    return {}
