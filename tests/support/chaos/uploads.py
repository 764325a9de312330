"""Uploads under faults: byte-exact and nothing twice, or one error of the package's and a state that goes on."""

from __future__ import annotations

import asyncio
from pathlib import Path
from random import Random
from typing import Any

from basespace_async import BaseSpace
from basespace_async._core import requests
from basespace_async.errors import BaseSpaceError, IncompleteUploadError, SourceChangedError, UploadError
from basespace_async.simulator import Fault, World
from basespace_async.uploads import creation
from basespace_async.uploads.options import MIN_PART_SIZE
from tests.support.chaos.judging import WrongError
from tests.support.chaos.runs import Stage

PART = MIN_PART_SIZE
METHODS = ("auto", "v2", "v1pre3", "presigned", "s3")
FAULTS = (
    Fault("lost_part", probability=0.1),
    Fault("lost_part", origin="store", probability=0.1),
    Fault("wrong_etag", method="PUT", origin="api", probability=0.1),
    Fault("wrong_etag", method="PUT", origin="store", probability=0.1),
    Fault("fail_after", method="POST", probability=0.1),
    Fault("expired_link", method="PUT", origin="store", probability=0.1),
)


def make_files(folder: Path, random: Random) -> None:
    """Files of a few kinds: empty, small, and in two or three parts."""
    for number in range(random.randint(1, 4)):
        path = folder / random.choice(["", "deep/", "deep/er/"]) / f"small-{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(random.randbytes(random.choice([0, 1, 999, 70_000])))
    for number in range(random.choice([0, 1, 1, 2])):
        (folder / f"large-{number}.bin").write_bytes(random.randbytes(PART + random.randint(1, PART + 9)))


async def upload_run(stage: Stage) -> None:
    """An upload, until it is complete; sometimes from two callers at once, sometimes with a source that changes."""
    random, folder = stage.random, stage.folder / "source"
    folder.mkdir()
    make_files(folder, random)
    # Each attempt looks for what may have been created; how long to wait for lists is not what this is about.
    creation._POLLS = (0.0, 0.0)
    requests._SLOWEST = 1_000_000
    # The client of the object store does not trust the authority of the proxies.
    methods = [method for method in METHODS if method != "s3" or stage.outcome.weather != "tls"]
    how: dict[str, Any] = {
        "method": random.choice(methods),
        "concurrency": random.choice([1, 3, 16]),
        "part_size": PART,
        "state": stage.folder / "state",
    }
    for fault in FAULTS:
        if random.random() < 0.4:
            stage.simulator.faults.add(fault)
    is_raced, changes_at = random.random() < 0.2, random.choice([None, None, None, 1, 2])
    before = counts(stage.simulator.world)
    anew = False
    errors = 0

    async def attempt(basespace: BaseSpace) -> Any:
        nonlocal anew
        sent = dict(how, resume=not anew)
        anew = False
        upload = basespace.datasets.upload
        calls = [
            upload(folder, name="Chaos", project_name="Chaos", **sent)
            for _ in range(2 if is_raced and not errors else 1)
        ]
        results = await asyncio.gather(*calls, return_exceptions=True)
        reports = [result for result in results if not isinstance(result, BaseException)]
        if reports:
            return reports[0]
        failures = [result for result in results if isinstance(result, BaseException)]
        raise next((error for error in failures if type(error) is not UploadError), failures[0])

    def after_error(error: BaseSpaceError) -> None:
        nonlocal errors, anew
        errors += 1
        if isinstance(error, IncompleteUploadError):
            anew = any(
                isinstance(one, SourceChangedError) and "since it was uploaded" in str(one)
                for one in error.failed.values()
            )
        if errors == changes_at:
            path = random.choice(sorted(path for path in folder.rglob("*") if path.is_file()))
            path.write_bytes(random.randbytes(path.stat().st_size + 1))

    report = await stage.until_complete(attempt, after_error=after_error)
    world = stage.simulator.world
    _check_content(world, report.ids["dataset"], folder)
    if changes_at is None:
        made = tuple(now - then for now, then in zip(counts(world), before, strict=True))
        if made != (1, 1, 1):
            raise WrongError(f"(projects, appsessions, datasets) made: {made}")
    if world.appsessions[report.ids["appsession"]].execution_status != "Complete":
        raise WrongError("its appsession is not complete")


def counts(world: World) -> tuple[int, int, int]:
    """Projects, appsessions and datasets of a world."""
    return len(world.projects), len(world.appsessions), len(world.datasets)


def _check_content(world: World, dataset_id: str, folder: Path) -> None:
    files = world.files.of_dataset(world.datasets[dataset_id])
    there = [(file.path, file.content.read(0, file.content.size)) for file in files]
    wanted = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    if len(there) != len(dict(there)):
        raise WrongError(f"a file is there twice: {sorted(path for path, _ in there)}")
    if dict(there) != wanted:
        wrong = [path for path, data in wanted.items() if dict(there).get(path) != data]
        raise WrongError(f"not what was uploaded: {wrong}, or more: {sorted({*dict(there)} - {*wanted})}")
