"""Runs, lanes and instruments."""

from __future__ import annotations

from ..world.factory import INSTRUMENTS
from ..world.records import BiosampleRecord, LaneRecord, RunRecord
from .accounts import me, older_user
from .context import JsonObject, SerializerContext, date


def instrument(run: RunRecord) -> JsonObject:
    """Serialize the instrument of a run."""
    serial, _ = INSTRUMENTS[run.instrument]
    return {"InstrumentId": 4_155_151 + run.instrument, "Name": serial, "SerialNumber": serial}


def run(context: SerializerContext, record: RunRecord) -> JsonObject:
    """Serialize a run."""
    serial, platform = INSTRUMENTS[record.instrument]
    ended = record.created + record.duration
    return {
        "Id": record.id,
        "Href": f"v1pre3/runs/{record.id}",  # relative, and of the older version (observed)
        "Name": record.name,
        "Number": record.number,
        "ExperimentName": record.experiment,
        "Status": record.status,
        "ReagentBarcode": f"RG{record.position:08d}",
        "FlowcellBarcode": record.flowcell,
        "DateCreated": date(record.created),
        "DateModified": date(ended),
        "UserOwnedBy": older_user(context.world.user),
        "UserUploadedBy": older_user(context.world.user),
        "TotalSize": sum(file.content.size for file in context.world.files.of_run(record)),
        "PlatformName": platform,
        "Workflow": record.workflow,
        "Instrument": instrument(record),
        "InstrumentName": serial,
        "InstrumentType": platform,
        "NumCyclesRead1": 151,
        "NumCyclesRead2": 151,
        "NumCyclesIndex1": 8,
        "NumCyclesIndex2": 8,
        "HasCollaborators": False,
        "IsArchived": context.world.is_archived(record),
        "IsZipping": False,
        "IsZipped": False,
        "IsUnzipping": False,
        "SequencingStats": sequencing_statistics(record),
        "AnalysisSettings": {"ReverseComplementI5Index": False},
        "LaneAndQcStatus": "QcPassed",
        "LimsStatus": "NoLims",
        "DateInstrumentStarted": date(record.created),
        "DateInstrumentCompleted": date(ended),
    }


def sequencing_statistics(record: RunRecord) -> JsonObject:
    """Serialize the sequencing statistics of a run."""
    reads = 300_000_000 + record.position % 1000 * 100_000
    total = round(reads * 302 / 1e9, 3)
    return {
        "Chemistry": "Amplicon",
        "ErrorRate": 0.42,
        "ErrorRateR1": 0.35,
        "ErrorRateR2": 0.49,
        "Href": f"v1pre3/runs/{record.id}/sequencingstats",
        "IntensityCycle1": 490.789,
        "IsIndexed": True,
        **{f"{end}Cycle{done}": 318 for end in ("Max", "Min") for done in ("Called", "Extracted", "Scored")},
        "NonIndexedErrorRate": 0,
        "NonIndexedIntensityCycle1": 252.8,
        "NonIndexedPercentAligned": 0,
        "NonIndexedPercentGtQ30": record.quality,
        "NonIndexedProjectedTotalYield": total,
        "NonIndexedYieldTotal": total,
        "NumCyclesIndex1": 8,
        "NumCyclesIndex2": 8,
        "NumCyclesRead1": 151,
        "NumCyclesRead2": 151,
        "NumLanes": 8,
        "NumReads": 4,
        "NumSurfaces": 2,
        "NumSwathsPerLane": 4,
        "NumTilesPerSwath": 78,
        "PercentAligned": 1.1,
        "PercentGtQ30": record.quality,
        "PercentGtQ30R1": record.quality,
        "PercentGtQ30R2": record.quality,
        "PercentGtQ30Last10Cycles": 0,
        "PercentPf": 0.9,
        "PercentResynthesis": 97.7,
        "PhasingR1": 0.22,
        "PhasingR2": 0.22,
        "PrePhasingR1": 0.08,
        "PrePhasingR2": 0.09,
        "ProjectedTotalYield": total,
        "ReadsPfTotal": reads * 9 // 10,
        "ReadsTotal": reads,
        "YieldTotal": total,
        "Clusters": reads,
        "ClustersPf": reads * 9 // 10,
        "ClusterDensity": 0,
        "Occupancy": 0,
    }


def lane(context: SerializerContext, record: LaneRecord) -> JsonObject:
    """Serialize a lane with its metrics."""
    link = f"{context.root}/lanes/{record.id}"
    return {
        "Id": record.id,
        "Href": link,
        "LaneNumber": record.number,
        "Status": record.status,
        **record.metrics,
        "HrefComments": f"{link}/comments",
        "ContainsComments": bool(context.world.comments.get(f"lanes/{record.id}")),
        "HrefLaneSequencingStats": f"{link}/sequencingstats",
    }


def lane_statistics(context: SerializerContext, record: LaneRecord) -> JsonObject:
    """Serialize the sequencing statistics of a lane (inferred)."""
    link = f"{context.root}/lanes/{record.id}/sequencingstats"
    return {"Href": link, "LaneId": record.id, "LaneNumber": record.number, **record.metrics}


def run_statistics(context: SerializerContext, record: RunRecord) -> JsonObject:
    """Serialize the sequencing statistics of a run, its reads and its lanes (client)."""
    ends = ((1, 151, False), (2, 8, True), (3, 8, True), (4, 151, False))
    summary = run(context, record)
    return {
        "Run": {name: summary[name] for name in ("Id", "Name", "DateCreated", "DateModified", "UserOwnedBy", "Href")},
        "Reads": [
            {"ReadNumber": number, "IsIndexed": is_index, "TotalCycles": cycles} for number, cycles, is_index in ends
        ],
        "Lanes": [lane(context, lane_record) for lane_record in context.world.lanes_of(record)],
        **sequencing_statistics(record),
    }


def newer_run(context: SerializerContext, record: RunRecord) -> JsonObject:
    """Serialize a run as v2 has it, under its token (client)."""
    older = run(context, record)
    shared = (
        *("Name", "ExperimentName", "DateCreated", "DateModified", "Status", "UserOwnedBy", "UserUploadedBy"),
        *("DateInstrumentStarted", "DateInstrumentCompleted", "FlowcellBarcode", "ReagentBarcode", "LaneAndQcStatus"),
        *("Workflow", "TotalSize", "IsArchived", "IsZipping", "IsZipped", "IsUnzipping"),
    )
    token = context.world.factory.run_tokens.of(record.position)
    link, machine = f"{context.root}/runs/{token}", older["Instrument"]
    return {
        "Id": token,
        "Href": link,
        "HrefFiles": f"{link}/files",
        "V1Pre3Id": record.id,
        "Instrument": {
            "Id": machine["InstrumentId"],
            "Name": machine["Name"],
            "Number": record.number,
            "Type": older["InstrumentType"],
            "PlatformName": older["PlatformName"],
        },
        "InstrumentRunStatus": record.instrument_status,
        "UploadStatus": record.upload_status,
        **{name: older[name] for name in shared},
    }


def lane_summary(
    context: SerializerContext, sample: BiosampleRecord, record: RunRecord, place: LaneRecord
) -> JsonObject:
    """Serialize that a biosample's library was sequenced on a lane."""
    return {
        "RunId": record.id,
        "ExperimentName": record.experiment,
        "FlowcellBarcode": record.flowcell,
        "Workflow": record.workflow,
        "DateModified": date(place.modified),
        "RunStatus": "Complete",
        "UserOwnedBy": me(context),
        "LaneId": place.id,
        "LaneNumber": place.number,
        "LaneStatus": place.status,
        "LibraryName": f"LIB-{sample.position:06d}",
        "FastQStatus": "Complete",
    }
