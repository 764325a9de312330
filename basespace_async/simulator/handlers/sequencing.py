"""Runs, lanes and instruments."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from attrs import evolve

from ..errors import InvalidValueError, UnknownIdError
from ..rules import samples
from ..rules.thresholds import objects_in, threshold
from ..serializers.context import date
from ..serializers.sequencing import lane, lane_statistics, newer_run, run_statistics, sequencing_statistics
from ..world.factory import INSTRUMENTS
from ..world.records import LaneRecord, RunRecord, ThresholdRecord
from ..world.world import World
from .comments import comments_on
from .context import HandlerContext, HandlerRequest, get_record
from .datasets import runs_of_project
from .files import files_page, sub_directories
from .pages import Selection, SortOrder, order, page

INSTRUMENT_ORDER = order(
    "Id",
    Id=lambda view: view["InstrumentId"],
    Name=lambda view: view["Name"],
    SerialNumber=lambda view: view["SerialNumber"],
)
BACK = timedelta(days=365)
"""How far statistics reach back where no beginning is asked for (inferred)."""
MAX_BINS = 5000
_RUN_FILTERS: Mapping[str, Callable[[RunRecord], str]] = {
    "statuses": lambda record: record.status,
    "instrumenttype": lambda record: INSTRUMENTS[record.instrument][1],
    "laneandqcstatuses": lambda record: "QcPassed",
    "flowcellbarcode": lambda record: record.flowcell,
    "experimentname": lambda record: record.experiment,
}
Span = tuple[datetime, datetime]


RUNS = order(
    "Id",
    natural=["Id", "DateCreated"],
    Id=lambda record: record.position,
    DateCreated=lambda record: record.created,
    ExperimentName=lambda record: record.experiment,
    FlowcellBarcode=lambda record: record.flowcell,
    LaneAndQcStatus=lambda record: "QcPassed",
    PlatformName=lambda record: INSTRUMENTS[record.instrument][1],
    Status=lambda record: record.status,
    InstrumentName=lambda record: INSTRUMENTS[record.instrument][0],
    Name=lambda record: record.name,
)


def find_run(context: HandlerContext, request: HandlerRequest) -> RunRecord:
    """Return the run that a request names by its id or its token.

    Raises:
        UnknownIdError: If there is none.
    """
    return run_named(context, request.path["id"])


def run_named(context: HandlerContext, run_id: str) -> RunRecord:
    """Return the run of an id, or of a token.

    Raises:
        UnknownIdError: If there is none.
    """
    record = context.world.run_named(run_id)
    if record is None:
        raise UnknownIdError("Run")
    return record


async def list_runs(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /runs` (client)."""
    return await runs_page(context, request, lambda record: newer_run(context.serializer, record))


async def runs_page(
    context: HandlerContext,
    request: HandlerRequest,
    view: Callable[[RunRecord], Any],
    *,
    candidates: list[int] | None = None,
) -> Any:
    """Serve a page of the runs that a query's filters admit, of all or of these candidates."""
    world, query = context.world, request.query
    filters = tuple(query.several(name) for name in (*_RUN_FILTERS, "id", "output.projects"))
    named = {run.id for token in query.several("id") if (run := world.run_named(token)) is not None}
    sources = {
        run_id for project_id in query.several("output.projects") for run_id in runs_of_project(world, project_id)
    }

    def admits(record: RunRecord) -> bool:
        return (
            all(query.admits(name, value(record)) for name, value in _RUN_FILTERS.items())
            and ("id" not in query.values or record.id in named)
            and ("output.projects" not in query.values or record.id in sources)
        )

    selection = Selection((*filters, candidates is None), candidates, admits if any(filters) else None)
    return await context.selections.page(world.runs, query, _run_order(world), selection, cap=context.cap, view=view)


def _run_order(world: World) -> SortOrder:
    def size(record: RunRecord) -> int:
        return sum(file.content.size for file in world.files.of_run(record))

    return evolve(RUNS, keys={**RUNS.keys, "totalsize": ("TotalSize", size)})


def get_run(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /runs/{id}` (client)."""
    record = find_run(context, request)
    return {**newer_run(context.serializer, record), "SequencingStats": sequencing_statistics(record)}


def get_run_statistics(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /runs/{id}/sequencingstats` (client)."""
    return run_statistics(context.serializer, find_run(context, request))


def list_run_files(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /runs/{id}/files`."""
    record = find_run(context, request)
    files = context.world.files.of_run(record)
    body = files_page(context, request.query, files, deeper="recursive")
    if request.query.includes("Subdirectories"):
        link = f"{context.serializer.root}/runs/{record.id}/files"
        body["SubDirectories"] = sub_directories(context, request.query, files, link)
    return body


def get_lane_statistics(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /lanes/{id}/sequencingstats`: where a link of every lane leads (inferred)."""
    return lane_statistics(context.serializer, _lane(context, request))


def _lane(context: HandlerContext, request: HandlerRequest) -> LaneRecord:
    return get_record(context.world.lanes, request.path["id"], "Lane")


def get_lane(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /lanes/{id}`."""
    return lane(context.serializer, _lane(context, request))


def update_lane(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `POST /lanes/{id}`."""
    return lane(context.serializer, samples.update_lane(context.world, _lane(context, request), request.body))


def list_lane_comments(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /lanes/{id}/comments`."""
    return comments_on(context, request, f"lanes/{_lane(context, request).id}")


def threshold_view(record: ThresholdRecord) -> dict[str, Any]:
    """Serialize a QC threshold."""
    view = {"Name": record.name, "Operator": record.operator, "ThresholdValues": list(record.values)}
    if record.dataset_type_id:
        view["DatasetTypeId"] = record.dataset_type_id
    if record.group:
        view["Group"] = record.group
    return view


def get_lane_qc_thresholds(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /laneqcthresholds`."""
    return {"QcThresholds": [threshold_view(record) for record in context.world.lane_thresholds.values()]}


def put_lane_qc_thresholds(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `PUT /laneqcthresholds`."""
    given = objects_in("qcthresholds", request.query.text("qcthresholds"), request.body, "QcThresholds")
    thresholds = [threshold(body, dataset_type_needed=False, types=context.world.types) for body in given]
    context.world.lane_thresholds |= {(record.name, record.group): record for record in thresholds}
    return get_lane_qc_thresholds(context, request)


def list_instrument_statistics(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /instrumentstatistics`: seconds that each instrument ran, in all and by week or month."""
    world, query = context.world, request.query
    until = query.date("todate") or world.now()
    since = query.date("fromdate") or until - BACK
    if since > until:
        raise InvalidValueError("'fromdate' is after 'todate'")
    binning = (query.text("binby") or "month").lower()
    if binning not in ("week", "month"):
        raise InvalidValueError(f"'binby' must be week or month, not '{binning[:40]}'")
    zone = _zone(query.text("timezone") or "UTC")
    spans = list(_bins(since.astimezone(zone), until.astimezone(zone), binning))
    running = _running(world, since, until)
    serials = query.several("serialnumbers")

    def statistics(number: int) -> dict[str, Any]:
        serial, platform = INSTRUMENTS[number]
        own = running[number]
        return {
            "InstrumentId": 4_155_151 + number,
            "Name": serial,
            "SerialNumber": serial,
            "InstrumentType": platform,
            "TotalRunTime": _overlap(own, (since, until)),
            "FromDate": date(since),
            "ToDate": date(until),
            "Bins": [
                {"FromDate": date(span[0]), "ToDate": date(span[1]), "TotalRunTime": _overlap(own, span)}
                for span in spans
            ],
        }

    chosen = [number for number, (serial, _) in enumerate(INSTRUMENTS) if not serials or serial in serials]
    only = query.text("id")
    views = [view for view in map(statistics, chosen) if only in (None, str(view["InstrumentId"]))]
    return page(views, query, INSTRUMENT_ORDER, cap=context.cap, view=lambda view: view)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise InvalidValueError(f"'timezone' is unknown: '{name[:60]}'") from None


def _bins(since: datetime, until: datetime, binning: str) -> Iterator[Span]:
    """Yield weeks from Monday, or months, cut at the ends of the range."""
    day = since.replace(hour=0, minute=0, second=0, microsecond=0)
    start = day - timedelta(days=day.weekday()) if binning == "week" else day.replace(day=1)
    for _ in range(MAX_BINS):
        if start >= until:
            return
        end = start + timedelta(days=7) if binning == "week" else (start + timedelta(days=32)).replace(day=1)
        yield max(start, since), min(end, until)
        start = end
    raise InvalidValueError(f"the range has more than {MAX_BINS} {binning}s")


def _running(world: World, since: datetime, until: datetime) -> list[list[Span]]:
    """Return when each instrument ran; runs are in the order of their beginning."""
    spans: list[list[Span]] = [[] for _ in INSTRUMENTS]
    for position in world.runs.positions():
        run: RunRecord = world.runs.at(position)
        if run.created > until:
            break
        if run.created + run.duration > since:
            spans[run.instrument].append((run.created, run.created + run.duration))
    return spans


def _overlap(spans: list[Span], within: Span) -> float:
    """Return the seconds of the spans that lie within a range."""
    start, stop = within
    return sum((max(0.0, (min(end, stop) - max(begin, start)).total_seconds()) for begin, end in spans), 0.0)
