"""Applications and workflows."""

from __future__ import annotations

from typing import Any

from attrs import evolve

from ..errors import BadRequestError, RuleBrokenError
from ..rules.thresholds import dependency, objects_in, threshold
from ..serializers.analyses import application, application_settings, full_application
from ..world.records import Application
from .pages import order, page
from .sequencing import threshold_view
from .service import Call, Service, found

APPLICATIONS = order(
    "Id",
    Id=lambda record: int(record.id),
    DateCreated=lambda record: record.created,
    DatePublished=lambda record: record.created,
    Name=lambda record: record.name,
    VersionNumber=lambda record: record.version,
)


def _application(service: Service, call: Call) -> Application:
    return found(service.world.applications, call.path["id"], "Application")


def list_applications(service: Service, call: Call) -> Any:
    world, query = service.world, call.query
    references = query.text("references")

    def admits(record: Application) -> bool:
        source = world.applications.get(record.source_id or "")
        slugs = (source.family, f"{source.family}.{source.version}") if source else ()
        return (
            (query.text("category") in (None, record.category))
            and query.text("id") in (None, record.id)
            and (references is None or references in slugs)
        )

    view = lambda record: application(service.scene, record)  # noqa: E731
    return page(filter(admits, world.applications.values()), query, APPLICATIONS, cap=service.cap, view=view)


def get_application(service: Service, call: Call) -> Any:
    return full_application(service.scene, _application(service, call))


def get_application_settings(service: Service, call: Call) -> Any:
    return application_settings(service.scene, _application(service, call))


def get_application_qc_thresholds(service: Service, call: Call) -> Any:
    records = service.world.thresholds.get(_application(service, call).id, {})
    return {"QcThresholds": [threshold_view(each) for each in records.values()]}


def put_application_qc_thresholds(service: Service, call: Call) -> Any:
    record = _application(service, call)
    given = objects_in("qcthresholds", call.query.text("qcthresholds"), call.body, "QcThresholds")
    made = [threshold(each, dataset_type_needed=True, types=service.world.types) for each in given]
    service.world.thresholds[record.id] |= {(each.name, each.dataset_type_id): each for each in made}
    return get_application_qc_thresholds(service, call)


def get_workflow_dependencies(service: Service, call: Call) -> Any:
    record = _application(service, call)
    version, dependencies = service.world.dependencies.get(record.id, ("1", []))
    return {"Version": version, "Dependencies": dependencies}


def put_workflow_dependencies(service: Service, call: Call) -> Any:
    record = _application(service, call)
    given = objects_in("dependencies", call.query.text("dependencies"), call.body, "Dependencies")
    version = call.query.text("version") or "1"
    service.world.dependencies[record.id] = (version, [dependency(each) for each in given])
    return get_workflow_dependencies(service, call)


def save_workflow(service: Service, call: Call) -> Any:
    """Make a workflow of an analysis of an application; one of the same name is changed (reference: create or update).

    Raises:
        BadRequestError: name or analysis are missing.
        RuleBrokenError: the analysis is of another application.
    """
    world, source = service.world, _application(service, call)
    name, description = call.body.text("Name"), call.body.text("ShortDescription")
    session_id = call.body.text("AppSessionId")
    if not name or not name.strip() or not session_id:
        raise BadRequestError("A workflow needs Name and AppSessionId")
    session = found(world.appsessions, session_id, "AppSession")
    if session.application_id != source.id:
        raise RuleBrokenError(f"The analysis {session.id} is of the application {session.application_id}")
    same = (each for each in world.applications.values() if (each.name, each.source_id) == (name, source.id))
    known = next(same, None)
    if known is not None:
        text = known.description if description is None else description
        made = evolve(known, description=text, session_id=session.id)
    else:
        number = str(5_100_000 + world.number("workflow"))
        family = f"simulator.workflow-{number}"
        made = Application(
            number, name, family, "1.0.0", "Workflow", description or "", world.now(), source.id, session.id
        )
    world.applications[made.id] = made
    return application(service.scene, made)
