"""Instruments, and the sample sheets and lanes of their runs (client)."""

from __future__ import annotations

from typing import Any

from ..serializers.context import date
from ..serializers.samples import biosample, library
from ..serializers.sequencing import run
from ..world.factory import INSTRUMENTS
from ..world.records import BiosampleRecord, RunRecord
from .context import HandlerContext, HandlerRequest
from .libraries import library_id_of
from .pages import order, page
from .sequencing import find_run

_ORDER = order("Id", Id=lambda number: number, Name=lambda number: INSTRUMENTS[number][0])
_LANES = order("Id", Id=lambda pair: pair[0])
_FIRST = 4_155_151


def list_instruments(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /instruments`."""
    for name in ("allworkgroups", "activeruns"):
        request.query.flag(name)
    numbers = [] if request.query.flag("activeruns") else range(len(INSTRUMENTS))  # no run is under way
    return page(numbers, request.query, _ORDER, cap=context.cap, view=_instrument)


def _instrument(number: int) -> dict[str, Any]:
    return {"Id": str(_FIRST + number), "Name": INSTRUMENTS[number][0]}


def list_instrument_status(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /instrumentstatus`."""
    request.query.flag("includeactiveruns")
    wanted = request.query.several("serialnumbers")
    numbers = [number for number, (serial, _) in enumerate(INSTRUMENTS) if not wanted or serial in wanted]

    def view(number: int) -> Any:
        serial, model = INSTRUMENTS[number]
        last = date(context.world.clock.start)
        software = [{"ApplicationName": f"{model} Control Software", "Version": "4.0.1"}]
        machine = {"SerialNumber": serial, "InstrumentType": model, "SideCount": 1, "Software": software}
        return {**_instrument(number), **machine, "ActiveRuns": [], "LastRunStartDate": last}

    return page(numbers, request.query, _ORDER, cap=context.cap, view=view)


def _samples(context: HandlerContext, record: RunRecord) -> list[BiosampleRecord]:
    world = context.world
    positions = world.topology.biosamples_of_run(record.position)
    return [world.biosamples.at(position) for position in world.biosamples.positions(positions)]


def get_sample_sheet(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /runs/{id}/samplesheet`."""
    record = find_run(context, request)
    _, model = INSTRUMENTS[record.instrument]
    settings = {"FileFormatVersion": "2", "RunName": record.experiment, "InstrumentType": model}
    rows = [{"Sample_ID": sample.name, "Lane": "1", "Index": "ACGTACGT"} for sample in _samples(context, record)]
    reads = {"Read1Cycles": "151", "Read2Cycles": "151", "Index1Cycles": "8", "Index2Cycles": "8"}
    return {
        "NeedsAttention": False,
        "FormatVersion": "2",
        "HeaderSettings": _settings(settings),
        "ReadSettings": _settings(reads),
        "Manifests": [],
        "SequencingSettings": [],
        "Applications": [{"Name": "BCLConvert", "Settings": _settings({"SoftwareVersion": "4.2.7"}), "Data": rows}],
    }


def _settings(values: dict[str, str]) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in values.items()]


def list_lane_library_mappings(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /runs/{id}/lanelibrarymappings`: every library of a run is in each of its lanes."""
    record, world, serializer = find_run(context, request), context.world, context.serializer
    lanes = world.lanes_of(record)
    pairs = [
        ((place.number, sample.position), place, sample) for place in lanes for sample in _samples(context, record)
    ]

    def view(pair: Any) -> Any:
        _, place, sample = pair
        library_record = world.libraries.get(library_id_of(sample))
        project = world.projects[sample.project_id]
        body = {
            "LaneId": place.id,
            "LaneNumber": place.number,
            "BioSampleName": sample.name,
            "BioSample": biosample(serializer, sample),
            "ProjectName": project.name,
            "DataSetName": f"{sample.name}_L{place.number:03d}",
            "DatasetYieldBp": run(serializer, record)["SequencingStats"]["ReadsPfTotal"],
        }
        if library_record is None:
            return body
        return body | {"LibraryName": library_record.name, "Library": library(serializer, library_record)}

    return page(pairs, request.query, _LANES, cap=context.cap, view=view)
