"""Datasets and their types."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..queries import Query
from ..rules import samples
from ..serializers.datasets import dataset, full_dataset_type
from ..serializers.properties import of_dataset
from ..world import ids
from ..world.records import Dataset
from ..world.world import World
from .comments import comments_on
from .files import files_page
from .pages import Selection, order
from .service import Call, Service, found


def dataset_order(world: World) -> Any:
    def application(record: Dataset) -> str:
        return world.applications[world.session_named(record.appsession_id).application_id].name

    return order(
        "DateCreated",
        natural=["DateCreated"],
        Name=lambda record: record.name,
        DateCreated=lambda record: record.created,
        DateModified=lambda record: record.modified,
        AppSessionName=lambda record: world.session_named(record.appsession_id).name,
        ApplicationName=application,
        ProjectName=lambda record: world.projects[record.project_id].name,
    )


def _dataset(service: Service, call: Call) -> Dataset:
    return found(service.world.datasets, call.path["id"], "Dataset")


async def list_datasets(service: Service, call: Call) -> Any:
    world, query = service.world, call.query
    types = query.several("datasettypes")
    # A type asked for admits what conforms to it. One that is excluded excludes itself only: a real answer to
    # `~common.fastq` held datasets that conform to it (observed).
    unwanted = frozenset(kind[1:] for kind in types if kind.startswith("~"))
    wanted = frozenset(kind for kind in types if not kind.startswith("~"))
    biosamples, runs = query.numbers("inputbiosamples"), query.numbers("inputruns")

    def admits(record: Dataset) -> bool:
        kind = world.types[record.type_id]
        return (
            (not wanted or not wanted.isdisjoint((kind.id, *kind.conforms_to)))
            and kind.id not in unwanted
            and query.admits("qcstatus", record.qc_status)
            and query.admits("uploadstatus", record.upload_status)
            and (not biosamples or record.biosample_id in biosamples)
            and (not runs or record.run_id in runs)
        )

    filters = (types, biosamples, runs, query.several("qcstatus"), query.several("uploadstatus"))
    selection = Selection(filters, _candidates(world, biosamples, runs), admits) if any(filters) else Selection()
    return await _page(service, query, selection)


def _candidates(world: World, biosamples: frozenset[str], runs: frozenset[str]) -> Iterable[int] | None:
    if biosamples:
        return sorted(each.position for biosample in biosamples for each in world.datasets_of(biosample))
    if runs:
        positions = [position for each in runs if (position := ids.run(each)) is not None and position >= 0]
        known = (world.layout.datasets_of(world.layout.biosamples_of_run(position)) for position in positions)
        return sorted({*(each for part in known for each in part), *world.datasets.joined_or_changed()})
    return None


async def _page(service: Service, query: Query, selection: Selection) -> Any:
    scene, root = service.scene, query.includes("AppSessionRoot")
    names = query.several("propertyfilters")

    def view(record: Dataset) -> Any:
        if not query.includes("Properties"):
            return dataset(scene, record, root=root)
        properties = [each for each in of_dataset(scene, record) if not names or each["Name"] in names]
        return dataset(scene, record, root=root, properties=properties)

    world = service.world
    return await service.selections.page(
        world.datasets, query, dataset_order(world), selection, cap=service.cap, view=view
    )


async def list_project_datasets(service: Service, call: Call) -> Any:
    world = service.world
    project = found(world.projects, call.path["id"], "Project")
    position = ids.project(project.id)
    ranges = [] if position is None else world.layout.biosamples_of_project(position)
    known = (each for part in ranges for each in world.layout.datasets_of(part))
    candidates = sorted({*known, *world.datasets.joined_or_changed()})
    selection = Selection(("project", project.id), candidates, lambda record: record.project_id == project.id)
    return await _page(service, call.query, selection)


def get_dataset(service: Service, call: Call) -> Any:
    return _full(service, _dataset(service, call))


def _full(service: Service, record: Dataset) -> Any:
    scene = service.scene
    return {"ValidationsPerformed": [], **dataset(scene, record, root=True, properties=of_dataset(scene, record))}


def update_dataset(service: Service, call: Call) -> Any:
    return _full(service, samples.update_dataset(service.world, _dataset(service, call), call.body))


def list_dataset_comments(service: Service, call: Call) -> Any:
    return comments_on(service, call, f"datasets/{_dataset(service, call).id}")


def list_dataset_files(service: Service, call: Call) -> Any:
    files = service.world.files.of_dataset(_dataset(service, call))
    return files_page(service, call.query, files, deeper="includesubdirectories")


def get_dataset_type(service: Service, call: Call) -> Any:
    record = found(service.world.types, call.path["id"], "DatasetType")
    return full_dataset_type(service.scene, record)
