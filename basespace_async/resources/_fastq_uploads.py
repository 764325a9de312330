"""The upload of FASTQ files: checked, grouped into the datasets of biosamples, and sent."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from .._core.parameters import ResourceId
from .._util.tasks import in_thread
from ..errors import ConfigurationError, FastqRulesError
from ..uploads.fastq_names import FastqProblem
from ..uploads.fastq_plan import FastqUploadDataset, FastqUploadPlan, plan_fastqs
from ..uploads.fastq_validation import validate_dataset
from ..uploads.options import UploadOptions, UploadSettings
from ..uploads.report import UploadReport
from ..uploads.source import SourceFile
from ._uploads import DatasetToUpload, upload_datasets

if TYPE_CHECKING:
    from .._core.requester import Requester

FastqChecks = Literal["quick", "full", "names"]
"""How far FASTQ files are read before they are uploaded; see `Biosamples.upload_fastqs`."""

_DATASET_TYPE = "illumina.fastq.v1.8"


async def plan_of(
    paths: str | Path | Iterable[str | Path], biosample: str | None, library: str | None
) -> FastqUploadPlan:
    """Return which files make which datasets.

    Raises:
        FastqRulesError: If a name breaks a rule.
    """
    given = [paths] if isinstance(paths, str | Path) else [*paths]
    plan = await in_thread(partial(plan_fastqs, given, sample=biosample, library=library))
    if plan.problems:
        raise FastqRulesError(plan.problems)
    return plan


async def check_fastqs(
    plan: FastqUploadPlan, validate: FastqChecks, *, allow_invalid_readnames: bool, on_read: Callable[[int], object]
) -> list[dict[str, Any]]:
    """Read the files of a plan, and return the attributes of each dataset.

    Raises:
        FastqRulesError: If a file breaks a rule.
    """
    if validate == "names":
        return [{"IsPairedEnd": dataset.is_paired} for dataset in plan.datasets]
    problems: list[FastqProblem] = []
    attributes: list[dict[str, Any]] = []
    stop = threading.Event()
    try:
        for dataset in plan.datasets:
            checked = await in_thread(
                validate_dataset,
                dataset,
                full=validate == "full",
                allow_invalid_readnames=allow_invalid_readnames,
                stop=stop,
                on_read=on_read,
            )
            problems += checked.problems
            attributes.append(checked.attributes)
    finally:
        stop.set()
    if problems:
        raise FastqRulesError(problems)
    return attributes


async def upload_fastqs(
    client: Requester,
    paths: str | Path | Iterable[str | Path],
    *,
    project: ResourceId | None,
    project_name: str | None,
    biosample: str | None,
    library: str | None,
    validate: FastqChecks,
    allow_invalid_readnames: bool,
    options: UploadOptions,
) -> UploadReport:
    """Upload FASTQ files; see `Biosamples.upload_fastqs`."""
    if validate not in get_args(FastqChecks):
        raise ConfigurationError(f"validate is {validate!r}; it is one of {', '.join(get_args(FastqChecks))}")
    _, settings = UploadSettings.split(options)
    plan = await plan_of(paths, biosample, library)
    meter = settings.progress(desc="checked", total=plan.size if validate == "full" else None, unit="B")
    try:
        attributes = await check_fastqs(
            plan, validate, allow_invalid_readnames=allow_invalid_readnames, on_read=meter.update
        )
    finally:
        meter.close()
    datasets = [
        DatasetToUpload(
            dataset.name, _DATASET_TYPE, await in_thread(_files_of, dataset), dataset.biosample, {"common_fastq": known}
        )
        for dataset, known in zip(plan.datasets, attributes, strict=True)
    ]
    return await upload_datasets(
        client, datasets, settings, project=project, project_name=project_name, biosample_names=True
    )


def _files_of(dataset: FastqUploadDataset) -> list[SourceFile]:
    return [SourceFile.of(file.path, file.name) for file in dataset.files]
