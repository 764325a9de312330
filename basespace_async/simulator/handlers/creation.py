"""New projects, biosamples, libraries, runs and analyses (client)."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from attrs import evolve

from ..errors import InvalidValueError, RuleBrokenError, UnknownIdError
from ..queries import Body
from ..rules.projects import own_project
from ..serializers.accounts import full_project
from ..serializers.analyses import full_appsession
from ..serializers.samples import biosample, full_biosample, library
from ..serializers.sequencing import newer_run, sequencing_statistics
from ..world import ids
from ..world.records import AppSessionRecord, BiosampleRecord, LibraryRecord, ProjectRecord
from ..world.world import World
from .context import HandlerContext, HandlerRequest, HandlerResult, get_record
from .sequencing import find_run

_NAME = re.compile(r"[A-Za-z0-9_-]+")
_INTERACTIVE = "3747400"  # an application of every world, in whose name analyses of other programs are kept


def create_project(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `POST /projects`: a new project, or the user's own one of that name."""
    name = request.query.text("name") or request.body.text("Name")
    description = request.query.text("description") or request.body.text("Description")
    record, is_new = own_project(context.world, name, description)
    return HandlerResult(201 if is_new else 200, full_project(context.serializer, record))


def create_biosample(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `POST /biosamples`. A name is unique in its default project, without regard to case (client)."""
    world, body = context.world, request.body
    name, project = body.text("BioSampleName"), body.text("DefaultProjectId")
    if project is None or project not in world.projects:
        raise UnknownIdError("Project")
    record = _new_biosample(world, name, project)
    record = world.biosamples.put(
        evolve(
            record,
            subject_id=body.text("SubjectId") or "",
            container=body.text("ContainerName") or "",
            container_position=body.text("ContainerPosition") or "",
        )
    )
    return HandlerResult(201, full_biosample(context.serializer, record))


def _new_biosample(world: World, name: str | None, project: str) -> BiosampleRecord:
    if name is None or not _NAME.fullmatch(name):
        raise InvalidValueError("BioSampleName may only have letters, digits, dashes and underscores in it")
    if _biosample_named(world, name, project) is not None:
        raise RuleBrokenError(f"A biosample called {name} exists in the project")
    return world.add_biosample(name, project=project)


def _biosample_named(world: World, name: str, project: str) -> BiosampleRecord | None:
    same = (record for record in world.biosamples.values() if record.name.lower() == name.lower())
    return next((record for record in same if record.project_id == project), None)


def import_biosamples(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `POST /biosamples/bulkimport`: all of them, or errors; projects that are missing are created."""
    world, given = context.world, request.body.objects("BioSamples")
    refuses_existing = "ExistingBioSamplesAsError" in request.body.texts("ValidationFlags")
    if not given:
        raise InvalidValueError("BioSamples must list at least one biosample")
    wrong = [body for body in given if refuses_existing and _is_there(world, body)]
    if wrong:
        names = [{"BioSample": {"BioSampleName": body.text("BioSampleName")}, "Errors": ["exists"]} for body in wrong]
        return {"TotalErrors": len(wrong), "BioSamples": names}
    records = [_imported(world, body) for body in given]
    views = [{"BioSample": biosample(context.serializer, record), "Errors": []} for record in records]
    return HandlerResult(201, {"TotalErrors": 0, "BioSamples": views})


def _is_there(world: World, given: Body) -> bool:
    project = _projects_named(world, given.text("DefaultProjectName"))
    return bool(project) and _biosample_named(world, given.text("BioSampleName") or "", project[0].id) is not None


def _projects_named(world: World, name: str | None) -> list[ProjectRecord]:
    return [project for project in world.projects.values() if project.name == name]


def _imported(world: World, given: Body) -> BiosampleRecord:
    project, _ = own_project(world, given.text("DefaultProjectName"), None)
    there = _biosample_named(world, given.text("BioSampleName") or "", project.id)
    return there or _new_biosample(world, given.text("BioSampleName"), project.id)


def set_aggregation(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `POST /biosamples/{id}/aggregation`: a biosample is locked, or unlocked."""
    record = get_record(context.world.biosamples, request.path["id"], "BioSample")
    (context.world.locked.add if request.body.flag("Locked") else context.world.locked.discard)(record.id)
    return HandlerResult(204)


def create_library(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `POST /biosamples/{id}/libraries`."""
    world, body = context.world, request.body
    record = get_record(world.biosamples, request.path["id"], "BioSample")
    name = body.text("LibraryName")
    if not name or not name.strip():
        raise InvalidValueError("LibraryName must not be empty")
    position, now = world.libraries.next_position(), world.now()
    library_record = LibraryRecord(
        id=str(ids.LIBRARY + position),
        position=position,
        biosample_id=record.id,
        name=name,
        index=position,
        status=body.text("Status") or "Active",
        created=now,
        modified=now,
    )
    return library(context.serializer, world.libraries.join(library_record))


def create_run(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `POST /runs`: a run that is being uploaded."""
    name, machine = request.query.text("experimentname"), request.query.text("instrumenttype")
    if name is None or machine is None:
        raise InvalidValueError("A run needs experimentname and instrumenttype")
    run = context.world.upload_run(name)
    record = context.world.runs.put(
        evolve(run, experiment=name, upload_status="Uploading", instrument_status="Running")
    )
    context.world.files.replace_all(record)
    view = newer_run(context.serializer, record)
    return HandlerResult(201, {**view, "SequencingStats": sequencing_statistics(record)})


def update_run(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `POST /runs/{id}`; what the simulator keeps of it are the flow cell and the statuses."""
    record = find_run(context, request)
    request.query.number("instrumentrunnumber", 0)
    flowcell = request.query.text("flowcellbarcode")
    changed = context.world.runs.put(
        evolve(
            record,
            flowcell=flowcell or record.flowcell,
            upload_status=request.query.text("uploadstatus") or record.upload_status,
            instrument_status=request.query.text("instrumentrunstatus") or record.instrument_status,
        )
    )
    return {**newer_run(context.serializer, changed), "SequencingStats": sequencing_statistics(changed)}


def create_appsession(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `POST /appsessions`: an analysis of another program, Running until that ends it."""
    record = new_appsession(context.world, request.body.text("Name"), request.body.text("StatusSummary"))
    return HandlerResult(201, full_appsession(context.serializer, record))


def new_appsession(world: World, name: str | None, summary: str | None) -> AppSessionRecord:
    """Create an analysis of another program, which is Running.

    Raises:
        InvalidValueError: If the name is empty.
    """
    if not name or not name.strip():
        raise InvalidValueError("An analysis needs a Name")
    now = world.now()
    position = world.appsessions.next_position()
    record = AppSessionRecord(
        id=str(ids.SESSION + position),
        position=position,
        name=name,
        application_id=_INTERACTIVE,
        run_id=next(iter(world.runs), ""),
        biosample_ids=(),
        project_id=next(iter(world.projects)),
        parent_id=None,
        execution_status="Running",
        qc_status="Undefined",
        delivery_status="None",
        summary=summary or "",
        created=now,
        modified=now,
        started=now,
        completed=None,
        remaining=timedelta(0),
    )
    return world.appsessions.join(record)


def reschedule_appsession(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `POST /appsessions/{id}/reschedule`: the same analysis once more."""
    world = context.world
    record = get_record(world.appsessions, request.path["id"], "AppSession")
    project = get_record(world.projects, request.body.text("OutputProjectId") or "", "Project")
    again = world.launch(list(record.biosample_ids), application=record.application_id)
    world.appsessions.put(evolve(again, project_id=project.id, name=record.name))
    return HandlerResult(204)
