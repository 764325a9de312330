"""Applications and workflows."""

from __future__ import annotations

from typing import Any

from attrs import evolve

from ..errors import InvalidValueError, RuleBrokenError
from ..rules.thresholds import dependency, objects_in, threshold
from ..serializers.analyses import application, application_settings, full_application
from ..world.factory import FASTQ_GENERATION
from ..world.records import ApplicationRecord
from .context import HandlerContext, HandlerRequest, get_record
from .pages import older_envelope, order, page
from .sequencing import threshold_view

APPLICATIONS = order(
    "Id",
    Id=lambda record: int(record.id),
    DateCreated=lambda record: record.created,
    DatePublished=lambda record: record.created,
    Name=lambda record: record.name,
    VersionNumber=lambda record: record.version,
)


def _application(context: HandlerContext, request: HandlerRequest) -> ApplicationRecord:
    return get_record(context.world.applications, request.path["id"], "Application")


def list_applications(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /applications`."""
    world, query = context.world, request.query
    references, automatic = query.text("references"), query.flag("autolaunchableonruncompleteappsonly")
    query.flag("allversions")  # each application of the simulator has one version

    def admits(record: ApplicationRecord) -> bool:
        source = world.applications.get(record.source_id or "")
        slugs = (source.family, f"{source.family}.{source.version}") if source else ()
        return (
            (query.text("category") in (None, record.category))
            and query.text("id") in (None, record.id)
            and (not automatic or record.id == FASTQ_GENERATION)
            and (references is None or references in slugs)
        )

    view = lambda record: application(context.serializer, record)  # noqa: E731
    return page(filter(admits, world.applications.values()), query, APPLICATIONS, cap=context.cap, view=view)


def list_versions(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /applications/{id}/versions`, which comes in the envelope of v1pre3, without messages (client)."""
    envelope = older_envelope(versions_page(context, request))
    return {name: part for name, part in envelope.items() if name != "Notifications"}


def versions_page(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve a page of an application's versions: each is an application with an id of its own (client)."""
    family, applications = _application(context, request).family, context.world.applications.values()
    records = [record for record in applications if record.family == family]
    view = lambda record: application(context.serializer, record)  # noqa: E731
    return page(records, request.query, APPLICATIONS, cap=context.cap, view=view)


def get_application(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /applications/{id}`."""
    return full_application(context.serializer, _application(context, request))


def get_application_settings(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /applications/{id}/settings`."""
    return application_settings(context.serializer, _application(context, request))


def get_application_qc_thresholds(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /applications/{id}/qcthresholds`."""
    records = context.world.thresholds.get(_application(context, request).id, {})
    return {"QcThresholds": [threshold_view(record) for record in records.values()]}


def put_application_qc_thresholds(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `PUT /applications/{id}/qcthresholds`."""
    record = _application(context, request)
    given = objects_in("qcthresholds", request.query.text("qcthresholds"), request.body, "QcThresholds")
    thresholds = [threshold(body, dataset_type_needed=True, types=context.world.types) for body in given]
    context.world.thresholds[record.id] |= {
        (threshold_record.name, threshold_record.dataset_type_id): threshold_record for threshold_record in thresholds
    }
    return get_application_qc_thresholds(context, request)


def get_workflow_dependencies(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /applications/{id}/workflowdependencies`."""
    record = _application(context, request)
    version, dependencies = context.world.dependencies.get(record.id, ("1", []))
    return {"Version": version, "Dependencies": dependencies}


def put_workflow_dependencies(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `PUT /applications/{id}/workflowdependencies`."""
    record = _application(context, request)
    given = objects_in("dependencies", request.query.text("dependencies"), request.body, "Dependencies")
    version = request.query.text("version") or "1"
    context.world.dependencies[record.id] = (version, [dependency(body) for body in given])
    return get_workflow_dependencies(context, request)


def save_workflow(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `POST /applications/{id}/workflows`: create or update a workflow (reference).

    The workflow is made of an analysis of the application; one of the same name is changed.

    Raises:
        InvalidValueError: If name or analysis are missing.
        RuleBrokenError: If the analysis is of another application.
    """
    world, source = context.world, _application(context, request)
    name, description = request.body.text("Name"), request.body.text("ShortDescription")
    session_id = request.body.text("AppSessionId")
    if not name or not name.strip() or not session_id:
        raise InvalidValueError("A workflow needs Name and AppSessionId")
    session = get_record(world.appsessions, session_id, "AppSession")
    if session.application_id != source.id:
        raise RuleBrokenError(f"The analysis {session.id} is of the application {session.application_id}")
    same = (
        application
        for application in world.applications.values()
        if (application.name, application.source_id) == (name, source.id)
    )
    known = next(same, None)
    if known is not None:
        text = known.description if description is None else description
        workflow = evolve(known, description=text, session_id=session.id)
    else:
        number = str(5_100_000 + world.number("workflow"))
        family = f"simulator.workflow-{number}"
        workflow = ApplicationRecord(
            number, name, family, "1.0.0", "Workflow", description or "", world.now(), source.id, session.id
        )
    world.applications[workflow.id] = workflow
    return application(context.serializer, workflow)
