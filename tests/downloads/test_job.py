"""Files of datasets, runs, biosamples and projects, from a simulated service over real sockets."""

from __future__ import annotations

import asyncio
import errno
import os
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from tqdm import tqdm

from basespace_async import (
    AuthenticationError,
    BaseSpace,
    ConfigurationError,
    DownloadError,
    IncompleteDownloadError,
    PermissionDeniedError,
    RetryPolicy,
)
from basespace_async.downloads import fetching, job
from basespace_async.downloads.options import Filter
from basespace_async.models import DatasetCompact, File
from basespace_async.progress import Meter
from basespace_async.simulator import Simulator
from tests.support.simulated_files import there

QUICK = RetryPolicy(max_retries=6, initial_backoff=0, max_backoff=0)


@pytest.fixture
async def simulator(no_task_left: None) -> AsyncIterator[Simulator]:
    async with Simulator(biosamples=24, seed=5) as simulator:
        yield simulator


@pytest.fixture
async def basespace(simulator: Simulator) -> AsyncIterator[BaseSpace]:
    async with BaseSpace(simulator.token, server=simulator.url, retry=QUICK) as basespace:
        yield basespace


def contents(simulator: Simulator, dataset: str) -> dict[str, bytes]:
    files = simulator.world.files.of_dataset(simulator.world.datasets[dataset])
    return {file.path: file.content.read(0, file.content.size) for file in files}


async def fastq(basespace: BaseSpace) -> DatasetCompact:
    found = await basespace.datasets.list(dataset_types="common.fastq").first()
    assert found is not None
    return found


async def test_a_datasets_files_keep_their_layout(simulator: Simulator, basespace: BaseSpace, tmp_path: Path) -> None:
    dataset = await fastq(basespace)
    simulator.world.add_file(simulator.world.datasets[str(dataset.id)], "more.txt", b"more", directory="deep/er")
    report = await basespace.datasets.download(dataset, tmp_path)
    assert there(tmp_path) == contents(simulator, str(dataset.id))
    assert "deep/er/more.txt" in there(tmp_path)
    assert report.size == report.fetched == sum(map(len, there(tmp_path).values()))
    assert (len(report.files), report.kept, report.unverified) == (3, 0, [])
    again = await basespace.datasets.download(str(dataset.id), tmp_path)
    assert (len(again.files), again.kept, again.fetched) == (3, 3, 0)


async def test_links_in_the_list_save_a_request_for_each_file(
    simulator: Simulator, basespace: BaseSpace, tmp_path: Path
) -> None:
    await basespace.datasets.download(await fastq(basespace), tmp_path)
    assert simulator.statistics.by_operation["GET /files/{id}/content"] == 0
    assert simulator.statistics.leaked_tokens == 0


async def test_a_runs_files_keep_their_layout(simulator: Simulator, basespace: BaseSpace, tmp_path: Path) -> None:
    run = next(iter(simulator.world.runs.values()))
    report = await basespace.runs.download(run.id, tmp_path)
    expected = {file.path: file.content.read(0, file.content.size) for file in simulator.world.files.of_run(run)}
    assert there(tmp_path) == expected
    assert len(report.files) == len(expected)
    chosen = await basespace.runs.download(run.id, tmp_path / "xml", extensions="xml")
    assert sorted(there(tmp_path / "xml")) == ["RunInfo.xml", "RunParameters.xml"]
    assert len(chosen.files) == 2


async def test_each_dataset_of_a_biosample_has_a_folder_of_its_own(
    simulator: Simulator, basespace: BaseSpace, tmp_path: Path
) -> None:
    world = simulator.world
    biosample = next(one for one in world.biosamples.values() if len(world.datasets_of(one.id)) > 1)
    twin = world.datasets_of(biosample.id)[0]
    world.add_dataset(biosample)
    await basespace.biosamples.download(biosample.id, tmp_path)
    expected = {
        f"{dataset.name}_{dataset.id}/{path}": content
        for dataset in world.datasets_of(biosample.id)
        for path, content in contents(simulator, dataset.id).items()
    }
    assert there(tmp_path) == expected
    assert any(path.startswith(f"{twin.name}_{twin.id}/") for path in expected)


async def test_datasets_of_a_biosample_can_be_chosen_by_their_type(
    simulator: Simulator, basespace: BaseSpace, tmp_path: Path
) -> None:
    world = simulator.world
    plain = next(
        one
        for one in world.datasets.values()
        if not contents(simulator, one.id).keys() <= set() and "result" in one.name
    )
    await basespace.biosamples.download(plain.biosample_id, tmp_path, dataset_types="common.fastq")
    folders = {path.split("/")[0] for path in there(tmp_path)}
    assert f"{plain.name}_{plain.id}" not in folders
    assert folders <= {f"{one.name}_{one.id}" for one in world.datasets_of(plain.biosample_id)}


async def test_a_projects_datasets_are_downloaded(simulator: Simulator, basespace: BaseSpace, tmp_path: Path) -> None:
    project = next(iter(simulator.world.datasets.values())).project_id
    report = await basespace.projects.download(project, tmp_path, extensions=".fastq.gz")
    expected = {
        f"{dataset.name}_{dataset.id}/{path}": content
        for dataset in simulator.world.datasets.values()
        if dataset.project_id == project
        for path, content in contents(simulator, dataset.id).items()
        if path.endswith(".fastq.gz")
    }
    assert expected
    assert there(tmp_path) == expected
    assert len(report.files) == len(expected)


async def test_files_of_the_next_datasets_are_listed_ahead(
    simulator: Simulator, basespace: BaseSpace, tmp_path: Path
) -> None:
    simulator.latency = 0.02
    project = next(iter(simulator.world.datasets.values())).project_id
    datasets = [one for one in simulator.world.datasets.values() if one.project_id == project]
    assert len(datasets) > 3
    report = await basespace.projects.download(project, tmp_path)
    assert len(report.files) == sum(len(contents(simulator, one.id)) for one in datasets)
    assert simulator.statistics.peak_concurrency >= len(datasets) - 1


async def test_files_of_any_list_are_downloaded(simulator: Simulator, basespace: BaseSpace, tmp_path: Path) -> None:
    dataset = await fastq(basespace)
    await basespace.files.download_many(basespace.datasets.files(dataset), tmp_path / "pager")
    files = await basespace.datasets.files(dataset).collect()
    await basespace.files.download_many(files, tmp_path / "list")
    assert there(tmp_path / "pager") == there(tmp_path / "list") == contents(simulator, str(dataset.id))
    assert (await basespace.files.download_many([], tmp_path / "none")).files == []


# --- filters ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, ["a/R1.fastq.gz", "a/R2.fastq.gz", "a/x.csv", "a/b/run.JSON"]),
        ({"extensions": ".fastq.gz"}, ["a/R1.fastq.gz", "a/R2.fastq.gz"]),
        ({"extensions": "gz"}, ["a/R1.fastq.gz", "a/R2.fastq.gz"]),
        ({"extensions": [".csv", ".json"]}, ["a/x.csv", "a/b/run.JSON"]),
        ({"extensions": "v"}, []),
        ({"include": "*_R1*"}, []),
        ({"include": "R1*"}, ["a/R1.fastq.gz"]),
        ({"include": "a/*.csv"}, ["a/x.csv"]),
        ({"include": "a/R?.fastq.gz"}, ["a/R1.fastq.gz", "a/R2.fastq.gz"]),
        ({"include": ["r1*", "*.csv"]}, ["a/x.csv"]),
        ({"exclude": "*.gz"}, ["a/x.csv", "a/b/run.JSON"]),
        ({"exclude": ["*.gz", "a/b/*"]}, ["a/x.csv"]),
        ({"include": "*.gz", "exclude": "R2*"}, ["a/R1.fastq.gz"]),
        ({"select": lambda path: path.startswith("a/b/")}, ["a/b/run.JSON"]),
        ({"min_size": 100}, ["a/R2.fastq.gz", "a/b/run.JSON"]),
        ({"max_size": 100}, ["a/R1.fastq.gz", "a/R2.fastq.gz", "a/x.csv", "a/b/run.JSON"]),
        ({"min_size": 100, "max_size": 100}, ["a/R2.fastq.gz", "a/b/run.JSON"]),
        ({"max_size": 99}, ["a/R1.fastq.gz", "a/x.csv"]),
        ({"max_size": 0}, ["a/x.csv"]),
    ],
)
def test_files_are_chosen(filters: dict[str, Any], expected: list[str]) -> None:
    sizes = {"a/R1.fastq.gz": 99, "a/R2.fastq.gz": 100, "a/x.csv": 0, "a/b/run.JSON": 100}
    files = [File(id="1", path=path, name=path.rpartition("/")[2], size=size) for path, size in sizes.items()]
    chosen, _ = Filter.split(filters)  # type: ignore[arg-type]
    assert [file.path for file in files if chosen.admits(file)] == expected


def test_a_file_of_unknown_size_is_not_left_out_for_it() -> None:
    assert Filter(min_size=5, max_size=9).admits(File(id="1", path="x"))
    assert Filter(include="x*").admits(File(id="1", name="xyz"))


@pytest.mark.parametrize(
    ("filters", "problem"),
    [
        ({"extensions": ""}, "is empty"),
        ({"include": ["*.gz", ""]}, "is empty"),
        ({"exclude": ""}, "is empty"),
        ({"exclude": "*", "include": "*.gz"}, "excludes every file; leave it out, as include alone chooses"),
        ({"min_size": 5, "max_size": 4}, "no file has 5 to 4 bytes"),
        ({"min_size": -1}, "no file has -1"),
        ({"glob": "*"}, "downloads do not know glob; they know .*exclude, extensions, if_exists, include"),
    ],
)
async def test_filters_that_cannot_work_are_refused_before_anything_is_sent(
    simulator: Simulator, basespace: BaseSpace, tmp_path: Path, filters: dict[str, Any], problem: str
) -> None:
    methods: list[Callable[..., Any]] = [
        basespace.datasets.download,
        basespace.runs.download,
        basespace.biosamples.download,
        basespace.projects.download,
    ]
    for method in methods:
        with pytest.raises(ConfigurationError, match=problem):
            await method("7", tmp_path, **filters)
    assert simulator.statistics.requests == 0


@pytest.mark.parametrize(
    ("extensions", "sent"),
    [
        (".fastq.gz", [".gz", ".GZ", ".Gz"]),
        (["bam", ".BAI"], [".bam", ".BAM", ".Bam", ".BAI", ".bai", ".Bai"]),
        ([".a.gz", ".b.gz"], [".gz", ".GZ", ".Gz"]),
        (".bAm", [".bAm", ".bam", ".BAM", ".Bam"]),
        (".7", [".7"]),
    ],
)
def test_the_service_is_asked_for_what_follows_the_last_dot(extensions: Any, sent: list[str]) -> None:
    assert Filter(extensions=extensions).sent() == sent
    assert Filter(extensions=None).sent() is None


@pytest.mark.parametrize("extensions", [".fastq.gz", ".FASTQ.GZ", "fastq.Gz"])
async def test_files_are_found_by_their_extension_in_any_case(
    simulator: Simulator, basespace: BaseSpace, tmp_path: Path, extensions: str
) -> None:
    dataset = simulator.world.add_dataset(next(iter(simulator.world.biosamples.values())))
    for name in ("new.fastq.gz", "NEW2.FASTQ.GZ", "new.txt.bz2"):
        simulator.world.add_file(dataset, name, b"reads")
    await basespace.datasets.download(dataset.id, tmp_path, extensions=extensions, include="[nN]*2*")
    await basespace.datasets.download(dataset.id, tmp_path, extensions=extensions, include="new.*")
    assert sorted(there(tmp_path)) == ["NEW2.FASTQ.GZ", "new.fastq.gz"]


# --- failures ---------------------------------------------------------------------------------------------------------


async def test_a_file_that_fails_keeps_no_other_from_being_downloaded(
    simulator: Simulator, basespace: BaseSpace, tmp_path: Path
) -> None:
    dataset = await fastq(basespace)
    files = await basespace.datasets.files(dataset).collect()
    simulator.faults.add("status", origin="store", path=f"/{files[0].id}*", status=500)
    with pytest.raises(IncompleteDownloadError, match="1 of 2 files could not be downloaded") as caught:
        await basespace.datasets.download(dataset, tmp_path)
    assert list(caught.value.failed) == [files[0].path]
    assert [done.path for done in caught.value.report.files] == [tmp_path / str(files[1].path)]
    assert list(there(tmp_path)) == [files[1].path]
    for rule in list(simulator.faults):
        rule.enabled = False
    report = await basespace.datasets.download(dataset, tmp_path)
    assert (len(report.files), report.kept) == (2, 1)


async def test_two_files_of_one_name_are_an_error_of_the_second(
    simulator: Simulator, basespace: BaseSpace, tmp_path: Path
) -> None:
    files = await basespace.datasets.files(await fastq(basespace)).collect()
    twin = File(**{**{name: getattr(files[1], name) for name in ("id", "size", "etag")}, "path": files[0].path})
    with pytest.raises(IncompleteDownloadError, match="cannot both lie in one folder") as caught:
        await basespace.files.download_many([files[0], twin], tmp_path, concurrency=1)
    assert len(caught.value.report.files) == 1


async def test_a_file_that_a_changing_list_gives_twice_is_downloaded_once(basespace: BaseSpace, tmp_path: Path) -> None:
    files = await basespace.datasets.files(await fastq(basespace)).collect()
    report = await basespace.files.download_many([*files, *files, files[0]], tmp_path, if_exists="error")
    assert len(report.files) == len(files) == 2


async def test_a_file_named_like_another_one_that_is_not_whole_yet_cannot_get_into_its_place(
    simulator: Simulator, basespace: BaseSpace, tmp_path: Path
) -> None:
    dataset = simulator.world.add_dataset(next(iter(simulator.world.biosamples.values())))
    simulator.world.add_file(dataset, "reads.bin", bytes(400_000))
    simulator.world.add_file(dataset, ".reads.bin.part", b"x" * 400_000)
    with pytest.raises(IncompleteDownloadError, match="files that are not whole yet have such names") as caught:
        await basespace.datasets.download(dataset.id, tmp_path, part_size=1 << 16, include="*reads.bin*")
    assert list(caught.value.failed) == [".reads.bin.part"]
    assert there(tmp_path) == {"reads.bin": bytes(400_000)}


async def test_a_refused_name_is_quoted_in_the_log(
    basespace: BaseSpace, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    forged = File(id="1", path="a\nERROR all is lost", size=1)
    with pytest.raises(IncompleteDownloadError):
        await basespace.files.download_many([forged], tmp_path)
    assert "'a\\nERROR all is lost' was not downloaded" in caplog.text


async def test_names_that_differ_in_case_are_an_error_where_the_file_system_ignores_it(
    basespace: BaseSpace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = await basespace.datasets.files(await fastq(basespace)).collect()
    pair = [
        File(**{**{name: getattr(file, name) for name in ("id", "size", "etag")}, "path": path})
        for file, path in zip(files, ("Data/reads.gz", "data/Reads.gz"), strict=True)
    ]
    assert len((await basespace.files.download_many(pair, tmp_path / "a")).files) == 2
    monkeypatch.setattr(job, "ignores_case", lambda folder: True)
    with pytest.raises(IncompleteDownloadError, match="are one name on this file system"):
        await basespace.files.download_many(pair, tmp_path / "b")


async def test_a_full_disk_ends_everything_at_once(
    simulator: Simulator, basespace: BaseSpace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "pwritev", refuse)
    with pytest.raises(DownloadError, match="the disk is full") as caught:
        await basespace.datasets.download(await fastq(basespace), tmp_path)
    assert not isinstance(caught.value, IncompleteDownloadError)
    assert there(tmp_path) == {}


async def test_a_disk_too_full_for_a_folder_says_no_number(
    basespace: BaseSpace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(folder: Path) -> bool:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(job, "ignores_case", refuse)
    with pytest.raises(DownloadError, match=r"cannot write .*: the disk is full; make room"):
        await basespace.files.download_many([], tmp_path / "new")


async def test_a_token_that_ends_ends_everything_at_once(
    simulator: Simulator, basespace: BaseSpace, tmp_path: Path
) -> None:
    files = await basespace.datasets.files(await fastq(basespace)).collect()
    simulator.expire_token()
    with pytest.raises(AuthenticationError):
        await basespace.files.download_many(files, tmp_path)


async def test_a_list_that_cannot_be_read_is_its_own_error(basespace: BaseSpace, tmp_path: Path) -> None:
    for method in (basespace.datasets.download, basespace.runs.download):
        with pytest.raises(PermissionDeniedError):
            await method("there-is-none", tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
async def test_files_are_exact_though_a_fifth_of_everything_fails(tmp_path: Path, seed: int) -> None:
    async with (
        Simulator(biosamples=24, seed=seed, file_size=400_000) as simulator,
        BaseSpace(
            simulator.token, server=simulator.url, retry=RetryPolicy(12, initial_backoff=0, max_backoff=0)
        ) as basespace,
    ):
        project = next(iter(simulator.world.datasets.values())).project_id
        for kind in ("reset_before", "reset_after", "truncate"):
            simulator.faults.add(kind, origin="store", probability=0.2)
        # Four times in turn is an error, as it should be, and must not come by chance.
        simulator.faults.add("expired_link", origin="store", probability=0.02)
        for kind in ("throttle", "status", "reset_before"):
            values: dict[str, Any] = {"seconds": 0} if kind == "throttle" else {}
            simulator.faults.add(kind, origin="api", probability=0.05, **values)
        report = await basespace.projects.download(project, tmp_path, part_size=65536)
        expected = {
            f"{dataset.name}_{dataset.id}/{path}": content
            for dataset in simulator.world.datasets.values()
            if dataset.project_id == project
            for path, content in contents(simulator, dataset.id).items()
        }
        assert there(tmp_path) == expected
        assert report.unverified == []
        assert sum(simulator.statistics.faults.values()) > 10
        assert simulator.statistics.leaked_tokens == 0


# --- how much at a time -----------------------------------------------------------------------------------------------


async def test_no_more_than_was_said_is_under_way(
    basespace: BaseSpace, simulator: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, most = set[Any](), 0

    class Counted(fetching.ContentReader):
        async def connect(self) -> None:
            nonlocal most
            reading.add(self)
            most = max(most, len(reading))
            await asyncio.sleep(0)
            await super().connect()

        async def aclose(self) -> None:
            await super().aclose()
            reading.discard(self)

    monkeypatch.setattr(fetching, "ContentReader", Counted)
    files = [file async for dataset in basespace.datasets.list() async for file in basespace.datasets.files(dataset)]
    distinct = {file.path: file for file in files}
    await basespace.files.download_many(distinct.values(), tmp_path, concurrency=3)
    assert most == 3


async def test_files_are_listed_no_further_than_they_are_needed(basespace: BaseSpace, tmp_path: Path) -> None:
    files = await basespace.datasets.files(await fastq(basespace)).collect()
    taken = 0

    def endless() -> Any:
        nonlocal taken
        while True:
            taken += 1
            yield File(id=files[0].id, size=files[0].size, etag=files[0].etag, path=f"{taken}.gz")

    ahead = 0
    ended = asyncio.Event()
    shown = Meters()

    def progress(*, desc: str, total: float | None, unit: str) -> Meter:
        meter: Any = shown(desc=desc, total=total, unit=unit)
        if desc == "files":
            count = meter.update

            def update(n: float | None = 1, /) -> None:
                nonlocal ahead
                count(n)
                ahead = max(ahead, taken - int(meter.count))
                if meter.count == 20:
                    ended.set()

            meter.update = update
        return meter  # type: ignore[no-any-return]

    task = asyncio.create_task(basespace.files.download_many(endless(), tmp_path, concurrency=2, progress=progress))
    await ended.wait()
    task.cancel()
    await asyncio.wait([task])
    assert task.cancelled()
    assert ahead <= 4
    assert not [path for path in there(tmp_path) if path.endswith(".part")]


# --- progress ---------------------------------------------------------------------------------------------------------


class Meters:
    """Progress that remembers."""

    def __init__(self) -> None:
        self.meters: dict[str, Any] = {}

    def __call__(self, *, desc: str, total: float | None, unit: str) -> Meter:
        class Remembering:
            def __init__(self) -> None:
                self.total, self.unit, self.count, self.closed, self.steps = total, unit, 0.0, 0, list[float]()

            def update(self, n: float | None = 1, /) -> None:
                self.steps.append(n or 0)
                self.count += n or 0

            def close(self) -> None:
                self.closed += 1

        meter = self.meters[desc] = Remembering()
        return meter


async def test_progress_tells_of_files_and_bytes(basespace: BaseSpace, simulator: Simulator, tmp_path: Path) -> None:
    dataset = await fastq(basespace)
    for _ in range(2):  # the second time, everything is there already
        shown = Meters()
        report = await basespace.datasets.download(dataset, tmp_path, progress=shown)
        files, read = shown.meters["files"], shown.meters["bytes"]
        assert (files.unit, files.total, files.count, files.closed) == ("file", 2, 2, 1)
        assert (read.unit, read.total, read.count, read.closed) == ("B", report.size, report.size, 1)


async def test_progress_does_not_count_twice_what_comes_twice(
    basespace: BaseSpace, simulator: Simulator, tmp_path: Path
) -> None:
    dataset = await fastq(basespace)
    simulator.world.add_file(simulator.world.datasets[str(dataset.id)], "large.fastq.gz", 700_000)
    (large,) = [file for file in await basespace.datasets.files(dataset).collect() if file.name == "large.fastq.gz"]
    simulator.faults.add("truncate", origin="store", nth={3}, share=0.5)
    shown = Meters()
    await basespace.files.download(
        File(id=large.id, size=large.size, etag="0" * 32, path="x"),
        tmp_path,
        checksum="skip",
        part_size=65536,
        progress=shown,
    )
    assert shown.meters["bytes"].count == large.size
    assert all(step > 0 for step in shown.meters["bytes"].steps)
    shown = Meters()
    with pytest.raises(DownloadError):
        await basespace.files.download(
            File(id=large.id, size=large.size, etag="0" * 32, path="y"), tmp_path, progress=shown
        )
    assert (shown.meters["bytes"].count, shown.meters["bytes"].closed) == (large.size, 1)


async def test_progress_can_be_tqdm(basespace: BaseSpace, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    await basespace.datasets.download(await fastq(basespace), tmp_path, progress=tqdm)
    shown = capsys.readouterr().err
    assert "files: 100%" in shown
    assert "2/2" in shown


async def test_meters_are_closed_where_a_download_fails(basespace: BaseSpace, tmp_path: Path) -> None:
    shown = Meters()
    with pytest.raises(PermissionDeniedError):
        await basespace.datasets.download("there-is-none", tmp_path, progress=shown)
    assert [meter.closed for meter in shown.meters.values()] == [1, 1]
