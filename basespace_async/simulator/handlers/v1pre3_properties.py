"""Properties in v1pre3: lists of them, single ones, and their values; what is written is v2's too."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..rules.properties import parse, write
from ..serializers.context import JsonObject, SerializerContext
from ..serializers.v1pre3 import Properties
from ..world.records import AppSessionRecord, PropertyRecord
from .context import HandlerContext, HandlerRequest, HandlerResult, Operation, get_record
from .pages import order, page

PROPERTIES = order("Name", Name=lambda view: view["Name"])
ITEMS = order("DateCreated", DateCreated=lambda pair: pair[0])
Find = Callable[[HandlerContext, HandlerRequest], Any]
"""Returns the record of a resource, or refuses the request."""


def property_operations(
    parent: str, find: Find, properties: Callable[[SerializerContext, Any], Properties]
) -> dict[tuple[str, str], Operation]:
    """Return the handlers of the properties of a resource, by method and path."""

    def known(context: HandlerContext, request: HandlerRequest) -> Properties:
        record = find(context, request)
        is_session = isinstance(record, AppSessionRecord)
        written = record.written if is_session else context.world.properties[_key(parent, request, record)]
        return {**properties(context.serializer, record), **_views(_key(parent, request, record), written)}

    def listed(context: HandlerContext, request: HandlerRequest) -> Any:
        return page(
            known(context, request).values(), request.query, PROPERTIES, cap=context.cap, view=lambda view: view
        )

    def single(context: HandlerContext, request: HandlerRequest) -> Any:
        return get_record(known(context, request), request.path["name"], "Property")

    def items(context: HandlerContext, request: HandlerRequest) -> Any:
        values = list(enumerate(single(context, request).get("Items", []), 1))
        view = lambda pair: {"Id": str(pair[0]), "Content": pair[1]}  # noqa: E731
        return page(values, request.query, ITEMS, cap=context.cap, view=view)

    def written(context: HandlerContext, request: HandlerRequest) -> Any:
        record = find(context, request)
        link = _key(parent, request, record)
        if isinstance(record, AppSessionRecord):
            records, _ = write(context.world, record, request.body)
        else:
            records = parse(context.world, request.body)
            context.world.properties[link].update({record.name: record for record in records})
        views = _views(link, {record.name: record for record in records}).values()
        return HandlerResult(201, page(views, request.query, PROPERTIES, cap=context.cap, view=lambda view: view))

    path = f"/{parent}/{{id}}/properties"
    return {
        ("GET", path): listed,
        ("POST", path): written,
        ("GET", f"{path}/{{name}}"): single,
        ("GET", f"{path}/{{name}}/items"): items,
    }


def _key(parent: str, request: HandlerRequest, record: Any) -> str:
    """Return the key of a resource's written properties; a run is asked for by one of two ids."""
    return f"{parent}/{record.id if parent == 'runs' else request.path['id']}"


def _views(parent: str, records: Mapping[str, PropertyRecord]) -> Properties:
    """Serialize properties that were written."""
    views = {}
    for record in records.values():
        link = f"v1pre3/{parent}/properties/{record.name}"
        view: JsonObject = {"Type": record.type, "Href": link, "Name": record.name, "Description": record.description}
        if record.type.endswith("[]"):
            counts = {"ItemsDisplayedCount": len(record.values), "ItemsTotalCount": len(record.values)}
            view |= {"Items": list(record.values), "HrefItems": f"{link}/items", **counts}
        else:
            view["Content"] = record.values[0] if record.values else None
        views[record.name] = view
    return views


def no_properties(context: SerializerContext, record: Any) -> Properties:
    """Return the properties of a resource that has none of its own."""
    return {}
