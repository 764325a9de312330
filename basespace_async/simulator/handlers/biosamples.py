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
    extended_library,
    full_biosample,
    lab_requeue,
    library,
    pool,
)
from ..serializers.sequencing import lane_summary
from ..world import ids
from ..world.records import Biosample, Library
from ..world.world import World
from .pages import Selection, order, page
from .service import Call, Service, found

_NUMBER_IN_NAME = re.compile(r"-(\d{6,7})-Rep\d$")


def biosample_order(world: World) -> Any:
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


def library_order(world: World) -> Any:
    def project(record: Library) -> Any:
        return world.projects[world.biosamples[record.biosample_id].project_id]

    return order(
        "Id",
        natural=["Id", "DateCreated"],
        Id=lambda record: record.position,
        Name=lambda record: record.name,
        DateCreated=lambda record: record.created,
        DateModified=lambda record: record.modified,
        ProjectName=lambda record: project(record).name,
        Biomolecule=lambda record: "DNA" if record.index % 5 else "RNA",
        Status=lambda record: record.status,
        UserOwnedBy=lambda record: world.users[project(record).owner_id].name,
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


def _biosample(service: Service, call: Call, name: str = "id") -> Biosample:
    return found(service.world.biosamples, call.path[name], "BioSample")


def _parts(query: Query) -> frozenset[str]:
    return frozenset(part.lower() for part in query.several("include"))


async def list_biosamples(service: Service, call: Call) -> Any:
    world, query = service.world, call.query
    projects = query.several("projectid")

    def admits(record: Biosample) -> bool:
        return (
            query.admits("biosamplename", record.name)
            and query.admits("status", record.status)
            and query.admits("labstatus", record.lab_status)
            and (not projects or _is_in(world, record, projects))
        )

    filters = tuple(query.several(name) for name in ("biosamplename", "status", "labstatus", "projectid"))
    selection = Selection(filters, _candidates(world, query), admits) if any(filters) else Selection()
    parts = _parts(query)
    return await service.selections.page(
        world.biosamples,
        query,
        biosample_order(world),
        selection,
        cap=service.cap,
        view=lambda record: biosample(service.scene, record, parts),
    )


def _is_in(world: World, record: Biosample, projects: frozenset[str]) -> bool:
    """Whether a project is the biosample's default one, or has datasets of it (reference)."""
    return record.project_id in projects or any(each.project_id in projects for each in world.datasets_of(record.id))


def _candidates(world: World, query: Query) -> Iterable[int] | None:
    changed = world.biosamples.joined_or_changed()
    if names := query.several("biosamplename"):
        numbers = (_NUMBER_IN_NAME.search(name) for name in names)
        return sorted({int(number[1]) for number in numbers if number} | set(changed))
    if projects := query.several("projectid"):
        positions = [ids.project(each) for each in projects]
        ranges = [each for at in positions if at is not None for each in world.layout.biosamples_of_project(at)]
        elsewhere = (ids.biosample(each) for each in world.biosamples_with_joined_datasets())
        joined = (position for position in elsewhere if position is not None)
        return sorted({*chain.from_iterable(ranges), *changed, *joined})
    return None


def get_biosample(service: Service, call: Call) -> Any:
    return full_biosample(service.scene, _biosample(service, call))


def update_biosample(service: Service, call: Call) -> Any:
    changed = samples.update_biosample(service.world, _biosample(service, call), call.body)
    return full_biosample(service.scene, changed)


def bulk_update_biosamples(service: Service, call: Call) -> Any:
    changed = samples.bulk_update(service.world, call.body)
    everything = Query({"limit": str(len(changed))})
    view = lambda record: biosample(service.scene, record)  # noqa: E731
    return page(changed, everything, biosample_order(service.world), cap=len(changed), view=view)


def list_biosample_libraries(service: Service, call: Call) -> Any:
    record = _biosample(service, call)
    libraries = [each for each in (service.world.libraries.get(library_id_of(record)),) if each]
    parts = _parts(call.query)
    view = lambda each: library(service.scene, each, parts)  # noqa: E731
    return page(libraries, call.query, library_order(service.world), cap=service.cap, view=view)


def library_id_of(record: Biosample) -> str:
    return str(ids.LIBRARY + record.position)


def list_biosample_lab_requeues(service: Service, call: Call) -> Any:
    record = _biosample(service, call, "biosampleid")
    records = [
        each
        for each in service.world.requeues.values()
        if record.id in each.biosample_ids and call.query.admits("type", each.type)
    ]
    return _requeues(service, call, records)


def list_run_lane_summaries(service: Service, call: Call) -> Any:
    record, world = _biosample(service, call), service.world
    places = {(each.run_id, each.lane): each for each in world.datasets_of(record.id) if each.run_id in world.runs}
    pairs = [(world.runs[run_id], world.lane_of(world.runs[run_id], lane)) for run_id, lane in places]
    view = lambda pair: lane_summary(service.scene, record, *pair)  # noqa: E731
    return page(pairs, call.query, LANES, cap=service.cap, view=view)


async def list_libraries(service: Service, call: Call) -> Any:
    world, query = service.world, call.query
    only, statuses = query.text("id"), query.several("status")
    candidates = None
    if only is not None:
        position = ids.library(only)
        candidates = [] if position is None else [position]
    admits = (lambda record: record.status in statuses) if statuses else None
    return await service.selections.page(
        world.libraries,
        query,
        library_order(world),
        Selection((only, statuses), candidates, admits),
        cap=service.cap,
        view=lambda record: library(service.scene, record),
    )


def list_pool_libraries(service: Service, call: Call) -> Any:
    record = found(service.world.pools, call.path["id"], "LibraryPool")
    members = service.world.layout.biosamples_of_pool(record.position)
    libraries = [service.world.libraries.at(position) for position in service.world.libraries.positions(members)]
    parts = _parts(call.query)
    view = lambda each: extended_library(service.scene, each, parts)  # noqa: E731
    made = page(libraries, call.query, library_order(service.world), cap=service.cap, view=view)
    # The one list without a `Paging` of its own (reference).
    return {"Items": made["Items"], **made["Paging"]}


def update_pool(service: Service, call: Call) -> Any:
    record = found(service.world.pools, call.path["id"], "LibraryPool")
    return pool(service.scene, samples.update_pool(service.world, record, call.body))


def _requeues(service: Service, call: Call, records: list[Any]) -> Any:
    view = lambda record: lab_requeue(service.scene, record)  # noqa: E731
    return page(records, call.query, REQUEUES, cap=service.cap, view=view)


def list_lab_requeues(service: Service, call: Call) -> Any:
    query = call.query
    records = [
        each
        for each in service.world.requeues.values()
        if query.admits("status", each.status) and query.admits("type", each.type) and query.admits("id", each.id)
    ]
    return _requeues(service, call, records)


def get_lab_requeue(service: Service, call: Call) -> Any:
    return lab_requeue(service.scene, found(service.world.requeues, call.path["id"], "LabRequeue"))


def requeue_library(service: Service, call: Call) -> Any:
    record = found(service.world.libraries, call.path["libraryid"], "Library")
    return _requeue(service, call, "AdditionalYieldOfFinishedLibrary", record.id, (record.biosample_id,))


def requeue_pool(service: Service, call: Call) -> Any:
    record = found(service.world.pools, call.path["poolid"], "LibraryPool")
    members = service.world.layout.biosamples_of_pool(record.position)
    biosamples = tuple(str(ids.BIOSAMPLE + position) for position in members)
    return _requeue(service, call, "AdditionalYieldOfLibraryPool", record.id, biosamples)


def requeue_prep_request(service: Service, call: Call) -> Any:
    record = service.world.prep_request(call.path["preprequestid"])
    if record is None:
        raise UnknownIdError("PrepRequest")
    return _requeue(service, call, "NewBioSampleLibrary", record.id, (record.biosample_id,))


def _requeue(service: Service, call: Call, kind: str, source_id: str, biosamples: tuple[str, ...]) -> Any:
    return lab_requeue(service.scene, requeues.create(service.world, kind, source_id, biosamples, call.body))
