"""Properties of analyses and datasets: named values, and the fields that they come under by their types."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from attrs import frozen

from ..world import ids
from ..world.records import AppSession, Dataset, Property
from .accounts import project, user
from .analyses import application, appsession
from .datasets import dataset, file
from .samples import biosample, library, pool
from .sequencing import run
from .view_context import View, ViewContext, date

ITEMS_SHOWN = 10


@frozen
class Kind:
    """A type of value.

    Attributes:
        field: the value's field on the wire; several are under the same name with `Items`.
        find: the resource of an id, or None; None for types that are no resources.
        view: the resource on the wire.
    """

    field: str
    find: Callable[[ViewContext, str], Any] | None = None
    view: Callable[[ViewContext, Any], View] | None = None


KINDS: Mapping[str, Kind] = {
    "string": Kind("Content"),
    "map": Kind("ContentMap"),
    "application": Kind("Application", lambda scene, key: scene.world.applications.get(key), application),
    "appsession": Kind("AppSession", lambda scene, key: scene.world.appsessions.get(key), appsession),
    "biosample": Kind("BioSample", lambda scene, key: scene.world.biosamples.get(key), biosample),
    "dataset": Kind("Dataset", lambda scene, key: scene.world.datasets.get(key), dataset),
    "file": Kind("File", lambda scene, key: scene.world.files.get(key), file),
    "library": Kind("SampleLibrary", lambda scene, key: scene.world.libraries.get(key), library),
    "librarypool": Kind("LibraryPool", lambda scene, key: scene.world.pools.get(key), pool),
    "project": Kind("Project", lambda scene, key: scene.world.projects.get(key), project),
    "run": Kind("Run", lambda scene, key: scene.world.runs.get(key), run),
    "user": Kind("User", lambda scene, key: scene.world.users.get(key), user),
}


def kind_of(property_type: str) -> Kind | None:
    """The type of a value, or of each of several: `run` and `run[]` are of one kind."""
    return KINDS.get(property_type.removesuffix("[]"))


def shown(scene: ViewContext, kind: Kind, value: Any) -> Any:
    """One value on the wire, or None where the resource is gone."""
    if kind.find is None or kind.view is None:
        return value
    found = kind.find(scene, value)
    return None if found is None else kind.view(scene, found)


def property_view(scene: ViewContext, record: Property, parent: str, *, items: int = ITEMS_SHOWN) -> View:
    """A property of what is at `parent`, such as `appsessions/1`; of several values the first `items` ones."""
    link = f"{scene.root}/{parent}/properties/{record.name}"
    view: View = {"Type": record.type, "Href": link, "Name": record.name, "Description": record.description}
    kind = KINDS[record.type.removesuffix("[]")]
    if not record.type.endswith("[]"):
        value = shown(scene, kind, record.values[0])
        return view if value is None else {**view, kind.field: value}
    values = [found for value in record.values[:items] if (found := shown(scene, kind, value)) is not None]
    if record.duplicates:
        view["AllowDuplicates"] = True
    return {
        **view,
        f"{kind.field}Items": values,
        "HrefItems": f"{link}/items",
        "ItemsDisplayedCount": len(values),
        "ItemsTotalCount": len(record.values),
    }


def full_property(scene: ViewContext, record: Property, session: AppSession) -> View:
    world = scene.world
    return {
        "UserModifiedBy": user(scene, world.user),
        "ApplicationModifiedBy": application(scene, world.applications[session.application_id]),
        "DateModified": date(session.modified),
        **property_view(scene, record, f"appsessions/{session.id}"),
    }


def property_item(scene: ViewContext, record: Property, number: int) -> View:
    """One of several values, with its number as its id."""
    kind = KINDS[record.type.removesuffix("[]")]
    value = shown(scene, kind, record.values[number])
    return {"Id": str(number + 1), **({} if value is None else {kind.field: value})}


def of_appsession(scene: ViewContext, session: AppSession) -> dict[str, Property]:
    """The properties of an analysis by name: those it begins with, and those that were written."""
    outputs = scene.world.outputs_of(session)
    begun = (
        Property("BaseSpace.Private.IsMultiNode", "string", values=("False",)),
        Property("Input.Runs", "run[]", values=(session.run_id,) if session.run_id else ()),
        Property("Input.BioSamples", "biosample[]", values=session.biosample_ids),
        Property("Output.Projects", "project[]", values=(session.project_id,)),
        Property("Output.Datasets", "dataset[]", values=tuple(each.id for each in outputs)),
    )
    found = {each.name: each for each in begun if each.name not in session.unset}
    return {**found, **session.written}


def of_dataset(scene: ViewContext, record: Dataset) -> list[View]:
    """The inputs of a dataset, each under the name that belongs to its type (observed)."""
    position = ids.biosample(record.biosample_id)
    library_id = str(ids.LIBRARY + position) if position is not None else ""
    lane = [{"Key": "LaneNumber", "Values": [str(record.lane)]}]
    made = (
        Property("BaseSpace.Metrics.FastQ", "map", values=(lane,)),
        Property("Input.BioSamples", "biosample[]", values=(record.biosample_id,)),
        Property("Input.Libraries", "library[]", values=(library_id,) if library_id in scene.world.libraries else ()),
        Property("Input.Runs", "run[]", values=(record.run_id,)),
    )
    return [property_view(scene, each, f"datasets/{record.id}") for each in made]
