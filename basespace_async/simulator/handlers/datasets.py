"""Datasets and their types."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Any

from ..queries import Query
from ..rules import samples
from ..serializers.datasets import dataset, full_dataset_type
from ..serializers.properties import dataset_properties
from ..serializers.v1pre3 import dataset_link
from ..world import ids
from ..world.records import DatasetRecord
from ..world.world import World
from .comments import comments_on
from .context import HandlerContext, HandlerRequest, get_record
from .files import files_page
from .pages import Selection, order


def dataset_order(world: World) -> Any:
    """Return the orders that datasets can be sorted in."""

    def application(record: DatasetRecord) -> str:
        return world.applications[world.session_named(record.appsession_id).application_id].name

    return order(
        "DateCreated",
        natural=["DateCreated"],
        Name=lambda record: record.name,
        DateCreated=lambda record: record.created,
        DateModified=lambda record: record.modified,
        AppSessionName=lambda record: world.session_named(record.appsession_id).name,
        ApplicationName=application,
        ProjectName=lambda record: world.projects[record.project_id].name if record.project_id else "",
        QcStatus=lambda record: record.qc_status,
        Size=lambda record: sum(file.content.size for file in world.files.of_dataset(record)),
    )


def _dataset(context: HandlerContext, request: HandlerRequest) -> DatasetRecord:
    return get_record(context.world.datasets, request.path["id"], "Dataset")


async def list_datasets(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /datasets`."""
    world, query = context.world, request.query
    types = query.several("datasettypes")
    # A type asked for admits what conforms to it. One that is excluded excludes itself only: a real answer to
    # `~common.fastq` held datasets that conform to it (observed).
    unwanted = frozenset(dataset_type[1:] for dataset_type in types if dataset_type.startswith("~"))
    wanted = frozenset(dataset_type for dataset_type in types if not dataset_type.startswith("~"))
    biosamples, tokens = query.numbers("inputbiosamples"), query.several("inputruntokens")
    runs = query.numbers("inputruns") | {run.id if (run := world.run_named(token)) else token for token in tokens}
    appsessions, project = query.numbers("appsessionids"), query.text("projectid")
    archived = query.flag("isarchived") if query.text("isarchived") else None

    def admits(record: DatasetRecord) -> bool:
        dataset_type = world.types[record.type_id]
        return (
            (not wanted or not wanted.isdisjoint((dataset_type.id, *dataset_type.conforms_to)))
            and dataset_type.id not in unwanted
            and query.admits("qcstatus", record.qc_status)
            and query.admits("uploadstatus", record.upload_status)
            and (not biosamples or record.biosample_id in biosamples)
            and (not runs or record.run_id in runs)
            and (not appsessions or record.appsession_id in appsessions)
            and project in (None, record.project_id)
            and (archived is None or archived == world.is_archived(record))
        )

    filters = (
        *(types, biosamples, runs, query.several("qcstatus"), query.several("uploadstatus")),
        *(appsessions, project, None if archived is None else str(archived)),
    )
    selection = Selection(filters, _candidates(world, biosamples, runs), admits) if any(filters) else Selection()
    return await _page(context, query, selection)


def _candidates(world: World, biosamples: frozenset[str], runs: frozenset[str]) -> Iterable[int] | None:
    if biosamples:
        return sorted(dataset.position for biosample in biosamples for dataset in world.datasets_of(biosample))
    return candidates_of_runs(world, runs) if runs else None


def candidates_of_runs(world: World, run_ids: Iterable[str]) -> list[int]:
    """Return the positions of datasets that may be of one of several runs, in order."""
    positions = [position for run_id in run_ids if (position := ids.run(run_id)) is not None and position >= 0]
    known = (world.topology.datasets_of(world.topology.biosamples_of_run(position)) for position in positions)
    return sorted({*chain.from_iterable(known), *world.datasets.joined_or_changed()})


def candidates_of_project(world: World, project_id: str) -> list[int]:
    """Return the positions of datasets that may be in a project, in order."""
    position = ids.project(project_id)
    ranges = [] if position is None else world.topology.biosamples_of_project(position)
    known = map(world.topology.datasets_of, ranges)
    return sorted({*chain.from_iterable(known), *world.datasets.joined_or_changed()})


def runs_of_project(world: World, project_id: str) -> set[str]:
    """Return the ids of runs that have datasets in a project."""
    datasets = map(world.datasets.at, world.datasets.positions(candidates_of_project(world, project_id)))
    return {dataset.run_id for dataset in datasets if dataset.project_id == project_id}


async def _page(context: HandlerContext, query: Query, selection: Selection) -> Any:
    serializer, root = context.serializer, query.includes("AppSessionRoot")
    names = query.several("propertyfilters")

    def view(record: DatasetRecord) -> Any:
        if not query.includes("Properties"):
            return dataset(serializer, record, root=root)
        properties = [view for view in dataset_properties(serializer, record) if not names or view["Name"] in names]
        return dataset(serializer, record, root=root, properties=properties)

    world = context.world
    return await context.selections.page(
        world.datasets, query, dataset_order(world), selection, cap=context.cap, view=view
    )


async def list_aggregated_datasets(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /biosamples/{id}/aggregatedfastqdatasets` (client): the FASTQ datasets of a biosample."""
    record = get_record(context.world.biosamples, request.path["id"], "BioSample")
    request.query.flag("mixlibrarytypesallowed")
    positions = [dataset.position for dataset in context.world.inputs_of((record.id,))]
    return await _page(context, request.query, Selection(("aggregated", record.id), positions))


async def list_project_datasets(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /projects/{id}/datasets`."""
    world = context.world
    project = get_record(world.projects, request.path["id"], "Project")
    archived = request.query.flag("isarchived") if request.query.text("isarchived") else None

    def admits(record: DatasetRecord) -> bool:
        return record.project_id == project.id and (archived is None or archived == world.is_archived(record))

    selection = Selection(("project", project.id, archived), candidates_of_project(world, project.id), admits)
    return await _page(context, request.query, selection)


def get_dataset(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /datasets/{id}`."""
    return full_dataset(context, _dataset(context, request))


def full_dataset(context: HandlerContext, record: DatasetRecord) -> Any:
    """Serialize a dataset with the root of its analysis and its properties."""
    serializer = context.serializer
    return {
        "ValidationsPerformed": [],
        "V1pre3Id": dataset_link(record).rpartition("/")[2],
        **dataset(serializer, record, root=True, properties=dataset_properties(serializer, record)),
    }


def update_dataset(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `POST /datasets/{id}`."""
    return full_dataset(context, samples.update_dataset(context.world, _dataset(context, request), request.body))


def list_dataset_comments(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /datasets/{id}/comments`."""
    return comments_on(context, request, f"datasets/{_dataset(context, request).id}")


def list_dataset_files(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /datasets/{id}/files`."""
    files = context.world.files.of_dataset(_dataset(context, request))
    return files_page(context, request.query, files, deeper="includesubdirectories")


def get_dataset_type(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /datasettypes/{id}`."""
    record = get_record(context.world.types, request.path["id"], "DatasetType")
    return full_dataset_type(context.serializer, record)
