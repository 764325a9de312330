"""A folder that is made like a project, and kept so, from a simulated service over real sockets."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from basespace_async import (
    BaseSpace,
    ConfigurationError,
    DownloadError,
    IncompleteDownloadError,
    RetryPolicy,
)
from basespace_async.downloads import verification
from basespace_async.simulator import Simulator
from basespace_async.sync.journal import FOLDER, SyncJournal
from basespace_async.sync.records import SyncRecord
from tests.support.synced_world import SyncedWorld

QUICK = RetryPolicy(max_retries=2, initial_backoff=0, max_backoff=0)


@pytest.fixture
async def simulator(no_task_left: None) -> AsyncIterator[Simulator]:
    async with Simulator(biosamples=2, seed=5) as simulator:
        yield simulator


@pytest.fixture
async def basespace(simulator: Simulator) -> AsyncIterator[BaseSpace]:
    async with BaseSpace(simulator.token, server=simulator.url, retry=QUICK) as basespace:
        yield basespace


@pytest.fixture
def world(simulator: Simulator) -> SyncedWorld:
    world = SyncedWorld(simulator)
    world.put("a", "reads.gz", b"one")
    world.put("a", "deep/notes.txt", b"two")
    world.put("b", "reads.gz", b"three")
    return world


def there(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file() and FOLDER not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def actions(report: Any) -> dict[str, str]:
    return {step.path: step.action for step in report.steps}


async def test_a_second_sync_fetches_and_reads_nothing(
    world: SyncedWorld, basespace: BaseSpace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = await basespace.projects.sync(world.project, tmp_path)
    assert there(tmp_path) == world.expected()
    assert report.fetched == 11
    monkeypatch.setattr(verification, "_feed_from", lambda *_: pytest.fail("a file was read"))
    again = await basespace.projects.sync(world.project, tmp_path)
    assert (again.fetched, again.kept, again.unverified) == (0, 3, [])
    assert set(actions(again).values()) == {"keep"}


async def test_new_and_changed_files_are_fetched(world: SyncedWorld, basespace: BaseSpace, tmp_path: Path) -> None:
    await basespace.projects.sync(world.project, tmp_path)
    world.put("a", "reads.gz", b"ONE")
    world.put("b", "more.gz", b"four")
    report = await basespace.projects.sync(world.project, tmp_path)
    assert there(tmp_path) == world.expected()
    assert (report.fetched, report.kept) == (7, 2)


async def test_what_somebody_changed_is_made_like_the_service(
    world: SyncedWorld, basespace: BaseSpace, tmp_path: Path
) -> None:
    await basespace.projects.sync(world.project, tmp_path)
    path = tmp_path / world.path("a", "reads.gz")
    path.write_bytes(b"xyz")
    os.utime(path, ns=(1, 1))
    report = await basespace.projects.sync(world.project, tmp_path)
    assert (there(tmp_path), report.fetched) == (world.expected(), 3)


async def test_a_change_that_hides_is_found_where_content_is_checked(
    world: SyncedWorld, basespace: BaseSpace, tmp_path: Path
) -> None:
    await basespace.projects.sync(world.project, tmp_path)
    path = tmp_path / world.path("a", "reads.gz")
    times = path.stat().st_atime_ns, path.stat().st_mtime_ns
    path.write_bytes(b"xyz")
    os.utime(path, ns=times)
    assert (await basespace.projects.sync(world.project, tmp_path)).fetched == 0
    assert (await basespace.projects.sync(world.project, tmp_path, check_content=True)).fetched == 3
    assert there(tmp_path) == world.expected()


async def test_what_is_gone_is_deleted_on_request(world: SyncedWorld, basespace: BaseSpace, tmp_path: Path) -> None:
    await basespace.projects.sync(world.project, tmp_path)
    before = there(tmp_path)
    world.remove("a", "deep/notes.txt")
    assert (await basespace.projects.sync(world.project, tmp_path)).deleted == []
    assert there(tmp_path) == before
    rehearsal = await basespace.projects.sync(world.project, tmp_path, delete=True, dry_run=True)
    gone = world.path("a", "deep/notes.txt")
    assert (actions(rehearsal)[gone], there(tmp_path)) == ("delete", before)
    report = await basespace.projects.sync(world.project, tmp_path, delete=True)
    assert (report.deleted, there(tmp_path)) == ([gone], world.expected())
    assert not (tmp_path / gone).parent.exists()


async def test_what_a_sync_did_not_make_is_never_deleted(
    world: SyncedWorld, basespace: BaseSpace, tmp_path: Path
) -> None:
    path = tmp_path / world.path("a", "reads.gz")
    path.parent.mkdir(parents=True)
    path.write_bytes(b"one")
    (tmp_path / "mine.txt").write_bytes(b"mine")
    assert (await basespace.projects.sync(world.project, tmp_path)).fetched == 8
    world.remove("a", "reads.gz")
    report = await basespace.projects.sync(world.project, tmp_path, delete=True)
    assert report.left == [world.path("a", "reads.gz")]
    assert there(tmp_path) == {**world.expected(), "mine.txt": b"mine", world.path("a", "reads.gz"): b"one"}


async def test_what_somebody_changed_is_never_deleted(world: SyncedWorld, basespace: BaseSpace, tmp_path: Path) -> None:
    await basespace.projects.sync(world.project, tmp_path)
    path = tmp_path / world.path("a", "reads.gz")
    path.write_bytes(b"mine now")
    world.remove("a", "reads.gz")
    for _ in range(2):
        report = await basespace.projects.sync(world.project, tmp_path, delete=True)
        assert (report.deleted, report.left) == ([], [world.path("a", "reads.gz")])
    assert path.read_bytes() == b"mine now"


async def test_nothing_is_deleted_where_a_list_ends_early(
    world: SyncedWorld, simulator: Simulator, basespace: BaseSpace, tmp_path: Path
) -> None:
    await basespace.projects.sync(world.project, tmp_path)
    before = there(tmp_path)
    world.remove("a", "reads.gz")
    simulator.faults.add("status", path="/datasets/*/files*", nth=range(2, 1000), status=500)
    with pytest.raises(IncompleteDownloadError):
        await basespace.projects.sync(world.project, tmp_path, delete=True)
    assert there(tmp_path) == before


async def test_a_filter_deletes_nothing(world: SyncedWorld, basespace: BaseSpace, tmp_path: Path) -> None:
    await basespace.projects.sync(world.project, tmp_path)
    report = await basespace.projects.sync(world.project, tmp_path, delete=True, extensions=".txt")
    assert (report.deleted, len(report.files), there(tmp_path)) == ([], 1, world.expected())


async def test_two_resources_share_a_folder(world: SyncedWorld, basespace: BaseSpace, tmp_path: Path) -> None:
    await basespace.projects.sync(world.project, tmp_path)
    run = next(iter(world.simulator.world.runs.values()))
    await basespace.runs.sync(run.id, tmp_path, delete=True)
    report = await basespace.projects.sync(world.project, tmp_path, delete=True)
    assert (report.deleted, report.kept) == ([], 3)
    assert (tmp_path / "RunInfo.xml").exists()


async def test_a_file_takes_the_place_of_a_folder_and_a_folder_that_of_a_file(
    world: SyncedWorld, basespace: BaseSpace, tmp_path: Path
) -> None:
    await basespace.projects.sync(world.project, tmp_path)
    world.remove("a", "deep/notes.txt")
    world.put("a", "deep", b"a file")
    world.remove("b", "reads.gz")
    world.put("b", "reads.gz/1", b"in a folder")
    with pytest.raises(IncompleteDownloadError):
        await basespace.projects.sync(world.project, tmp_path)
    await basespace.projects.sync(world.project, tmp_path, delete=True)
    assert there(tmp_path) == world.expected()


async def test_two_syncs_at_once_are_refused(world: SyncedWorld, basespace: BaseSpace, tmp_path: Path) -> None:
    journal = SyncJournal(tmp_path)
    try:
        with pytest.raises(DownloadError, match="another sync works in"):
            await basespace.projects.sync(world.project, tmp_path)
    finally:
        journal.close()
    await basespace.projects.sync(world.project, tmp_path)


async def test_a_dry_run_writes_nothing(world: SyncedWorld, basespace: BaseSpace, tmp_path: Path) -> None:
    path = tmp_path / "to" / world.path("a", "reads.gz")
    report = await basespace.projects.sync(world.project, tmp_path / "to", dry_run=True)
    assert not (tmp_path / "to").exists()
    assert set(actions(report).values()) == {"fetch"}
    path.parent.mkdir(parents=True)
    path.write_bytes(b"one")
    report = await basespace.projects.sync(world.project, tmp_path / "to", dry_run=True)
    assert actions(report)[world.path("a", "reads.gz")] == "keep"
    assert there(tmp_path / "to") == {world.path("a", "reads.gz"): b"one"}
    assert not (tmp_path / "to" / FOLDER).exists()


@pytest.mark.parametrize("cut", [b'\n{"path": "x', b"\0\0\0", b"[]\n", b"7\n{}\n"])
async def test_a_torn_journal_is_read_as_far_as_it_goes(
    cut: bytes, world: SyncedWorld, basespace: BaseSpace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await basespace.projects.sync(world.project, tmp_path)
    with (tmp_path / FOLDER / "journal").open("ab") as journal:
        journal.write(cut)
    world.put("a", "reads.gz", b"ONE")
    assert (await basespace.projects.sync(world.project, tmp_path)).fetched == 3
    monkeypatch.setattr(verification, "_feed_from", lambda *_: pytest.fail("a file was read"))
    assert (await basespace.projects.sync(world.project, tmp_path)).kept == 3


async def test_a_foreign_journal_is_refused(world: SyncedWorld, basespace: BaseSpace, tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "journal").write_bytes(b'{"basespace-sync": 99}\n')
    with pytest.raises(ConfigurationError, match="not of this release"):
        await basespace.projects.sync(world.project, tmp_path)


async def test_a_long_journal_is_written_anew(world: SyncedWorld, basespace: BaseSpace, tmp_path: Path) -> None:
    await basespace.projects.sync(world.project, tmp_path)
    path = tmp_path / FOLDER / "journal"
    with path.open("ab") as journal:
        journal.write(b'{"dropped": "x"}\n' * 2000)
    report = await basespace.projects.sync(world.project, tmp_path)
    assert (report.kept, path.read_bytes().count(b"dropped")) == (3, 0)


async def test_a_resource_of_each_kind_is_synced(simulator: Simulator, basespace: BaseSpace, tmp_path: Path) -> None:
    dataset = next(iter(simulator.world.datasets.values()))
    paths = {file.path for file in simulator.world.files.of_dataset(dataset)}
    await basespace.datasets.sync(dataset.id, tmp_path / "dataset")
    assert set(there(tmp_path / "dataset")) == paths
    for kind, identity in (("biosamples", dataset.biosample_id), ("appsessions", dataset.appsession_id)):
        report = await getattr(basespace, kind).sync(identity, tmp_path / kind)
        assert {path.partition("/")[2] for path in there(tmp_path / kind)} >= paths, kind
        assert report.fetched


async def test_no_file_takes_the_place_of_the_journal(world: SyncedWorld, basespace: BaseSpace, tmp_path: Path) -> None:
    world.put("a", f"{FOLDER}/journal", b"mine")
    dataset = world.datasets["a"].id
    with pytest.raises(IncompleteDownloadError) as caught:
        await basespace.datasets.sync(dataset, tmp_path)
    assert list(caught.value.failed) == [f"{FOLDER}/journal"]


async def test_nothing_is_deleted_through_a_link(world: SyncedWorld, basespace: BaseSpace, tmp_path: Path) -> None:
    to, elsewhere = tmp_path / "to", tmp_path / "elsewhere"
    await basespace.projects.sync(world.project, to)
    deep = (to / world.path("a", "deep/notes.txt")).parent
    deep.rename(elsewhere)
    deep.symlink_to(elsewhere)
    world.remove("a", "deep/notes.txt")
    report = await basespace.projects.sync(world.project, to, delete=True)
    assert report.left == [world.path("a", "deep/notes.txt")]
    assert (elsewhere / "notes.txt").read_bytes() == b"two"


async def test_a_link_in_the_place_of_a_file_is_never_deleted(
    world: SyncedWorld, basespace: BaseSpace, tmp_path: Path
) -> None:
    to = tmp_path / "to"
    await basespace.projects.sync(world.project, to)
    path = to / world.path("a", "reads.gz")
    path.rename(tmp_path / "moved")
    path.symlink_to(tmp_path / "moved")
    world.remove("a", "reads.gz")
    report = await basespace.projects.sync(world.project, to, delete=True)
    assert (report.left, path.is_symlink()) == ([world.path("a", "reads.gz")], True)


async def test_a_journal_leads_nowhere_else(world: SyncedWorld, basespace: BaseSpace, tmp_path: Path) -> None:
    to = tmp_path / "to"
    await basespace.projects.sync(world.project, to)
    victim = tmp_path / "victim"
    victim.write_bytes(b"precious")
    status = victim.stat()
    with closing(SyncJournal(to)) as journal:
        journal.put(
            SyncRecord(
                path="../victim",
                size=status.st_size,
                mark=str(status.st_mtime_ns),
                version="1",
                source=f"projects/{world.project}",
                made=True,
                method="md5",
            )
        )
    report = await basespace.projects.sync(world.project, to, delete=True)
    assert (report.deleted, victim.read_bytes()) == ([], b"precious")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"if_exists": "replace"}, "does not know if_exists"),
        ({"on_collision": "maybe"}, "on_collision is 'maybe'"),
        ({"deletes": True}, "do not know deletes"),
    ],
)
async def test_options_that_cannot_be_are_refused(
    options: dict[str, Any], message: str, simulator: Simulator, basespace: BaseSpace, tmp_path: Path
) -> None:
    sent = simulator.statistics.requests
    with pytest.raises(ConfigurationError, match=message):
        await basespace.projects.sync("1", tmp_path / "to", **options)
    assert (simulator.statistics.requests, (tmp_path / "to").exists()) == (sent, False)
