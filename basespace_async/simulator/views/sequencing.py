"""Runs, lanes and instruments."""

from __future__ import annotations

from ..population import INSTRUMENTS
from ..records import Biosample, Lane, Run
from .people import me
from .scene import Scene, View, date


def instrument(run: Run) -> View:
    serial, _ = INSTRUMENTS[run.instrument]
    return {"InstrumentId": 4_155_151 + run.instrument, "Name": serial, "SerialNumber": serial}


def run(scene: Scene, record: Run) -> View:
    serial, kind = INSTRUMENTS[record.instrument]
    ended = record.created + record.duration
    return {
        "Id": record.id,
        "Href": f"v1pre3/runs/{record.id}",  # relative, and of the older version (observed)
        "Name": record.name,
        "Number": record.number,
        "ExperimentName": record.experiment,
        "Status": "Complete",
        "FlowcellBarcode": record.flowcell,
        "DateCreated": date(record.created),
        "DateModified": date(ended),
        "UserOwnedBy": me(scene),
        "UserUploadedBy": me(scene),
        "TotalSize": sum(file.content.size for file in scene.world.files.of_run(record)),
        "PlatformName": kind,
        "Workflow": record.workflow,
        "Instrument": instrument(record),
        "InstrumentName": serial,
        "InstrumentType": kind,
        "NumCyclesRead1": 151,
        "NumCyclesRead2": 151,
        "NumCyclesIndex1": 8,
        "NumCyclesIndex2": 8,
        "HasCollaborators": False,
        "IsArchived": False,
        "IsZipped": False,
        "SequencingStats": sequencing_statistics(record),
        "AnalysisSettings": {"ReverseComplementI5Index": False},
        "LaneAndQcStatus": "QcPassed",
        "LimsStatus": "NoLims",
        "DateInstrumentStarted": date(record.created),
        "DateInstrumentCompleted": date(ended),
    }


def sequencing_statistics(record: Run) -> View:
    reads = 300_000_000 + record.position % 1000 * 100_000
    return {
        "Chemistry": "Amplicon",
        "ErrorRate": 0.42,
        "ErrorRateR1": 0.35,
        "ErrorRateR2": 0.49,
        "Href": f"v1pre3/runs/{record.id}/sequencingstats",
        "IntensityCycle1": 490.789,
        "IsIndexed": True,
        "MaxCycleCalled": 318,
        "MaxCycleExtracted": 318,
        "MaxCycleScored": 318,
        "MinCycleCalled": 318,
        "NumCyclesIndex1": 8,
        "NumCyclesIndex2": 8,
        "NumCyclesRead1": 151,
        "NumCyclesRead2": 151,
        "NumLanes": 8,
        "NumReads": 4,
        "NumSurfaces": 2,
        "PercentAligned": 1.1,
        "PercentGtQ30": record.quality,
        "PercentPf": 0.9,
        "ProjectedTotalYield": round(reads * 302 / 1e9, 3),
        "ReadsPfTotal": reads * 9 // 10,
        "ReadsTotal": reads,
        "YieldTotal": round(reads * 302 / 1e9, 3),
        "Clusters": reads,
        "ClustersPf": reads * 9 // 10,
    }


def lane(scene: Scene, record: Lane) -> View:
    link = f"{scene.root}/lanes/{record.id}"
    return {
        "Id": record.id,
        "Href": link,
        "LaneNumber": record.number,
        "Status": record.status,
        **record.metrics,
        "HrefComments": f"{link}/comments",
        "ContainsComments": bool(scene.world.comments.get(f"lanes/{record.id}")),
        "HrefLaneSequencingStats": f"{link}/sequencingstats",
    }


def lane_summary(scene: Scene, sample: Biosample, record: Run, place: Lane) -> View:
    """That a biosample's library was sequenced on a lane."""
    return {
        "RunId": record.id,
        "ExperimentName": record.experiment,
        "FlowcellBarcode": record.flowcell,
        "Workflow": record.workflow,
        "DateModified": date(place.modified),
        "RunStatus": "Complete",
        "UserOwnedBy": me(scene),
        "LaneId": place.id,
        "LaneNumber": place.number,
        "LaneStatus": place.status,
        "LibraryName": f"LIB-{sample.position:06d}",
        "FastQStatus": "Complete",
    }
