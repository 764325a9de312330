"""What is done under faults, and how it is judged: harvests, downloads, and calls that change something."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from random import Random
from typing import Any

from basespace_async import BaseSpace
from basespace_async.downloads import DownloadReport
from basespace_async.errors import BaseSpaceError
from basespace_async.harvest import TABLES, harvest
from basespace_async.simulator import World
from basespace_async.simulator.world.records import DatasetRecord
from tests.support.chaos.judging import (
    Key,
    Problems,
    Write,
    WrongError,
    check_begun,
    check_changing,
    check_files,
    check_harvest,
    check_same,
    check_secrets,
    check_writes,
    content_of,
    expected_tables,
    found_files,
    is_begun,
    tables_of,
)
from tests.support.chaos.runs import Stage, Workload
from tests.support.chaos.uploads import upload_run

PART = 65_536
"""Bytes of a part of a download: the smallest."""


def is_changing(stage: Stage) -> bool:
    """Whether items come and go while lists are read."""
    return "changing" in stage.outcome.weather


# --- harvests ---------------------------------------------------------------------------------------------------------


def harvest_options(random: Random) -> dict[str, Any]:
    """How a run harvests."""
    return {
        "tables": random.choice(
            [TABLES, TABLES, ("projects", "biosamples", "datasets", "files", "runs"), ("appsessions", "properties")]
        ),
        "format": random.choice(["jsonl", "parquet"]),
        "page_size": random.choice([2, 3, 7, 50, 500]),
        "concurrency": random.choice([1, 4, 16]),
    }


async def harvest_run(stage: Stage) -> None:
    """A harvest, until it is complete; where the world changes, in between too, a second one follows."""
    how, folder, world = harvest_options(stage.random), stage.folder / "lab", stage.simulator.world
    names = how["tables"]
    before = expected_tables(world)

    async def attempt(basespace: BaseSpace) -> None:
        report = await harvest(basespace, folder, **how)
        counts = {name: table.total for name, table in report.tables.items()}
        if counts != {name: len(rows) for name, rows in tables_of(folder, names).items()}:
            raise WrongError(f"the report counts {counts}, and the folder has something else")

    def after_error(_: BaseSpaceError) -> None:
        check_interrupted(folder)
        if is_changing(stage):
            remove_first(world, stage.random.randint(0, 5))

    await stage.until_complete(attempt, after_error=after_error)
    if is_changing(stage):
        check_changing(tables_of(folder, names), before, expected_tables(world), inserted_keys(world))
        stage.calm()
        await stage.until_complete(lambda basespace: harvest(basespace, folder, full=True, **how))
    found = check_harvest(folder, names, world)
    stage.calm()
    whole = stage.folder / "whole"
    await stage.until_complete(lambda basespace: harvest(basespace, whole, **how))
    check_same(found, tables_of(whole, names))


def check_interrupted(folder: Path) -> None:
    """See that the part files of an interrupted harvest can be read, with no row twice."""
    tables_of(folder, [path.name for path in folder.iterdir() if path.is_dir()] if folder.exists() else [])


def remove_first(world: World, count: int) -> None:
    """Take the first biosamples away, so that lists that are gone on with have moved; some are left."""
    for _ in range(min(count, len(world.biosamples) - 6)):
        world.remove_biosample(world.biosamples.at(world.biosamples.slice(0, 1)[0]).id)


def inserted_datasets(world: World) -> list[DatasetRecord]:
    """Datasets that came in front of the others, also those that went again."""
    first = world.datasets.next_position(front=True) + 1
    return [world.datasets.at(position) for position in range(first, 0)]


def inserted_keys(world: World) -> dict[str, set[Key]]:
    """Keys of the rows that came with inserted items."""
    first = world.biosamples.next_position(front=True) + 1
    datasets = inserted_datasets(world)
    return {
        "biosamples": {(world.biosamples.at(position).id,) for position in range(first, 0)},
        "datasets": {(dataset.id,) for dataset in datasets},
        "files": {(dataset.id, file.id) for dataset in datasets for file in world.files.of_dataset(dataset)},
    }


# --- downloads --------------------------------------------------------------------------------------------------------

Choose = Callable[[BaseSpace, Path, dict[str, Any]], Awaitable[DownloadReport]]


def download_options(random: Random) -> dict[str, Any]:
    """How a run downloads."""
    existing, checksum = random.choice([("verify", "check"), ("size", "check"), ("verify", "require")])
    return {
        "part_size": random.choice([PART, 2 * PART]),
        "concurrency": random.choice([1, 3, 16]),
        "if_exists": existing,
        "checksum": checksum,
    }


def add_large_files(world: World, datasets: list[DatasetRecord], random: Random) -> None:
    """Files that come in several parts: of FASTQ, and of bytes that are like no others."""
    for number in range(2):
        size = random.randint(3 * PART, 12 * PART)
        world.add_file(random.choice(datasets), f"large-{number}.bin", random.randbytes(size))
    world.add_file(random.choice(datasets), "large.fastq.gz", random.randint(PART, 16 * PART))


def chosen_datasets(world: World, random: Random) -> tuple[Callable[[], list[DatasetRecord]], Choose]:
    """What a run downloads, as the world has it at any time, and how it asks for that."""
    dataset = random.choice([each for each in world.datasets.values() if world.files.of_dataset(each)])
    match random.choice(["project", "biosample", "dataset"]):
        case "project":
            return (
                lambda: [each for each in world.datasets.values() if each.project_id == dataset.project_id],
                lambda basespace, to, how: basespace.projects.download(dataset.project_id, to, **how),
            )
        case "biosample":
            return (
                lambda: [each for each in world.datasets.values() if each.biosample_id == dataset.biosample_id],
                lambda basespace, to, how: basespace.biosamples.download(dataset.biosample_id, to, **how),
            )
        case _:
            return (
                lambda: [each for each in world.datasets.values() if each.id == dataset.id],
                lambda basespace, to, how: basespace.datasets.download(dataset.id, to / f"of_{dataset.id}", **how),
            )


async def download_run(stage: Stage) -> None:
    """A download, until it is complete; then, where the world changed meanwhile, a second one."""
    how, folder, world = download_options(stage.random), stage.folder / "files", stage.simulator.world
    datasets, choose = chosen_datasets(world, stage.random)
    add_large_files(world, datasets(), stage.random)
    before = content_of(world, datasets())

    def possible() -> dict[Key, bytes]:
        return {**before, **content_of(world, [*inserted_datasets(world), *datasets()])}

    def after_error(_: BaseSpaceError) -> None:
        check_files(folder, possible())
        check_begun(folder)

    async def attempt(basespace: BaseSpace) -> None:
        kept, damages = bytes_kept(folder), stage.damages()
        report = await choose(basespace, folder, how)
        if stage.damages() == (0 if stage.is_kept else damages):
            check_resumed(report, folder, kept)

    await stage.until_complete(attempt, after_error=after_error)
    check_files(folder, possible(), steady=before.keys() & content_of(world, datasets()).keys())
    stage.calm()
    if datasets():
        await stage.until_complete(attempt)
    check_files(folder, possible(), steady=content_of(world, datasets()).keys())


def bytes_kept(folder: Path) -> dict[str, int]:
    """Bytes that need not be fetched again, by path: of whole files, and of the parts that a journal names."""
    files = found_files(folder)
    kept = {name: path.stat().st_size for name, path in files.items() if not is_begun(name)}
    for name, path in files.items():
        if name.endswith(".part.journal"):
            target = name.removesuffix(".part.journal").replace("/.", "/")
            kept[target] = min(_noted(path), files[name.removesuffix(".journal")].stat().st_size)
    return kept


def _noted(journal: Path) -> int:
    import json

    head, *lines = journal.read_bytes().split(b"\n")[:-1]
    part = int(json.loads(head)["part_size"])
    # The last part is shorter than the others.
    return max(0, len({line for line in lines if line.isdigit()}) - 1) * part


def check_resumed(report: DownloadReport, folder: Path, kept: dict[str, int]) -> None:
    """See that nothing was fetched again that was there.

    Raises:
        WrongError: it was.
    """
    problems = Problems()
    for file in report.files:
        there = kept.get(file.path.relative_to(folder).as_posix(), 0)
        if file.fetched > file.size - there:
            problems.note(f"{file.path.name}: {file.fetched} of {file.size} bytes were fetched, {there} were there")
    problems.raise_if_any()


# --- calls that change something --------------------------------------------------------------------------------------


async def write_run(stage: Stage) -> None:
    """Calls that change something, each once, whatever becomes of them; each is to a path of its own."""
    world, random, writes = stage.simulator.world, stage.random, list[Write]()

    async def note(request: str, call: Awaitable[object]) -> None:
        write = Write(request)
        writes.append(write)
        try:
            await call
        except BaseSpaceError as error:
            write.error = error
            stage.outcome.errors[type(error).__name__] += 1
            check_secrets(error, stage.simulator.token)

    async with stage.client() as basespace:
        calls = [*_calls(basespace, world), *_batches(basespace, world, note)]
        random.shuffle(calls)
        async with asyncio.TaskGroup() as group:
            for request, call in calls:
                group.create_task(note(request, call) if request else call)
    check_writes(writes, stage.simulator.statistics.changes)
    _check_marks(writes, world)


def _calls(basespace: BaseSpace, world: World) -> Iterable[tuple[str, Any]]:
    for number, pool in enumerate(world.pools):
        requeues = basespace.lab_requeues
        yield (
            f"POST /librarypools/{pool}/labrequeues",
            requeues.for_library_pool(pool, 1000 + number, lims_id=f"pool {pool}"),
        )
        yield f"POST /librarypools/{pool}", basespace.library_pools.update(pool, notes=f"note {pool}")
    for number, library in enumerate(list(world.libraries)[:6]):
        yield (
            f"POST /libraries/{library}/labrequeues",
            basespace.lab_requeues.for_library(library, 1 + number, lims_id=f"library {library}"),
        )
    for biosample in list(world.biosamples)[:6]:
        yield f"POST /biosamples/{biosample}", basespace.biosamples.set_status(biosample, "Done")
    for session in world.appsessions.values():
        properties = basespace.appsessions.properties(session.id)
        yield f"POST /appsessions/{session.id}/properties", properties.set("Chaos.Mark", session.id)
        if session.execution_status in ("Running", "Pending"):
            yield f"POST /appsessions/{session.id}/stop", basespace.appsessions.stop(session.id)
        else:
            yield (
                f"POST /appsessions/{session.id}",
                basespace.appsessions.set_delivery(session.id, "OnHold", comment=f"mark {session.id}"),
            )


def _batches(
    basespace: BaseSpace, world: World, note: Callable[[str, Any], Awaitable[None]]
) -> Iterable[tuple[str, Any]]:
    """Updates of several biosamples by one request."""

    async def update() -> None:
        ids, project = list(world.biosamples), next(iter(world.projects))
        outcomes = await basespace.biosamples.bulk_update(ids, default_project=project, batch_size=len(ids))
        outcomes.raise_failures()

    async def first_failure() -> None:
        try:
            await update()
        except ExceptionGroup as group:
            raise group.exceptions[0] from None

    yield "POST /biosamples/bulkupdate", first_failure()


def _check_marks(writes: list[Write], world: World) -> None:
    """See in the world itself that nothing was done twice."""
    problems = Problems()
    marks = [requeue.lims_id for requeue in world.requeues.values()]
    marks += [comment.body for comments in world.comments.values() for comment in comments]
    for mark in set(marks):
        if marks.count(mark) > 1:
            problems.note(f"{mark!r} was done {marks.count(mark)} times")
    done = {write.request for write in writes if write.error is None}
    for request in done:
        kind, identity, *rest = request.removeprefix("POST /").split("/")
        if rest == ["labrequeues"] and not any(mark.endswith(f" {identity}") for mark in marks):
            problems.note(f"{request} succeeded, and the world has no requeue of {kind} {identity}")
    problems.raise_if_any()


WORKLOADS: dict[str, Workload] = {
    "harvest": harvest_run,
    "download": download_run,
    "write": write_run,
    "upload": upload_run,
}
