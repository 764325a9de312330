"""Properties: those of analyses and datasets, and the lists of everything else, which are empty."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..errors import UnknownIdError
from ..serializers.properties import ITEMS_SHOWN, of_dataset, property_item, property_view
from ..world.records import PropertyRecord
from .context import HandlerContext, HandlerRequest, Operation, get_record
from .pages import order, page

PROPERTIES = order("Name", Name=lambda record: record.name)
ITEMS = order("DateCreated", DateCreated=lambda number: number)
ITEMS_LIMIT = 50
"""Items of a property on a page, where no limit is asked for (observed)."""
Properties = Mapping[str, PropertyRecord]
Finder = Callable[[HandlerContext, HandlerRequest], Properties]


def properties_page(context: HandlerContext, request: HandlerRequest, properties: Properties, parent: str) -> Any:
    """Serve a page of the properties of the resource at `parent`."""
    query = request.query
    records = [each for each in properties.values() if query.admits("propertyfilters", each.name)]
    items = query.number("propertyitemslimit", ITEMS_SHOWN)
    view = lambda record: property_view(context.serializer, record, parent, items=items)  # noqa: E731
    cap = min(context.cap, query.number("propertieslimit", context.cap))
    return page(records, query, PROPERTIES, cap=cap, view=view)


def items_page(context: HandlerContext, request: HandlerRequest, properties: Properties) -> Any:
    """Serve a page of the values of the property that a request names."""
    record = get_record(properties, request.path["name"], "Property")
    if not record.type.endswith("[]"):
        raise UnknownIdError("Property")
    view = lambda number: property_item(context.serializer, record, number)  # noqa: E731
    numbers = range(len(record.values))
    return page(numbers, request.query, ITEMS, cap=context.cap, view=view, default_limit=ITEMS_LIMIT)


def _of_dataset(context: HandlerContext, request: HandlerRequest) -> Properties:
    return of_dataset(context.serializer, get_record(context.world.datasets, request.path["id"], "Dataset"))


def _empty(find: Callable[[HandlerContext, str], Any], resource: str) -> Finder:
    """Return a finder of the properties of a resource that has none, but must be there."""

    def properties(context: HandlerContext, request: HandlerRequest) -> Properties:
        if find(context, request.path["id"]) is None:
            raise UnknownIdError(resource)
        return {}

    return properties


_FINDERS: Mapping[str, Finder] = {
    "datasets/{id}": _of_dataset,
    "biosamples/{id}": _empty(lambda context, key: context.world.biosamples.get(key), "BioSample"),
    "libraries/{id}": _empty(lambda context, key: context.world.libraries.get(key), "Library"),
    "librarypools/{id}": _empty(lambda context, key: context.world.pools.get(key), "LibraryPool"),
    "projects/{id}": _empty(lambda context, key: context.world.projects.get(key), "Project"),
    "runs/{id}": _empty(lambda context, key: context.world.run_named(key), "Run"),
    "users/current": lambda context, request: {},
}


def _operations(parent: str, find: Finder) -> dict[tuple[str, str], Operation]:
    def link(request: HandlerRequest) -> str:
        return parent.format(**request.path)

    def listed(context: HandlerContext, request: HandlerRequest) -> Any:
        return properties_page(context, request, find(context, request), link(request))

    def single(context: HandlerContext, request: HandlerRequest) -> Any:
        record = get_record(find(context, request), request.path["name"], "Property")
        items = request.query.number("propertyitemslimit", ITEMS_SHOWN)
        return property_view(context.serializer, record, link(request), items=items)

    def items(context: HandlerContext, request: HandlerRequest) -> Any:
        return items_page(context, request, find(context, request))

    path = f"/{parent}/properties"
    return {("GET", path): listed, ("GET", f"{path}/{{name}}"): single, ("GET", f"{path}/{{name}}/items"): items}


OPERATIONS: Mapping[tuple[str, str], Operation] = {
    place: operation for parent, find in _FINDERS.items() for place, operation in _operations(parent, find).items()
}
"""What v2 answers beside the reference (client)."""
