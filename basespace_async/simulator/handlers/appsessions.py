"""Analyses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..queries import Query
from ..rules import analyses, properties
from ..serializers.analyses import appsession, full_appsession, full_trash_item, total_size
from ..serializers.context import SerializerContext
from ..serializers.properties import ITEMS_SHOWN, of_appsession, property_view, session_property
from ..world.records import AppSessionRecord, PropertyRecord
from ..world.world import World
from .comments import comments_on
from .context import HandlerContext, HandlerRequest, HandlerResult, get_record
from .files import files_page
from .pages import Selection, order
from .properties import items_page, properties_page, written_page


def session_order(serializer: SerializerContext) -> Any:
    """Return the orders that analyses can be sorted in."""
    applications = serializer.world.applications
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
        TotalSize=lambda record: total_size(serializer, record),
        QcStatus=lambda record: record.qc_status,
        DeliveryStatus=lambda record: record.delivery_status,
    )


def _session(context: HandlerContext, request: HandlerRequest) -> AppSessionRecord:
    return get_record(context.world.appsessions, request.path["id"], "AppSession")


async def list_appsessions(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /appsessions`."""
    world, query = context.world, request.query
    since, biosamples = query.date("datemodified"), query.numbers("input.biosamples")
    projects, runs = query.numbers("output.projects"), query.numbers("input.runs")
    families, names = query.several("applicationfamilyslugs"), query.several("propertyfilters")
    app, user = query.numbers("appid"), query.numbers("usercreatedby")

    def admits(record: AppSessionRecord) -> bool:
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
            and (not names or not names.isdisjoint(of_appsession(context.serializer, record)))
        )

    texts = tuple(query.several(name) for name in ("name", "executionstatus", "qcstatus", "deliverystatus"))
    filters = (*texts, app, families, user, since, projects, runs, biosamples, names)
    selection = Selection(filters, _candidates(world, biosamples), admits) if any(filters) else Selection()
    children = query.includes("Children")
    query.flag("ownedbycurrentuser")  # all analyses of the simulator are the user's

    def view(record: AppSessionRecord) -> Any:
        session_view = appsession(context.serializer, record)
        if children:
            session_view["Children"] = [appsession(context.serializer, child) for child in world.children_of(record)]
        if query.includes("Properties"):
            session_view["Properties"] = _property_container(context, record)
        if query.includes("Logs"):
            session_view["HrefLogs"] = f"{context.serializer.root}/appsessions/{record.id}/logfiles"
        return session_view

    return await context.selections.page(
        world.appsessions, query, session_order(context.serializer), selection, cap=context.cap, view=view
    )


def _candidates(world: World, biosamples: frozenset[str]) -> Iterable[int] | None:
    if not biosamples:
        return None
    return sorted({position for biosample in biosamples for position in world.sessions_of_biosample(biosample)})


def get_appsession(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /appsessions/{id}`."""
    query = request.query
    return _full(context, _session(context, request), query)


def _full(context: HandlerContext, record: AppSessionRecord, query: Query) -> Any:
    view = full_appsession(context.serializer, record, children=query.includes("Children"), logs=query.includes("Logs"))
    return {**view, "Properties": _property_container(context, record)}


def _property_container(context: HandlerContext, record: AppSessionRecord) -> Any:
    records = of_appsession(context.serializer, record).values()
    shown = [
        property_view(context.serializer, property_record, f"appsessions/{record.id}") for property_record in records
    ]
    link = f"{context.serializer.root}/appsessions/{record.id}/properties"
    return {"Items": shown, "DisplayedCount": len(shown), "TotalCount": len(shown), "Href": link}


def update_appsession(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `POST /appsessions/{id}`."""
    changed = analyses.update(context.world, _session(context, request), request.body)
    return _full(context, changed, request.query)


def stop_appsession(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `POST /appsessions/{id}/stop`."""
    return _full(context, analyses.stop(context.world, _session(context, request)), request.query)


def delete_appsession(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `DELETE /appsessions/{id}`."""
    preserve, is_final = request.query.text("preserve"), request.query.flag("bypasstrash")
    item = analyses.delete(context.world, _session(context, request), preserve)
    if is_final and item is not None:
        del context.world.trash[item.id]
    return HandlerResult(205) if item is None else full_trash_item(context.serializer, item)


def list_appsession_comments(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /appsessions/{id}/comments`."""
    return comments_on(context, request, f"appsessions/{_session(context, request).id}")


def list_appsession_log_files(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /appsessions/{id}/logfiles`."""
    files = context.world.files.of_session(_session(context, request))
    return files_page(context, request.query, files, deeper="includesubdirectories")


def _properties(context: HandlerContext, request: HandlerRequest) -> Mapping[str, PropertyRecord]:
    return of_appsession(context.serializer, _session(context, request))


def list_appsession_properties(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /appsessions/{id}/properties`."""
    return properties_page(context, request, _properties(context, request), f"appsessions/{request.path['id']}")


def write_appsession_properties(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `POST /appsessions/{id}/properties`."""
    session = _session(context, request)
    written, is_new = properties.write(context.world, session, request.body)
    return HandlerResult(201 if is_new else 200, written_page(context, written, f"appsessions/{session.id}"))


def get_appsession_property(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /appsessions/{id}/properties/{name}`."""
    record = get_record(_properties(context, request), request.path["name"], "Property")
    items = request.query.number("propertyitemslimit", ITEMS_SHOWN)
    return session_property(context.serializer, record, _session(context, request), items=items)


def list_appsession_reports(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /appsessions/{id}/reports`: analyses of the simulator make none (inferred shape)."""
    _session(context, request)
    return {"Items": [], "Paging": {"DisplayedCount": 0, "TotalCount": 0, "Offset": 0, "Limit": 10}}


def delete_appsession_property(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `DELETE /appsessions/{id}/properties/{name}`."""
    record = get_record(_properties(context, request), request.path["name"], "Property")
    properties.delete(context.world, _session(context, request), record.name)
    return HandlerResult(204)


def list_appsession_property_items(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /appsessions/{id}/properties/{name}/items`."""
    return items_page(context, request, _properties(context, request))
