"""Lab requeues: more yield, of a new library, of a finished library, or of a pool."""

from __future__ import annotations

from ..errors import InvalidValueError
from ..queries import Body
from ..world.records import LabRequeueRecord
from ..world.world import World

TYPES = ("NewBioSampleLibrary", "AdditionalYieldOfLibraryPool", "AdditionalYieldOfFinishedLibrary")


def create(
    world: World, requeue_type: str, source_id: str, biosample_ids: tuple[str, ...], body: Body
) -> LabRequeueRecord:
    """Ask for more yield; a requeue of a pool is for each of its biosamples (reference).

    Raises:
        InvalidValueError: If the yield is missing or not positive.
    """
    requested, lims_id = body.number("RequestedAdditionalYield"), body.text("LIMSId")
    if not requested:
        raise InvalidValueError("RequestedAdditionalYield must be a whole number above 0")
    now = world.now()
    requeue = LabRequeueRecord(
        id=str(50_000_000 + world.number("lab requeue")),
        type=requeue_type,
        status="New",
        requested=requested,
        lims_id=lims_id or "",
        biosample_ids=biosample_ids,
        source_id=source_id,
        created=now,
        modified=now,
    )
    world.requeues[requeue.id] = requeue
    return requeue
