"""Properties of analyses and datasets: named values, and the fields that they come under by their types."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..world import ids
from ..world.property_types import base_type, find_reference
from ..world.records import AppSessionRecord, DatasetRecord, PropertyRecord
from .accounts import project, user
from .analyses import application, appsession
from .context import JsonObject, SerializerContext, date
from .datasets import dataset, file
from .samples import biosample, library, pool
from .sequencing import run

ITEMS_SHOWN = 10


Serialize = Callable[[SerializerContext, Any], JsonObject]
_FIELDS: Mapping[str, str] = {
    "string": "Content",
    "map": "ContentMap",
    "application": "Application",
    "appsession": "AppSession",
    "biosample": "BioSample",
    "dataset": "Dataset",
    "file": "File",
    "library": "SampleLibrary",
    "librarypool": "LibraryPool",
    "project": "Project",
    "run": "Run",
    "user": "User",
}
"""The field that holds a value of a type; several values are in a field of the same name with `Items`."""
_SERIALIZERS: Mapping[str, Serialize] = {
    "application": application,
    "appsession": appsession,
    "biosample": biosample,
    "dataset": dataset,
    "file": file,
    "library": library,
    "librarypool": pool,
    "project": project,
    "run": run,
    "user": user,
}


def _value(context: SerializerContext, property_type: str, value: Any) -> Any:
    """Serialize one value; None if its resource is gone."""
    serialize = _SERIALIZERS.get(base_type(property_type))
    if serialize is None:
        return value
    record = find_reference(context.world, property_type, value)
    return None if record is None else serialize(context, record)


def property_view(
    context: SerializerContext, record: PropertyRecord, parent: str, *, items: int = ITEMS_SHOWN
) -> JsonObject:
    """Serialize a property of the resource at `parent`; of several values the first `items` ones."""
    link = f"{context.root}/{parent}/properties/{record.name}"
    view: JsonObject = {"Type": record.type, "Href": link, "Name": record.name, "Description": record.description}
    field = _FIELDS[base_type(record.type)]
    if not record.type.endswith("[]"):
        value = _value(context, record.type, record.values[0])
        return view if value is None else {**view, field: value}
    values = [item for value in record.values[:items] if (item := _value(context, record.type, value)) is not None]
    if record.duplicates:
        view["AllowDuplicates"] = True
    return {
        **view,
        f"{field}Items": values,
        "HrefItems": f"{link}/items",
        "ItemsDisplayedCount": len(values),
        "ItemsTotalCount": len(record.values),
    }


def session_property(
    context: SerializerContext, record: PropertyRecord, session: AppSessionRecord, *, items: int = ITEMS_SHOWN
) -> JsonObject:
    """Serialize a property of an analysis with who changed it and when."""
    world = context.world
    return {
        "UserModifiedBy": user(context, world.user),
        "ApplicationModifiedBy": application(context, world.applications[session.application_id]),
        "DateModified": date(session.modified),
        **property_view(context, record, f"appsessions/{session.id}", items=items),
    }


def property_item(context: SerializerContext, record: PropertyRecord, number: int) -> JsonObject:
    """Serialize one of several values, with its number as its id."""
    field = _FIELDS[base_type(record.type)]
    value = _value(context, record.type, record.values[number])
    return {"Id": str(number + 1), **({} if value is None else {field: value})}


def of_appsession(context: SerializerContext, session: AppSessionRecord) -> dict[str, PropertyRecord]:
    """Return the properties of an analysis by name: initial ones, and those that were written."""
    outputs = context.world.outputs_of(session)
    initial = (
        PropertyRecord("BaseSpace.Private.IsMultiNode", "string", values=("False",)),
        PropertyRecord("Input.Runs", "run[]", values=(session.run_id,) if session.run_id else ()),
        PropertyRecord("Input.BioSamples", "biosample[]", values=session.biosample_ids),
        PropertyRecord("Output.Projects", "project[]", values=(session.project_id,)),
        PropertyRecord("Output.Datasets", "dataset[]", values=tuple(dataset.id for dataset in outputs)),
    )
    unchanged = {record.name: record for record in initial if record.name not in session.unset}
    return {**unchanged, **session.written}


def of_dataset(context: SerializerContext, record: DatasetRecord) -> dict[str, PropertyRecord]:
    """Return the inputs of a dataset, each under the name that belongs to its type (observed)."""
    position = ids.biosample(record.biosample_id)
    library_id = str(ids.LIBRARY + position) if position is not None else ""
    lane = [{"Key": "LaneNumber", "Values": [str(record.lane)]}]
    libraries = (library_id,) if library_id in context.world.libraries else ()
    inputs = (
        PropertyRecord("BaseSpace.Metrics.FastQ", "map", values=(lane,)),
        PropertyRecord("Input.BioSamples", "biosample[]", values=(record.biosample_id,) if record.biosample_id else ()),
        PropertyRecord("Input.Libraries", "library[]", values=libraries),
        PropertyRecord("Input.Runs", "run[]", values=(record.run_id,) if record.run_id else ()),
    )
    return {record.name: record for record in inputs}


def dataset_properties(context: SerializerContext, record: DatasetRecord) -> list[JsonObject]:
    """Serialize the properties of a dataset."""
    return [
        property_view(context, property_record, f"datasets/{record.id}")
        for property_record in of_dataset(context, record).values()
    ]
