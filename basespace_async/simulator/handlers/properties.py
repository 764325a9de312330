"""Properties: those of analyses and datasets, and those that were written to everything else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..errors import UnknownIdError
from ..rules.properties import parse
from ..serializers.properties import ITEMS_SHOWN, of_dataset, property_item, property_view
from ..world.records import PropertyRecord
from .context import HandlerContext, HandlerRequest, HandlerResult, Operation, get_record
from .pages import order, page
from .sequencing import find_run

PROPERTIES = order("Name", Name=lambda record: record.name)
ITEMS = order("DateCreated", DateCreated=lambda number: number)
ITEMS_LIMIT = 50
"""Items of a property on a page, where no limit is asked for (observed)."""
Properties = Mapping[str, PropertyRecord]
Finder = Callable[[HandlerContext, HandlerRequest], Properties]


def properties_page(context: HandlerContext, request: HandlerRequest, properties: Properties, parent: str) -> Any:
    """Serve a page of the properties of the resource at `parent`."""
    query = request.query
    records = [record for record in properties.values() if query.admits("propertyfilters", record.name)]
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


def written_page(context: HandlerContext, records: list[PropertyRecord], parent: str) -> Any:
    """Serve the properties that were written to the resource at `parent`."""
    items = [property_view(context.serializer, record, parent) for record in records]
    paging = {"DisplayedCount": len(items), "TotalCount": len(items), "Offset": 0, "Limit": len(items)}
    return {"Items": items, "Paging": {**paging, "SortDir": "Asc", "SortBy": "Name"}}


def _of_dataset(context: HandlerContext, request: HandlerRequest) -> Properties:
    record = get_record(context.world.datasets, request.path["id"], "Dataset")
    return {**of_dataset(context.serializer, record), **context.world.properties[f"datasets/{record.id}"]}


def _of_run(context: HandlerContext, request: HandlerRequest) -> Properties:
    record, world = find_run(context, request), context.world
    biosamples = dict.fromkeys(
        dataset.biosample_id for dataset in world.datasets_of_run(record) if dataset.biosample_id
    )
    inputs = PropertyRecord("Input.BioSamples", "biosample[]", values=tuple(biosamples))
    return {inputs.name: inputs, **world.properties[f"runs/{record.id}"]}


def _written(parent: str, find: Callable[[HandlerContext, str], Any], resource: str) -> Finder:
    """Return a finder of the properties that were written to a resource, which must be there."""

    def properties(context: HandlerContext, request: HandlerRequest) -> Properties:
        if find(context, request.path["id"]) is None:
            raise UnknownIdError(resource)
        return context.world.properties[f"{parent}/{request.path['id']}"]

    return properties


def _subject(context: HandlerContext, key: str) -> Any:
    return next((biosample for biosample in context.world.biosamples.values() if biosample.subject_id == key), None)


_FINDERS: Mapping[str, Finder] = {
    "datasets/{id}": _of_dataset,
    "biosamples/{id}": _written("biosamples", lambda context, key: context.world.biosamples.get(key), "BioSample"),
    "libraries/{id}": _written("libraries", lambda context, key: context.world.libraries.get(key), "Library"),
    "librarypools/{id}": _written("librarypools", lambda context, key: context.world.pools.get(key), "LibraryPool"),
    "projects/{id}": _written("projects", lambda context, key: context.world.projects.get(key), "Project"),
    "runs/{id}": _of_run,
    "subjects/{id}": _written("subjects", _subject, "Subject"),
    "users/current": lambda context, request: {},
}


def _operations(parent: str, find: Finder) -> dict[tuple[str, str], Operation]:
    def link(context: HandlerContext, request: HandlerRequest) -> str:
        if parent == "runs/{id}":  # which have two ids each
            return f"runs/{find_run(context, request).id}"
        return parent.format(**request.path)

    def listed(context: HandlerContext, request: HandlerRequest) -> Any:
        return properties_page(context, request, find(context, request), link(context, request))

    def single(context: HandlerContext, request: HandlerRequest) -> Any:
        record = get_record(find(context, request), request.path["name"], "Property")
        items = request.query.number("propertyitemslimit", ITEMS_SHOWN)
        return property_view(context.serializer, record, link(context, request), items=items)

    def items(context: HandlerContext, request: HandlerRequest) -> Any:
        return items_page(context, request, find(context, request))

    def write(context: HandlerContext, request: HandlerRequest) -> Any:
        before, records = find(context, request), parse(context.world, request.body)
        is_new = not {record.name for record in records} & before.keys()
        context.world.properties[link(context, request)].update({record.name: record for record in records})
        return HandlerResult(201 if is_new else 200, written_page(context, records, link(context, request)))

    path = f"/{parent}/properties"
    operations: dict[tuple[str, str], Operation] = {
        ("GET", path): listed,
        ("GET", f"{path}/{{name}}"): single,
        ("GET", f"{path}/{{name}}/items"): items,
    }
    if parent != "users/current":
        operations["POST", path] = write
    return operations


OPERATIONS: Mapping[tuple[str, str], Operation] = {
    place: operation for parent, find in _FINDERS.items() for place, operation in _operations(parent, find).items()
}
"""What v2 answers beside the reference (client)."""
