"""Analyses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..errors import UnknownIdError
from ..queries import Query
from ..rules import analyses, properties
from ..serializers.analyses import appsession, full_appsession, full_trash_item, total_size
from ..serializers.properties import ITEMS_SHOWN, full_property, of_appsession, property_item, property_view
from ..serializers.view_context import ViewContext
from ..world.records import AppSession, Property
from ..world.world import World
from .comments import comments_on
from .files import files_page
from .pages import Selection, order, page
from .service import Call, HandlerResult, Service, found

PROPERTIES = order("Name", Name=lambda record: record.name)
ITEMS = order("DateCreated", DateCreated=lambda number: number)
ITEMS_LIMIT = 50
"""Items of a property on a page, where no limit is asked for (observed)."""


def session_order(scene: ViewContext) -> Any:
    applications = scene.world.applications
    return order(
        "DateCreated",
        natural=["DateCreated", "Id"],
        Name=lambda record: record.name,
        Id=lambda record: record.position,
        AppId=lambda record: int(record.application_id),
        ExecutionStatus=lambda record: record.execution_status,
        ModifiedOn=lambda record: record.modified,
        DateCreated=lambda record: record.created,
        AppName=lambda record: applications[record.application_id].name,
        TotalSize=lambda record: total_size(scene, record),
        QcStatus=lambda record: record.qc_status,
        DeliveryStatus=lambda record: record.delivery_status,
    )


def _session(service: Service, call: Call) -> AppSession:
    return found(service.world.appsessions, call.path["id"], "AppSession")


async def list_appsessions(service: Service, call: Call) -> Any:
    world, query = service.world, call.query
    since, biosamples = query.date("datemodified"), query.numbers("input.biosamples")
    projects, runs = query.numbers("output.projects"), query.numbers("input.runs")
    families, names = query.several("applicationfamilyslugs"), query.several("propertyfilters")
    app, user = query.numbers("appid"), query.numbers("usercreatedby")

    def admits(record: AppSession) -> bool:
        return (
            query.admits("name", record.name)
            and query.admits("executionstatus", record.execution_status)
            and query.admits("qcstatus", record.qc_status)
            and query.admits("deliverystatus", record.delivery_status)
            and (not app or record.application_id in app)
            and (not families or world.applications[record.application_id].family in families)
            and (not user or world.user.id in user)
            and (since is None or record.modified >= since)
            and (not projects or record.project_id in projects)
            and (not runs or record.run_id in runs)
            and (not biosamples or not biosamples.isdisjoint(record.biosample_ids))
            and (not names or not names.isdisjoint(of_appsession(service.scene, record)))
        )

    texts = tuple(query.several(name) for name in ("name", "executionstatus", "qcstatus", "deliverystatus"))
    filters = (*texts, app, families, user, since, projects, runs, biosamples, names)
    selection = Selection(filters, _candidates(world, biosamples), admits) if any(filters) else Selection()
    children = query.includes("Children")

    def view(record: AppSession) -> Any:
        made = appsession(service.scene, record)
        if children:
            made["Children"] = [appsession(service.scene, each) for each in world.children_of(record)]
        if query.includes("Logs"):
            made["HrefLogs"] = f"{service.scene.root}/appsessions/{record.id}/logfiles"
        return made

    return await service.selections.page(
        world.appsessions, query, session_order(service.scene), selection, cap=service.cap, view=view
    )


def _candidates(world: World, biosamples: frozenset[str]) -> Iterable[int] | None:
    if not biosamples:
        return None
    return sorted({position for each in biosamples for position in world.sessions_of_biosample(each)})


def get_appsession(service: Service, call: Call) -> Any:
    query = call.query
    return _full(service, _session(service, call), query)


def _full(service: Service, record: AppSession, query: Query) -> Any:
    view = full_appsession(service.scene, record, children=query.includes("Children"), logs=query.includes("Logs"))
    found_properties = of_appsession(service.scene, record).values()
    shown = [property_view(service.scene, each, f"appsessions/{record.id}") for each in found_properties]
    link = f"{service.scene.root}/appsessions/{record.id}/properties"
    counts = {"DisplayedCount": len(shown), "TotalCount": len(shown)}
    return {**view, "Properties": {"Items": shown, **counts, "Href": link}}


def update_appsession(service: Service, call: Call) -> Any:
    changed = analyses.update(service.world, _session(service, call), call.body)
    return _full(service, changed, call.query)


def stop_appsession(service: Service, call: Call) -> Any:
    return _full(service, analyses.stop(service.world, _session(service, call)), call.query)


def delete_appsession(service: Service, call: Call) -> Any:
    item = analyses.delete(service.world, _session(service, call), call.query.text("preserve"))
    return HandlerResult(205) if item is None else full_trash_item(service.scene, item)


def list_appsession_comments(service: Service, call: Call) -> Any:
    return comments_on(service, call, f"appsessions/{_session(service, call).id}")


def list_appsession_log_files(service: Service, call: Call) -> Any:
    files = service.world.files.of_session(_session(service, call))
    return files_page(service, call.query, files, deeper="includesubdirectories")


def list_appsession_properties(service: Service, call: Call) -> Any:
    session, query = _session(service, call), call.query
    names = query.several("propertyfilters")
    records = [each for each in of_appsession(service.scene, session).values() if not names or each.name in names]
    items = query.number("propertyitemslimit", ITEMS_SHOWN)
    view = lambda record: property_view(service.scene, record, f"appsessions/{session.id}", items=items)  # noqa: E731
    cap = min(service.cap, query.number("propertieslimit", service.cap))
    return page(records, query, PROPERTIES, cap=cap, view=view)


def write_appsession_properties(service: Service, call: Call) -> Any:
    session = _session(service, call)
    written, is_new = properties.write(service.scene, session, call.body)
    items = [property_view(service.scene, each, f"appsessions/{session.id}") for each in written]
    paging = {"DisplayedCount": len(items), "TotalCount": len(items), "Offset": 0, "Limit": len(items)}
    body = {"Items": items, "Paging": {**paging, "SortDir": "Asc", "SortBy": "Name"}}
    return HandlerResult(201 if is_new else 200, body)


def _property(service: Service, call: Call) -> Property:
    return found(of_appsession(service.scene, _session(service, call)), call.path["name"], "Property")


def get_appsession_property(service: Service, call: Call) -> Any:
    return full_property(service.scene, _property(service, call), _session(service, call))


def delete_appsession_property(service: Service, call: Call) -> Any:
    properties.delete(service.scene, _session(service, call), _property(service, call).name)
    return HandlerResult(204)


def list_appsession_property_items(service: Service, call: Call) -> Any:
    record = _property(service, call)
    if not record.type.endswith("[]"):
        raise UnknownIdError("Property")
    view = lambda number: property_item(service.scene, record, number)  # noqa: E731
    numbers = range(len(record.values))
    return page(numbers, call.query, ITEMS, cap=service.cap, view=view, default_limit=ITEMS_LIMIT)
