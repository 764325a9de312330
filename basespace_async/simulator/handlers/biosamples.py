"""Biosamples, libraries, pools and lab requeues."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain
from typing import Any

from ..errors import UnknownIdError
from ..queries import Query
from ..rules import requeues, samples
from ..serializers.samples import (
    biosample,
    full_biosample,
    lab_requeue,
)
from ..serializers.sequencing import lane_summary
from ..world import ids
from ..world.records import BiosampleRecord
from ..world.world import World
from .context import HandlerContext, HandlerRequest, get_record
from .pages import Selection, order, page

_NUMBER_IN_NAME = re.compile(r"-(\d{6,7})-Rep\d$")


def biosample_order(world: World) -> Any:
    """Return the orders that biosamples can be sorted in."""
    return order(
        "Id",
        natural=["Id"],
        Id=lambda record: record.position,
        BioSampleName=lambda record: record.name,
        Nickname=lambda record: "",
        DateModified=lambda record: record.modified,
        UserOwnedBy=lambda record: world.users[world.projects[record.project_id].owner_id].name,
        Project=lambda record: world.projects[record.project_id].name,
        Subject=lambda record: record.subject_id,
        LabStatus=lambda record: record.lab_status,
        Status=lambda record: record.status,
    )


LANES = order("CreatedOn", CreatedOn=lambda pair: pair[0].created, ModifiedOn=lambda pair: pair[1].modified)
REQUEUES = order(
    "Id",
    Id=lambda record: int(record.id),
    DateModified=lambda record: record.modified,
    Type=lambda record: record.type,
    RequestedAdditionalYield=lambda record: record.requested,
    DateCreated=lambda record: record.created,
)


def _biosample(context: HandlerContext, request: HandlerRequest, name: str = "id") -> BiosampleRecord:
    return get_record(context.world.biosamples, request.path[name], "BioSample")


async def list_biosamples(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /biosamples`."""
    world, query = context.world, request.query
    projects = query.several("projectid")

    def admits(record: BiosampleRecord) -> bool:
        return (
            query.admits("biosamplename", record.name)
            and query.admits("status", record.status)
            and query.admits("labstatus", record.lab_status)
            and (not projects or _is_in(world, record, projects))
        )

    filters = tuple(query.several(name) for name in ("biosamplename", "status", "labstatus", "projectid"))
    selection = Selection(filters, _candidates(world, query), admits) if any(filters) else Selection()
    parts = query.parts
    return await context.selections.page(
        world.biosamples,
        query,
        biosample_order(world),
        selection,
        cap=context.cap,
        view=lambda record: biosample(context.serializer, record, parts),
    )


def _is_in(world: World, record: BiosampleRecord, projects: frozenset[str]) -> bool:
    """Return whether a project is the biosample's default one, or has datasets of it (reference)."""
    return record.project_id in projects or any(
        dataset.project_id in projects for dataset in world.datasets_of(record.id)
    )


def _candidates(world: World, query: Query) -> Iterable[int] | None:
    changed = world.biosamples.joined_or_changed()
    if names := query.several("biosamplename"):
        numbers = (_NUMBER_IN_NAME.search(name) for name in names)
        return sorted({int(number[1]) for number in numbers if number} | set(changed))
    if projects := query.several("projectid"):
        positions = [ids.project(project_id) for project_id in projects]
        ranges = [
            position
            for project in positions
            if project is not None
            for position in world.topology.biosamples_of_project(project)
        ]
        elsewhere = (ids.biosample(biosample_id) for biosample_id in world.biosamples_with_joined_datasets())
        joined = (position for position in elsewhere if position is not None)
        return sorted({*chain.from_iterable(ranges), *changed, *joined})
    return None


def get_biosample(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /biosamples/{id}`."""
    return full_biosample(context.serializer, _biosample(context, request))


def update_biosample(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `POST /biosamples/{id}`."""
    changed = samples.update_biosample(context.world, _biosample(context, request), request.body)
    return full_biosample(context.serializer, changed)


def bulk_update_biosamples(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `POST /biosamples/bulkupdate`."""
    changed = samples.bulk_update(context.world, request.body)
    everything = Query({"limit": str(len(changed))})
    view = lambda record: biosample(context.serializer, record)  # noqa: E731
    return page(changed, everything, biosample_order(context.world), cap=len(changed), view=view)


def list_biosample_lab_requeues(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /biosamples/{biosampleid}/labrequeues`."""
    record = _biosample(context, request, "biosampleid")
    records = [
        requeue
        for requeue in context.world.requeues.values()
        if record.id in requeue.biosample_ids and request.query.admits("type", requeue.type)
    ]
    return _requeues(context, request, records)


def list_run_lane_summaries(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /biosamples/{id}/runlanesummaries`."""
    record, world = _biosample(context, request), context.world
    places = {
        (dataset.run_id, dataset.lane): dataset
        for dataset in world.datasets_of(record.id)
        if dataset.run_id in world.runs
    }
    pairs = [(world.runs[run_id], world.lane_of(world.runs[run_id], lane)) for run_id, lane in places]
    view = lambda pair: lane_summary(context.serializer, record, *pair)  # noqa: E731
    return page(pairs, request.query, LANES, cap=context.cap, view=view)


def _requeues(context: HandlerContext, request: HandlerRequest, records: list[Any]) -> Any:
    view = lambda record: lab_requeue(context.serializer, record)  # noqa: E731
    return page(records, request.query, REQUEUES, cap=context.cap, view=view)


def list_lab_requeues(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /labrequeues`."""
    query = request.query
    records = [
        requeue
        for requeue in context.world.requeues.values()
        if query.admits("status", requeue.status)
        and query.admits("type", requeue.type)
        and query.admits("id", requeue.id)
    ]
    return _requeues(context, request, records)


def get_lab_requeue(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /labrequeues/{id}`."""
    return lab_requeue(context.serializer, get_record(context.world.requeues, request.path["id"], "LabRequeue"))


def requeue_library(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `POST /libraries/{libraryid}/labrequeues`."""
    record = get_record(context.world.libraries, request.path["libraryid"], "Library")
    return _requeue(context, request, "AdditionalYieldOfFinishedLibrary", record.id, (record.biosample_id,))


def requeue_pool(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `POST /librarypools/{poolid}/labrequeues`."""
    record = get_record(context.world.pools, request.path["poolid"], "LibraryPool")
    members = context.world.topology.biosamples_of_pool(record.position)
    biosamples = tuple(str(ids.BIOSAMPLE + position) for position in members)
    return _requeue(context, request, "AdditionalYieldOfLibraryPool", record.id, biosamples)


def requeue_prep_request(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `POST /preprequests/{preprequestid}/labrequeues`."""
    record = context.world.prep_request(request.path["preprequestid"])
    if record is None:
        raise UnknownIdError("PrepRequest")
    return _requeue(context, request, "NewBioSampleLibrary", record.id, (record.biosample_id,))


def _requeue(
    context: HandlerContext, request: HandlerRequest, requeue_type: str, source_id: str, biosamples: tuple[str, ...]
) -> Any:
    return lab_requeue(
        context.serializer, requeues.create(context.world, requeue_type, source_id, biosamples, request.body)
    )
