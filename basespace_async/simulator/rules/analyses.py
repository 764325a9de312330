"""Analyses: stop, update, delete."""

from __future__ import annotations

from attrs import evolve

from ..errors import InvalidValueError, RuleBrokenError
from ..queries import Body
from ..world.records import AppSessionRecord, TrashItemRecord
from ..world.world import STARTING, World
from .comments import add_comment, comment_from
from .fastq_uploads import complete_outputs

QC_STATUSES = ("QcPassed", "QcFailed", "Discarded")
DELIVERY_STATUSES = (
    "Undefined",
    "DoNotDeliver",
    "OnHold",
    "ReadyForDelivery",
    "DeliveryFailed",
    "DeliveryInProgress",
    "Delivered",
)
IN_PROGRESS = ("Running", *STARTING)
_STOPPED = {"Running": "Aborted", "Pending": "Canceled"}


def stop(world: World, session: AppSessionRecord) -> AppSessionRecord:
    """Stop an analysis: Running becomes Aborted and Pending becomes Canceled (reference).

    Raises:
        RuleBrokenError: If it is in another status.
    """
    status = _STOPPED.get(session.execution_status)
    if status is None:
        raise RuleBrokenError(
            f"An analysis must be Running or Pending to be stopped; this one is {session.execution_status}"
        )
    return end(world, session, status, "Stopped by the user")


def end(world: World, session: AppSessionRecord, status: str, summary: str) -> AppSessionRecord:
    """End an analysis before its time."""
    now = world.now()
    ended = evolve(session, execution_status=status, summary=summary, completed=now, modified=now)
    return world.appsessions.put(ended)


_STATUSES = {status.lower(): status for status in ("Running", "Complete", "NeedsAttention", "TimedOut", "Aborted")}


def set_status(world: World, session: AppSessionRecord, status: str | None, summary: str | None) -> AppSessionRecord:
    """Set the execution status of an analysis, as its own program does; Complete and Aborted are final (client).

    Raises:
        InvalidValueError: If the status is not one that a program sets.
        RuleBrokenError: If the analysis is Complete or Aborted.
    """
    wanted = _STATUSES.get((status or session.execution_status).lower())
    if wanted is None:
        raise InvalidValueError(f"status must be one of {', '.join(_STATUSES)}, not '{(status or '')[:40]}'")
    if session.execution_status in ("Complete", "Aborted"):
        raise RuleBrokenError(f"The analysis is {session.execution_status} and cannot be changed")
    summary = session.summary if summary is None else summary
    if wanted == "Complete":
        complete_outputs(world, session)
    if wanted != "Running":
        return end(world, session, wanted, summary)
    return world.appsessions.put(
        evolve(session, execution_status=wanted, summary=summary, completed=None, modified=world.now())
    )


def update(world: World, session: AppSessionRecord, body: Body) -> AppSessionRecord:
    """Change a name, a QC status or a delivery status, and keep a comment.

    The QC status changes only when the analysis is Complete or Aborted, the delivery status at any time; the execution
    status cannot be changed (reference).

    Raises:
        InvalidValueError: If a value is not one that the service takes.
        RuleBrokenError: If the change is not allowed now.
    """
    name, summary, comment = body.text("Name"), body.text("StatusSummary"), comment_from(body)
    qc, delivery = body.choice("QcStatus", QC_STATUSES), body.choice("DeliveryStatus", DELIVERY_STATUSES)
    execution = body.text("ExecutionStatus")
    if name is not None and not name.strip():
        raise InvalidValueError("Name must not be empty")
    if execution is not None and execution != session.execution_status:
        raise RuleBrokenError(f"ExecutionStatus cannot be changed; it is {session.execution_status}")
    if qc is not None and session.execution_status not in ("Complete", "Aborted"):
        now = session.execution_status
        raise RuleBrokenError(f"QcStatus may be changed only when ExecutionStatus is Complete or Aborted; it is {now}")
    changed = evolve(
        session,
        name=name or session.name,
        summary=session.summary if summary is None else summary,
        qc_status=qc or session.qc_status,
        delivery_status=delivery or session.delivery_status,
        modified=world.now(),
    )
    changes = []
    if qc is not None:
        changes.append(("QcStatus", session.qc_status, qc))
    if delivery is not None:
        changes.append(("DeliveryStatus", session.delivery_status, delivery))
    add_comment(world, f"appsessions/{session.id}", comment, changes)
    return world.appsessions.put(changed)


def delete(world: World, session: AppSessionRecord, preserve: str | None) -> TrashItemRecord | None:
    """Move an analysis and the datasets that it made to the trash.

    With `preserve=Metadata` the records stay and only the files are deleted (reference); nothing is in the trash then
    (inferred), and None is returned.

    Raises:
        InvalidValueError: If `preserve` is something else.
    """
    if preserve is not None and preserve.lower() != "metadata":
        raise InvalidValueError(f"preserve must be Metadata, not '{preserve[:40]}'")
    datasets = tuple(world.outputs_of(session))
    if preserve is not None:
        for dataset in datasets:
            world.datasets.put(evolve(dataset, files_deleted=True, modified=world.now()))
        world.appsessions.put(evolve(session, files_deleted=True, modified=world.now()))
        return None
    files = [file for dataset in datasets for file in world.files.of_dataset(dataset)]
    size = sum(file.content.size for file in (*files, *world.files.of_session(session)))
    if session.execution_status in IN_PROGRESS:
        session = end(world, session, "Aborted", "Deleted by the user")
    for dataset in datasets:
        world.datasets.remove(dataset.id)
    world.appsessions.remove(session.id)
    item = TrashItemRecord(str(40_000_000 + world.number("trash")), session, datasets, size, world.now())
    world.trash[item.id] = item
    return item


def restore(world: World, item: TrashItemRecord) -> TrashItemRecord:
    """Take an analysis and its datasets out of the trash again."""
    world.appsessions.restore(item.appsession)
    for dataset in item.datasets:
        world.datasets.restore(dataset)
    return world.trash.pop(item.id)
