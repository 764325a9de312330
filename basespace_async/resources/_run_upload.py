"""The upload of a run folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree

from attrs import frozen

from .._util.tasks import in_thread
from ..errors import ConfigurationError, UploadError
from ..uploads.creation import create_once
from ..uploads.job import UploadItem
from ..uploads.options import FilteredUpload
from ..uploads.report import UploadReport
from ..uploads.target import UploadTarget
from ._names import checked_name
from ._uploads import finish, first_of, open_journal, rehearse, run_job, sources_of, what_of

if TYPE_CHECKING:
    from .._core.requester import Requester

_RUN_INFO = "RunInfo.xml"
_SAMPLE_SHEET = "SampleSheet.csv"
_MAX_RUN_INFO = 1 << 20  # bytes
INSTRUMENT_TYPES: Final = (
    *("HiSeq1000", "HiSeq1500", "HiSeq2000", "HiSeq2500", "HiSeq3000", "HiSeq4000", "HiSeqX", "NovaSeq5000"),
    *("NovaSeq6000", "NovaSeqX", "NovaSeqXPlus", "MiniSeq", "MiSeq", "MiSeqDx", "MiSeqi100", "MiSeqi100Plus"),
    *("NextSeq", "NextSeqDx", "NextSeq2000", "iSeq100"),
)
"""Types of instruments whose runs the service takes (client)."""


@frozen
class RunInfo:
    """What `RunInfo.xml` of a run folder says; "" or None is unknown."""

    run_id: str = ""
    number: int | None = None
    flowcell: str = ""


def read_run_info(folder: Path) -> RunInfo:
    """Return what the run folder says of itself. Blocking.

    Raises:
        UploadError: If its `RunInfo.xml` is missing or damaged.
    """
    path = folder / _RUN_INFO
    try:
        with path.open("rb") as stream:
            root = ElementTree.fromstring(stream.read(_MAX_RUN_INFO))
    except (OSError, ElementTree.ParseError) as error:
        raise UploadError(f"{folder} is no run folder: cannot read {_RUN_INFO} ({error})") from error
    run = root.find("Run")
    if run is None:
        return RunInfo()
    number = run.get("Number", "")
    return RunInfo(run.get("Id", ""), int(number) if number.isdigit() else None, run.findtext("Flowcell") or "")


async def upload_run(
    client: Requester, folder: str | Path, instrument_type: str, name: str | None, options: FilteredUpload
) -> UploadReport:
    """Upload a run folder; see `Runs.upload`."""
    from .runs import Runs  # it imports this module

    if instrument_type not in INSTRUMENT_TYPES:
        raise ConfigurationError(f"instrument_type is {instrument_type!r}; it is one of {', '.join(INSTRUMENT_TYPES)}")
    info = await in_thread(read_run_info, Path(folder))
    experiment = checked_name("run", name or info.run_id or Path(folder).name)
    files, settings = await sources_of(folder, options)
    what = what_of(client, files, kind="runs", name=experiment, instrument=instrument_type)
    if settings.dry_run:
        return await rehearse(what, files, settings)
    sheet = _SAMPLE_SHEET if any(file.path == _SAMPLE_SHEET for file in files) else None
    runs = Runs(client)
    async with open_journal(client, what, settings) as journal:
        run = await create_once(
            journal,
            "run",
            lambda: runs.create(experiment, instrument_type=instrument_type, sample_sheet_name=sheet),
            lambda: first_of(
                runs.list(experiment_name=experiment, sort_by="DateCreated", sort_dir="Desc", limit=20),
                lambda run: run.experiment_name == experiment and _is_empty(run),
            ),
        )
        if not journal.is_done:
            await runs.update(
                run,
                upload_status="Uploading",
                instrument_run_id=info.run_id or None,
                instrument_run_number=info.number,
                flowcell_barcode=info.flowcell or None,
            )
        target = UploadTarget("runs", run)
        report, error = await run_job(client, journal, settings, [UploadItem(target, file) for file in files])
        if error is None and not journal.is_done:
            await runs.update(run, upload_status="Completed", instrument_run_status="InstrumentCompleted")
        return await finish(journal, report, error)


def _is_empty(run: object) -> bool:
    """Return whether a run may be one that an earlier call created, whose answer was lost."""
    return getattr(run, "status", None) in ("New", "Ready", "Uploading", "Running", None) and not getattr(
        run, "total_size", 0
    )
