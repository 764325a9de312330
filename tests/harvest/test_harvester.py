"""Whole harvests of a small world: what is found, and what the next harvest fetches."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import attrs
import pyarrow.parquet as pq
import pytest

from basespace_async import BaseSpace
from basespace_async.errors import PermissionDeniedError
from basespace_async.harvest import TABLES, HarvestReport, IncompleteHarvestError, harvest
from basespace_async.harvest.fetch import list_sync, record_fetch
from basespace_async.harvest.store import index, store
from basespace_async.simulator import Simulator
from tests.support.harvest_folder import content, everything, ids, rows
from tests.support.refusing_transport import Refusing

CHILDREN_AND_YIELDS = ("files", "properties", "run_stats", "biosample_yields", "run_files", "appsession_files")
FORMATS = ["parquet", "jsonl"]
pytestmark = pytest.mark.usefixtures("no_task_left")


def asked(simulator: Simulator) -> Counter[str]:
    """What was asked for, by the last part of the path."""
    return Counter(served.path.rpartition("/")[2] for served in simulator.statistics.recent)


def counts(report: HarvestReport) -> dict[str, tuple[int, int, int | None]]:
    """New, changed and removed rows of the tables that have any."""
    told = {name: (table.new, table.changed, table.removed) for name, table in report.tables.items()}
    return {name: each for name, each in told.items() if any(each)}


@pytest.mark.parametrize("format", FORMATS)
async def test_every_record_of_the_world_is_a_row_of_its_table(
    basespace: BaseSpace, simulator: Simulator, tmp_path: Path, format: Any, small_parts: None
) -> None:
    report = await harvest(basespace, tmp_path, format=format, page_size=4)
    world = simulator.world
    assert list(report.tables) == list(TABLES)
    assert ids(tmp_path, "biosamples") == sorted(world.biosamples)
    assert ids(tmp_path, "libraries") == sorted(world.libraries)
    assert ids(tmp_path, "datasets") == sorted(world.datasets)
    assert ids(tmp_path, "appsessions") == sorted(world.appsessions)
    assert ids(tmp_path, "runs") == sorted(world.runs)
    assert ids(tmp_path, "projects") == sorted(world.projects)
    files_of_runs = {each.id for run in world.runs.values() for each in world.files.of_run(run)}
    assert ids(tmp_path, "run_files") == sorted(files_of_runs)
    assert {row["run_id"] for row in rows(tmp_path, "run_stats")} == set(world.runs)
    assert {row["biosample_id"] for row in rows(tmp_path, "biosample_yields")} == set(world.biosamples)
    assert {row["appsession_id"] for row in rows(tmp_path, "appsession_files")} <= set(world.appsessions)
    files = {each.id for dataset in world.datasets.values() for each in world.files.of_dataset(dataset)}
    assert ids(tmp_path, "files") == sorted(files)
    assert len(rows(tmp_path, "properties")) == 5 * len(world.appsessions)
    assert len(rows(tmp_path, "usage")) == 12
    for name, table in report.tables.items():
        assert (table.total, table.new, table.changed, table.unchanged) == (len(content(tmp_path, name)),) * 2 + (0, 0)
    assert report.rows == sum(len(each) for each in everything(tmp_path).values())
    assert report.notes == ()
    assert report.requests == simulator.statistics.requests
    assert report.seconds > 0


@pytest.mark.parametrize("format", FORMATS)
async def test_rows_have_the_records_values(
    basespace: BaseSpace, simulator: Simulator, tmp_path: Path, format: Any
) -> None:
    await harvest(basespace, tmp_path, format=format)
    biosample = simulator.world.biosamples["104000005"]
    row = content(tmp_path, "biosamples")[(biosample.id,)]
    created: Any = biosample.created if format == "parquet" else f"{biosample.created:%Y-%m-%dT%H:%M:%S}.000000Z"
    project = simulator.world.projects[biosample.project_id]
    assert row["biosample_name"] == biosample.name
    assert row["default_project_id"] == project.id
    assert row["default_project_name"] == project.name
    assert row["date_created"] == created
    assert row["status"] == biosample.status
    assert row["nickname"] is None
    assert row["prep_requests"] is None
    assert row["additional"] is None


async def test_rows_name_the_rows_that_they_belong_to(
    basespace: BaseSpace, simulator: Simulator, tmp_path: Path
) -> None:
    await harvest(basespace, tmp_path)
    world = simulator.world
    for library in rows(tmp_path, "libraries"):
        assert library["biosample_id"] == world.libraries[library["id"]].biosample_id
    for dataset in rows(tmp_path, "datasets"):
        record = world.datasets[dataset["id"]]
        assert dataset["biosample_id"] == record.biosample_id
        assert json.loads(dataset["input_biosample_ids"]) == [record.biosample_id]
        assert dataset["run_id"] == record.run_id
        assert json.loads(dataset["input_run_ids"]) == [record.run_id]
        assert len(json.loads(dataset["input_library_ids"])) == 1
        assert (dataset["appsession_id"], dataset["project_id"]) == (record.appsession_id, record.project_id)
    for file in rows(tmp_path, "files"):
        assert file["id"] in {each.id for each in world.files.of_dataset(world.datasets[file["dataset_id"]])}


async def test_properties_hold_texts_and_the_ids_of_resources(
    basespace: BaseSpace, simulator: Simulator, tmp_path: Path
) -> None:
    session = next(iter(simulator.world.appsessions))
    properties = basespace.appsessions.properties(session)
    await properties.set("Lab.Tube", "T-17")
    await properties.set("Lab.Tubes", ["T-1", "T-2"])
    await properties.set("Lab.Map", {"rack": "R-1"})
    one = next(iter(simulator.world.projects.values()))
    await properties.set("Lab.Project", await basespace.projects.get(one.id))
    await harvest(basespace, tmp_path, tables=["properties"])
    found = content(tmp_path, "properties")
    assert found[(session, "Lab.Tube")]["content"] == "T-17"
    assert json.loads(found[(session, "Lab.Tubes")]["content_items"]) == ["T-1", "T-2"]
    assert json.loads(found[(session, "Lab.Map")]["content_map"]) == [{"Key": "rack", "Values": ["R-1"]}]
    project = found[(session, "Lab.Project")]
    assert (project["resource_id"], project["resource_name"], project["resource_ids"]) == (one.id, one.name, None)
    runs = found[(session, "Input.Runs")]
    assert json.loads(runs["resource_ids"]) == [simulator.world.appsessions[session].run_id]
    assert runs["resource_id"] is None


async def test_a_property_with_many_items_has_all_of_them(
    basespace: BaseSpace, simulator: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record_fetch, "ITEMS_SHOWN", 20)
    session = next(iter(simulator.world.appsessions))
    tubes = [f"T-{number}" for number in range(60)]
    await basespace.appsessions.properties(session).set("Lab.Tubes", tubes)
    biosamples = await basespace.biosamples.list().collect()
    await basespace.appsessions.properties(session).set("Lab.Many", biosamples)
    await harvest(basespace, tmp_path, tables=["properties"])
    found = content(tmp_path, "properties")
    assert json.loads(found[(session, "Lab.Tubes")]["content_items"]) == tubes
    assert found[(session, "Lab.Tubes")]["items_total_count"] == 60
    assert json.loads(found[(session, "Lab.Many")]["resource_ids"]) == [each.id for each in biosamples]


@pytest.mark.slow
async def test_a_second_harvest_asks_only_what_has_changed(
    basespace: BaseSpace, simulator: Simulator, tmp_path: Path
) -> None:
    await harvest(basespace, tmp_path)
    before = everything(tmp_path)
    simulator.statistics.recent.clear()
    report = await harvest(basespace, tmp_path)
    assert not counts(report)
    assert everything(tmp_path) == before
    told = asked(simulator)
    assert (told["biosamples"], told["libraries"], told["datasets"], told["appsessions"]) == (1, 1, 1, 1)
    assert not {"files", "properties"} & set(told)
    assert report.requests == 8 + len(before["projects"])
    assert all(
        table.removed is None for name, table in report.tables.items() if name not in (*CHILDREN_AND_YIELDS, "runs")
    )


@pytest.mark.parametrize("format", FORMATS)
async def test_a_second_harvest_finds_what_was_added_and_changed(
    basespace: BaseSpace, simulator: Simulator, tmp_path: Path, format: Any, small_parts: None
) -> None:
    simulator.clock.advance(days=400)  # the world ends before
    await harvest(basespace, tmp_path / "one", format=format)
    world = simulator.world
    simulator.clock.advance(hours=1)
    added = world.add_biosample("one-more")
    dataset = world.add_dataset(world.biosamples["104000003"])
    world.add_file(world.datasets_of("104000004")[0], "late.txt", b"late")
    await basespace.biosamples.set_status("104000007", "Canceled")
    world.launch(["104000001"])
    report = await harvest(basespace, tmp_path / "one", format=format)
    told = counts(report)
    assert told["biosamples"] == (1, 1, None)
    assert told["datasets"] == (1, 1, None)
    assert told["files"] == (1 + len(world.files.of_dataset(dataset)), 0, 0)
    assert told["appsessions"][0] == 1
    assert ids(tmp_path / "one", "biosamples") == sorted(world.biosamples)
    assert added.id in world.biosamples
    await harvest(basespace, tmp_path / "two", format=format)
    one, two = everything(tmp_path / "one"), everything(tmp_path / "two")
    for name in two:
        if name != "properties":  # Output.Datasets changes without its appsession
            assert one[name] == two[name], name


@pytest.mark.slow
async def test_what_was_deleted_stays_until_everything_is_listed_again(
    basespace: BaseSpace, simulator: Simulator, tmp_path: Path, small_parts: None
) -> None:
    await harvest(basespace, tmp_path)
    world = simulator.world
    files = sum(len(world.files.of_dataset(each)) for each in world.datasets_of("104000004"))
    datasets = len(world.datasets_of("104000004"))
    world.remove_biosample("104000004")
    report = await harvest(basespace, tmp_path)
    assert "104000004" in ids(tmp_path, "biosamples")
    assert report.tables["biosamples"].removed is None
    assert report.tables["biosamples"].counted == len(world.biosamples)
    assert [note.partition(":")[0] for note in report.notes] == ["biosamples", "libraries", "datasets"]
    assert "full=True" in report.notes[0]
    report = await harvest(basespace, tmp_path, full=True)
    told = counts(report)
    assert told["biosamples"] == told["libraries"] == (0, 0, 1)
    assert told["datasets"] == (0, 0, datasets)
    assert told["files"] == (0, 0, files)
    assert report.notes == ()
    assert ids(tmp_path, "biosamples") == sorted(world.biosamples)
    assert ids(tmp_path, "datasets") == sorted(world.datasets)
    assert {row["dataset_id"] for row in rows(tmp_path, "files")} <= set(world.datasets)


async def test_a_file_that_is_gone_goes_when_its_dataset_has_changed(
    basespace: BaseSpace, simulator: Simulator, tmp_path: Path
) -> None:
    simulator.clock.advance(days=400)
    await harvest(basespace, tmp_path, tables=["files"])
    world = simulator.world
    session = next(each for each in world.appsessions.values() if each.execution_status == "Complete")
    kept = [each.id for each in world.datasets.values() if each.appsession_id == session.id]
    await basespace.appsessions.delete(session, keep_metadata=True)
    gone = [each for each in kept if world.datasets[each].files_deleted]
    assert gone
    await harvest(basespace, tmp_path, tables=["files"], full=True)
    assert not {row["dataset_id"] for row in rows(tmp_path, "files")} & set(gone)
    assert set(gone) <= set(ids(tmp_path, "datasets"))


async def test_tables_bring_those_that_they_are_found_through(basespace: BaseSpace, tmp_path: Path) -> None:
    for wanted, found in {
        "files": ["datasets", "files"],
        "runs": ["datasets", "runs"],
        "properties": ["appsessions", "properties"],
        "projects": ["biosamples", "datasets", "projects"],
        "usage": ["usage"],
    }.items():
        report = await harvest(basespace, tmp_path / wanted, tables=[wanted])
        assert sorted(report.tables) == sorted(path.name for path in (tmp_path / wanted).iterdir() if path.is_dir())
        assert sorted(report.tables) == sorted(found)


@pytest.mark.slow
async def test_a_table_that_is_asked_for_later_is_complete(
    basespace: BaseSpace, simulator: Simulator, tmp_path: Path
) -> None:
    await harvest(basespace, tmp_path / "later", tables=["datasets"])
    await harvest(basespace, tmp_path / "later")
    await harvest(basespace, tmp_path / "at once")
    assert everything(tmp_path / "later") == everything(tmp_path / "at once")


async def test_runs_that_were_named_while_they_were_not_looked_for_are_found(
    basespace: BaseSpace, simulator: Simulator, tmp_path: Path
) -> None:
    world = simulator.world
    await harvest(basespace, tmp_path, tables=["runs"], page_size=4)
    run = world.upload_run("late-run")
    for later in range(2):
        made = [world.add_dataset(world.biosamples["104000003"]) for _ in range(6)]
        if not later:
            for hours, dataset in enumerate(made, 1):
                world.datasets.put(attrs.evolve(dataset, modified=world.now() - timedelta(hours=hours)))
            world.datasets.put(attrs.evolve(world.datasets[made[-1].id], run_id=run.id))
        await harvest(basespace, tmp_path, tables=["datasets"], page_size=4)
    assert made[-1].id in ids(tmp_path, "datasets")
    assert run.id not in ids(tmp_path, "runs")
    await harvest(basespace, tmp_path, tables=["runs"], page_size=4)
    assert run.id in ids(tmp_path, "runs")


async def test_a_table_of_nothing_is_there_and_empty(tmp_path: Path) -> None:
    async with (
        Simulator(biosamples=0) as simulator,
        BaseSpace(simulator.token, server=simulator.url) as basespace,
    ):
        report = await harvest(basespace, tmp_path)
        assert rows(tmp_path, "biosamples") == []
        assert report.tables["biosamples"].total == 0
        simulator.world.add_biosample("first")
        report = await harvest(basespace, tmp_path)
        assert len(rows(tmp_path, "biosamples")) == report.tables["biosamples"].new == 1


@pytest.mark.slow
async def test_no_more_requests_are_under_way_than_were_allowed(
    basespace: BaseSpace, simulator: Simulator, tmp_path: Path
) -> None:
    for concurrency in (1, 3, 9):
        basespace.stats.peak_in_flight = 0
        await harvest(basespace, tmp_path / str(concurrency), page_size=2, concurrency=concurrency)
        assert concurrency // 2 < basespace.stats.peak_in_flight <= concurrency


async def test_progress_counts_the_rows_of_each_table(basespace: BaseSpace, tmp_path: Path) -> None:
    class Meter:
        def __init__(self, total: float | None) -> None:
            self.total, self.done, self.closed = total, 0.0, 0

        def update(self, n: float | None = 1, /) -> None:
            self.done += n or 0

        def close(self) -> None:
            self.closed += 1

    meters: dict[str, Meter] = {}

    def progress(*, desc: str, total: float | None, unit: str) -> Meter:
        assert unit == "row"
        return meters.setdefault(desc, Meter(total))

    report = await harvest(basespace, tmp_path, progress=progress)
    assert set(meters) == set(TABLES) - {"biosample_yields"}
    assert {name: meter.done for name, meter in meters.items()} == {name: report.tables[name].total for name in meters}
    assert all(meter.closed == 1 for meter in meters.values())
    assert meters["biosamples"].total == 30


async def test_the_report_reads_as_a_table(basespace: BaseSpace, tmp_path: Path) -> None:
    report = await harvest(basespace, tmp_path, tables=["biosamples"])
    lines = str(report).splitlines()
    assert lines[0].split() == ["table", "rows", "new", "changed", "removed"]
    assert lines[1].split() == ["biosamples", "30", "30", "0", "0"]
    assert lines[2] == f"{report.requests} requests in {report.seconds:.1f} seconds"
    again = str(await harvest(basespace, tmp_path, tables=["biosamples"])).splitlines()
    assert again[1].split() == ["biosamples", "30", "0", "0", "-"]


async def test_changes_of_the_last_minutes_are_looked_for_once_more(
    basespace: BaseSpace, simulator: Simulator, tmp_path: Path
) -> None:
    world = simulator.world

    def add(name: str, minutes: float) -> str:
        """A biosample that was changed so many minutes ago."""
        made = world.add_biosample(name)
        world.biosamples.put(attrs.evolve(made, modified=world.now() - timedelta(minutes=minutes)))
        return made.id

    add("newest", 0)
    add("before", 5)
    add("long before", 16)
    await harvest(basespace, tmp_path, tables=["biosamples"])
    under_way, too_late = add("under way", 14), add("too late", 20)
    await harvest(basespace, tmp_path, tables=["biosamples"], page_size=1)
    assert under_way in ids(tmp_path, "biosamples")
    assert too_late not in ids(tmp_path, "biosamples")


@pytest.mark.slow
async def test_everything_is_fetched_anew_where_that_is_asked_for(
    basespace: BaseSpace, simulator: Simulator, tmp_path: Path
) -> None:
    await harvest(basespace, tmp_path, tables=["files", "properties"])
    session = next(iter(simulator.world.appsessions))
    changed = await basespace.appsessions.get(session)
    await basespace.appsessions.properties(session).set("Lab.Tube", "T-17")
    record = simulator.world.appsessions[session]
    simulator.world.appsessions.put(attrs.evolve(record, modified=changed.date_modified))  # as if nothing had
    await harvest(basespace, tmp_path, tables=["files", "properties"])
    assert (session, "Lab.Tube") not in content(tmp_path, "properties")
    simulator.statistics.recent.clear()
    report = await harvest(basespace, tmp_path, tables=["files", "properties"], full=True)
    assert (session, "Lab.Tube") in content(tmp_path, "properties")
    assert counts(report) == {"properties": (1, 0, 0)}
    told = asked(simulator)
    assert told["files"] == len(simulator.world.datasets)
    assert told["properties"] == len(simulator.world.appsessions)


REFUSED_LISTS = {"/runs": 403, "/users/current/projects": 404}


async def test_projects_and_runs_without_anything_that_names_them_are_rows(
    basespace: BaseSpace, simulator: Simulator, tmp_path: Path
) -> None:
    project = simulator.world.add_project("Nothing yet")
    run = await basespace.runs.create("Batch 8", instrument_type="MiSeq")
    report = await harvest(basespace, tmp_path)
    assert project.id in ids(tmp_path, "projects")
    assert run.id in {row["v2_id"] for row in rows(tmp_path, "runs")}
    assert report.notes == ()


@pytest.mark.parametrize("status", [403, 404, 405, 410, 501])
async def test_lists_that_are_refused_are_said_once_and_what_records_name_stands_in_for_them(
    simulator: Simulator, tmp_path: Path, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    world = simulator.world
    world.add_project("Nothing yet")
    answers = dict.fromkeys(REFUSED_LISTS, status)
    async with BaseSpace(simulator.token, server=simulator.url, middleware=[Refusing(answers)]) as refused:
        report = await harvest(refused, tmp_path, tables=["projects", "libraries", "run_stats"])
    named = {each.project_id for each in (*world.biosamples.values(), *world.datasets.values())}
    assert ids(tmp_path, "projects") == sorted(named)
    assert ids(tmp_path, "runs") == sorted({each.run_id for each in world.datasets.values()})
    assert len(rows(tmp_path, "run_stats")) == len(rows(tmp_path, "runs"))
    assert sorted(note.partition(":")[0] for note in report.notes) == ["projects", "runs"]
    assert str(status) in report.notes[0]
    assert sum("refuses the list" in record.message for record in caplog.records) == 2
    assert report.complete


async def test_a_runs_longer_row_stays_when_a_dataset_names_it(
    basespace: BaseSpace, simulator: Simulator, tmp_path: Path
) -> None:
    await harvest(basespace, tmp_path, tables=["runs"])
    before = content(tmp_path, "runs")
    assert all(row["v2_id"] for row in before.values())
    report = await harvest(basespace, tmp_path, tables=["runs"], full=True)
    assert content(tmp_path, "runs") == before
    assert counts(report) == {}


async def test_runs_without_statistics_have_no_row_and_a_note(simulator: Simulator, tmp_path: Path) -> None:
    layers = [Refusing({"/runs/[^/]+/sequencingstats": 404})]
    async with BaseSpace(simulator.token, server=simulator.url, middleware=layers) as basespace:
        report = await harvest(basespace, tmp_path, tables=["run_stats"])
    assert rows(tmp_path, "run_stats") == []
    assert report.notes == (f"run_stats: the service has no statistics of {len(simulator.world.runs)} of the runs",)


async def test_statistics_and_files_of_one_bad_run_hold_up_only_themselves_and_come_the_next_time(
    basespace: BaseSpace, simulator: Simulator, tmp_path: Path
) -> None:
    bad = next(iter(simulator.world.runs))
    answers = {f"/runs/{bad}/(sequencingstats|files)": 403}
    tables = ["run_stats", "run_files"]
    async with BaseSpace(simulator.token, server=simulator.url, middleware=[Refusing(answers)]) as refused:
        with pytest.raises(IncompleteHarvestError) as caught:
            await harvest(refused, tmp_path, tables=tables)
    assert sorted(failure.name for failure in caught.value.report.failures) == [f"run_files/{bad}", f"run_stats/{bad}"]
    assert {row["run_id"] for row in rows(tmp_path, "run_stats")} == set(simulator.world.runs) - {bad}
    report = await harvest(basespace, tmp_path, tables=tables)
    assert {row["run_id"] for row in rows(tmp_path, "run_stats")} == set(simulator.world.runs)
    assert {row["run_id"] for row in rows(tmp_path, "run_files")} == set(simulator.world.runs)
    assert (report.tables["run_stats"].new, report.tables["run_stats"].changed) == (1, 0)


async def test_a_user_who_is_not_told_is_a_failure_of_a_new_folder_and_ends_none(
    basespace: BaseSpace, simulator: Simulator, tmp_path: Path
) -> None:
    async with BaseSpace(simulator.token, server=simulator.url, middleware=[Refusing({"/users/current": 403})]) as one:
        with pytest.raises(IncompleteHarvestError) as caught:
            await harvest(one, tmp_path / "new", tables=["biosamples"])
        assert [failure.name for failure in caught.value.report.failures] == ["user"]
        assert "failed: user: " in str(caught.value.report)
        assert ids(tmp_path / "new", "biosamples") == sorted(simulator.world.biosamples)
        await harvest(basespace, tmp_path / "known", tables=["biosamples"])
        with pytest.raises(PermissionDeniedError):  # it may be of another user
            await harvest(one, tmp_path / "known", tables=["biosamples"])


@pytest.mark.slow
@pytest.mark.parametrize("format", FORMATS)
async def test_a_folder_of_an_earlier_schema_is_opened_and_written_anew(
    basespace: BaseSpace, simulator: Simulator, tmp_path: Path, format: Any, small_parts: None
) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    await harvest(basespace, one, format=format, tables=["biosamples", "files"])
    for path in [*one.glob("biosamples/*"), *one.glob("files/*")]:
        if format == "parquet":
            pq.write_table(pq.ParquetFile(path).read().drop_columns(["additional", "date_created"]), path)
        else:
            read = [json.loads(line) for line in path.read_bytes().splitlines()]
            shorter = [{key: value for key, value in row.items() if key != "date_created"} for row in read]
            path.write_text("".join(json.dumps(row) + "\n" for row in shorter))
    with sqlite3.connect(one / "manifest.sqlite") as manifest:
        manifest.execute("UPDATE meta SET value = 'the digest of an earlier release' WHERE name = 'schema'")
    manifest.close()
    await harvest(basespace, one, format=format, tables=["biosamples", "files"])
    await harvest(basespace, two, format=format, tables=["biosamples", "files"])
    assert everything(one) == everything(two)


@pytest.mark.slow
async def test_projects_and_runs_that_nothing_names_any_more_are_gone_once_everything_is_listed(
    simulator: Simulator, tmp_path: Path
) -> None:
    async with BaseSpace(simulator.token, server=simulator.url, middleware=[Refusing(REFUSED_LISTS)]) as basespace:
        await _check_that_what_is_no_longer_named_goes(basespace, simulator, tmp_path)


async def _check_that_what_is_no_longer_named_goes(basespace: BaseSpace, simulator: Simulator, tmp_path: Path) -> None:
    world = simulator.world
    await harvest(basespace, tmp_path)
    project = world.biosamples["104000000"].project_id
    for biosample in list(world.biosamples.values()):
        if biosample.position >= 24 or biosample.project_id == project:
            world.remove_biosample(biosample.id)
    named = {each.project_id for each in (*world.biosamples.values(), *world.datasets.values())}
    runs = {each.run_id for each in world.datasets.values()}
    before = rows(tmp_path, "projects"), rows(tmp_path, "runs")
    report = await harvest(basespace, tmp_path)
    assert (rows(tmp_path, "projects"), rows(tmp_path, "runs")) == before
    assert (report.tables["projects"].removed, report.tables["runs"].removed) == (None, None)
    # Libraries named projects, too, and are not listed now.
    report = await harvest(basespace, tmp_path, tables=["projects", "runs"], full=True)
    assert (len(rows(tmp_path, "projects")), report.tables["projects"].removed) == (len(before[0]), None)
    assert ids(tmp_path, "runs") == sorted(runs) != sorted(row["id"] for row in before[1])
    assert report.tables["runs"].removed == len(before[1]) - len(runs)
    report = await harvest(basespace, tmp_path, full=True)
    assert ids(tmp_path, "projects") == sorted(named)
    assert report.tables["projects"].removed == len(before[0]) - len(named) > 0


async def test_a_project_that_has_changed_is_fetched_though_nothing_in_it_has(
    basespace: BaseSpace, simulator: Simulator, tmp_path: Path
) -> None:
    await harvest(basespace, tmp_path, tables=["projects"])
    project = simulator.world.biosamples["104000000"].project_id
    simulator.world.projects[project] = attrs.evolve(simulator.world.projects[project], name="renamed")
    report = await harvest(basespace, tmp_path, tables=["projects"])
    assert content(tmp_path, "projects")[(project,)]["name"] == "renamed"
    assert (report.tables["projects"].new, report.tables["projects"].changed) == (0, 1)


async def test_a_record_that_came_back_is_there_once(
    basespace: BaseSpace, simulator: Simulator, tmp_path: Path, small_parts: None
) -> None:
    world = simulator.world
    await harvest(basespace, tmp_path, tables=["biosamples"], page_size=4)
    removed = world.biosamples.remove("104000005")
    assert (await harvest(basespace, tmp_path, tables=["biosamples"], page_size=4, full=True)).tables[
        "biosamples"
    ].removed == 1
    world.biosamples.restore(removed)
    report = await harvest(basespace, tmp_path, tables=["biosamples"], page_size=4)
    assert "counts 30 records, and the table has 29" in report.notes[0]
    report = await harvest(basespace, tmp_path, tables=["biosamples"], page_size=4, full=True)
    assert counts(report) == {"biosamples": (1, 0, 0)}
    assert ids(tmp_path, "biosamples") == sorted(world.biosamples)


async def test_files_of_others_stay_and_what_a_killed_harvest_left_goes(basespace: BaseSpace, tmp_path: Path) -> None:
    for name in (".env.new", ".notes.jsonl.new", ".biosamples-mine.jsonl.new"):
        (tmp_path / name).write_text("precious")
    (tmp_path / ".biosamples-part-00001.jsonl.new").write_text("half a row")
    await harvest(basespace, tmp_path, format="jsonl", tables=["biosamples"])
    left = {path.name for path in tmp_path.glob(".*.new")}
    assert left == {".env.new", ".notes.jsonl.new", ".biosamples-mine.jsonl.new"}


async def test_what_blocks_runs_in_one_thread_because_each_keeps_memory_that_it_freed(
    basespace: BaseSpace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[int] = []

    def noting(call: Any) -> Any:
        def noted(*args: Any, **kwargs: Any) -> Any:
            threads.append(threading.get_ident())
            return call(*args, **kwargs)

        return noted

    monkeypatch.setattr(list_sync, "convert", noting(list_sync.convert))
    monkeypatch.setattr(record_fetch, "convert_plain", noting(record_fetch.convert_plain))
    monkeypatch.setattr(index.Index, "apply", noting(index.Index.apply))
    monkeypatch.setattr(store, "_FEW", 0)
    await harvest(basespace, tmp_path, tables=["biosamples", "files"])
    assert len(threads) > 10
    assert len(set(threads) - {threading.get_ident()}) == 1
