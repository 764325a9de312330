"""Archival storage, and where the files of many resources are (client)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..errors import InvalidValueError
from ..serializers.accounts import project
from ..serializers.analyses import appsession, total_size
from ..serializers.datasets import dataset
from ..serializers.sequencing import newer_run
from ..world.records import DatasetRecord, RunRecord
from .context import HandlerContext, HandlerRequest, get_record
from .pages import order, page
from .sequencing import run_named

MAX_RESOURCES = 300
_MANIFEST = order("Id", Id=lambda pair: pair[0])
_RUNS = ("runmetrics", "runlogs", "runimages", "ipdrunparameters")


def archive(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `POST /archive`: all of what is named, or nothing."""
    context.world.archive(*_named(context, request))
    return "Archive request accepted"


def restore(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `POST /restore`."""
    context.world.restore_archived(*_named(context, request))
    return "Restore request accepted"


def _named(context: HandlerContext, request: HandlerRequest) -> list[DatasetRecord | RunRecord]:
    datasets = [
        get_record(context.world.datasets, dataset_id, "Dataset") for dataset_id in request.body.texts("DatasetIds")
    ]
    runs = [run_named(context, run_id) for run_id in request.body.texts("RunIds")]
    if not datasets and not runs:
        raise InvalidValueError("RunIds or DatasetIds must name something")
    return [*datasets, *runs]


def resource_manifest(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /resourcemanifest`."""
    pairs = [*_resources(context, request)]
    if len(pairs) > MAX_RESOURCES:
        raise InvalidValueError(f"A manifest is of {MAX_RESOURCES} resources at most")
    body = page(pairs, request.query, _MANIFEST, cap=context.cap, view=lambda pair: pair[1])
    return {**body, "ResourceFileZipped": request.query.flag("fileszipped")}


def _resources(context: HandlerContext, request: HandlerRequest) -> Iterator[tuple[str, Any]]:
    world, serializer, query = context.world, context.serializer, request.query
    for key in sorted(query.several("datasets")):
        view = dataset(serializer, get_record(world.datasets, key, "Dataset"))
        yield key, {"Dataset": view, "HrefFiles": view["HrefFiles"], "SizeInBytes": view["TotalSize"]}
    for key in sorted(query.several("projects")):
        project_view = project(serializer, get_record(world.projects, key, "Project"))
        yield key, {"Project": project_view, "SizeInBytes": project_view.get("TotalSize", 0)}
    for key in sorted(query.several("appsessions")):
        record = get_record(world.appsessions, key, "AppSession")
        size = total_size(serializer, record)
        yield key, {"AppSession": appsession(serializer, record), "SizeInBytes": size}
    for key in sorted({value for name in _RUNS for value in query.several(name)}):
        run_view = newer_run(serializer, run_named(context, key))
        yield key, {"Run": run_view, "HrefFiles": run_view["HrefFiles"], "SizeInBytes": run_view["TotalSize"]}
