"""Biosamples, datasets, pools and lanes: updates."""

from __future__ import annotations

from attrs import evolve

from ..errors import InvalidValueError, RuleBrokenError, UnknownIdError
from ..queries import Body
from ..world.records import BiosampleRecord, DatasetRecord, LaneRecord, PoolRecord
from ..world.world import World
from . import analyses
from .comments import add_comment, comment_from
from .fastq_uploads import land

BIOSAMPLE_STATUSES = ("New", "Active", "Done", "QcFailed", "Canceled")
POOL_STATUSES = ("Active", "Failed", "Consumed", "QCFailed")
JUDGED = ("QcPassed", "QcFailed")


def update_biosample(world: World, biosample: BiosampleRecord, body: Body) -> BiosampleRecord:
    """Change a biosample. Any status may follow any other; Canceled cancels its analyses in progress (reference).

    Raises:
        InvalidValueError: If a value is not one that the service takes.
        UnknownIdError: If there is no such project.
    """
    name, project = body.text("BioSampleName"), body.text("DefaultProjectId")
    status, container = body.choice("Status", BIOSAMPLE_STATUSES), body.text("ContainerName")
    place, subject = body.text("ContainerPosition"), body.text("SubjectId")
    if name is not None and not name.strip():
        raise InvalidValueError("BioSampleName must not be empty")
    _check_project(world, project)
    changed = evolve(
        biosample,
        name=name or biosample.name,
        project_id=project or biosample.project_id,
        status=status or biosample.status,
        container=biosample.container if container is None else container,
        container_position=biosample.container_position if place is None else place,
        subject_id=biosample.subject_id if subject is None else subject,
        modified=world.now(),
    )
    if status == "Canceled":
        for session in world.sessions_with(biosample.id):
            if session.execution_status in analyses.IN_PROGRESS:
                analyses.end(world, session, "Canceled", "The biosample was canceled")
    return world.biosamples.put(changed)


def _check_project(world: World, project: str | None) -> None:
    if project is not None and project not in world.projects:
        raise UnknownIdError("Project")


def bulk_update(world: World, body: Body) -> list[BiosampleRecord]:
    """Change default project and container of many biosamples: of all that are named, or of none.

    Raises:
        InvalidValueError: If ids or project are missing.
        UnknownIdError: If there is no such biosample or project.
    """
    wanted, project = body.texts("Ids"), body.text("DefaultProjectId")
    container, place = body.text("ContainerName"), body.text("ContainerPosition")
    if not wanted or not project:
        raise InvalidValueError("Ids and DefaultProjectId are needed")
    _check_project(world, project)
    if any(biosample_id not in world.biosamples for biosample_id in wanted):
        raise UnknownIdError("BioSample")
    return [
        world.biosamples.put(
            evolve(
                biosample,
                project_id=project,
                container=biosample.container if container is None else container,
                container_position=biosample.container_position if place is None else place,
                modified=world.now(),
            )
        )
        for biosample in (world.biosamples[biosample_id] for biosample_id in dict.fromkeys(wanted))
    ]


def update_dataset(world: World, dataset: DatasetRecord, body: Body) -> DatasetRecord:
    """Change a dataset. Its QC status changes only when its upload is complete, to QcPassed or QcFailed (reference).

    Raises:
        InvalidValueError: If a value is not one that the service takes.
        RuleBrokenError: If the upload is not complete.
        UnknownIdError: If there is no such dataset type.
    """
    qc, comment = body.choice("QcStatus", JUDGED), comment_from(body)
    upload, type_id = body.text("UploadStatus"), body.text("DatasetTypeId")
    qc_summary, upload_summary = body.text("QcStatusSummary"), body.text("UploadStatusSummary")
    attributes = body.sections("Attributes")
    if type_id is not None and type_id not in world.types:
        raise UnknownIdError("DatasetType")
    # The observed spelling is `Completed`, the reference's `Complete`.
    if qc is not None and (upload or dataset.upload_status) not in ("Complete", "Completed"):
        raise RuleBrokenError(
            f"QcStatus may be changed only when UploadStatus is Complete; it is {upload or dataset.upload_status}"
        )
    changed = evolve(
        dataset,
        qc_status=qc or dataset.qc_status,
        qc_summary=dataset.qc_summary if qc_summary is None else qc_summary,
        upload_status=upload or dataset.upload_status,
        upload_summary=dataset.upload_summary if upload_summary is None else upload_summary,
        type_id=type_id or dataset.type_id,
        attributes={**dataset.attributes, **attributes},
        modified=world.now(),
    )
    changes = [("QcStatus", dataset.qc_status, qc)] if qc is not None else []
    add_comment(world, f"datasets/{dataset.id}", comment, changes)
    kept = world.datasets.put(changed)
    return land(world, kept) if upload in ("Complete", "Completed") else kept


def update_pool(world: World, pool: PoolRecord, body: Body) -> PoolRecord:
    """Change a pool. Failed and QCFailed exclude its FASTQ datasets from analyses and from the yield (reference).

    Raises:
        InvalidValueError: If a value is not one that the service takes.
    """
    status, name, notes = body.choice("Status", POOL_STATUSES), body.text("UserPoolId"), body.text("Notes")
    changed = evolve(
        pool,
        status=status or pool.status,
        name=name or pool.name,
        notes=pool.notes if notes is None else notes,
        modified=world.now(),
    )
    return world.pools.put(changed)


def update_lane(world: World, lane: LaneRecord, body: Body) -> LaneRecord:
    """Judge a lane: QcPassed or QcFailed (reference).

    Raises:
        InvalidValueError: If a value is not one that the service takes.
    """
    status, comment = body.choice("Status", JUDGED), comment_from(body)
    changes = [("Status", lane.status, status)] if status is not None else []
    add_comment(world, f"lanes/{lane.id}", comment, changes)
    return world.lanes.put(evolve(lane, status=status or lane.status, modified=world.now()))
