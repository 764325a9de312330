"""What cannot be read is named and left for the next harvest; everything else is complete."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from random import Random
from typing import Any

import attrs
import pytest

from basespace_async import BaseSpace
from basespace_async.errors import (
    AuthenticationError,
    BaseSpaceError,
    ConnectionLostError,
    DecodeError,
    NotFoundError,
    PermissionDeniedError,
    ServerError,
)
from basespace_async.harvest import TABLES, HarvestReport, IncompleteHarvestError, harvest
from basespace_async.harvest.fetch import failures, record_fetch
from basespace_async.simulator import Simulator, World
from basespace_async.transport import HTTPRequest, HTTPResponse, RetryPolicy
from tests.support.harvest_folder import content, everything, ids, rows
from tests.support.refusing_transport import Answer, Refusing

pytestmark = pytest.mark.usefixtures("no_task_left")
QUICK = RetryPolicy(max_retries=1, initial_backoff=0.001, max_backoff=0.002)
LOST = ConnectionLostError("the connection broke")
LASTING = [
    (500, ServerError),
    (b"{", DecodeError),
    *(
        pytest.param(*case, marks=pytest.mark.slow)
        for case in ((403, PermissionDeniedError), (404, NotFoundError), (LOST, ConnectionLostError))
    ),
]


@asynccontextmanager
async def refusing(simulator: Simulator, answers: dict[str, Answer], **more: Any) -> AsyncIterator[BaseSpace]:
    layer = Refusing(answers, **more)
    async with BaseSpace(simulator.token, server=simulator.url, retry=QUICK, middleware=[layer]) as basespace:
        yield basespace


async def incomplete(
    simulator: Simulator, folder: Path, answers: dict[str, Answer], covers: Any = None, **how: Any
) -> HarvestReport:
    """Harvest with these answers; the report of the failure."""
    async with refusing(simulator, answers, **({"covers": covers} if covers else {})) as basespace:
        with pytest.raises(IncompleteHarvestError) as caught:
            await harvest(basespace, folder, page_size=5, **how)
    report: HarvestReport = caught.value.report
    assert list(caught.value.failed) == list(dict.fromkeys(failure.name for failure in report.failures))
    assert not report.complete
    return report


def named(report: HarvestReport) -> list[tuple[str, str | None, type[BaseSpaceError]]]:
    return sorted((one.table, one.record, type(one.error)) for one in report.failures)


def without(folder: Path, *tables: str) -> dict[str, Any]:
    return {name: content(folder, name) for name in TABLES if name not in tables and (folder / name).exists()}


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    async with Simulator(biosamples=12, seed=5) as simulator:
        simulator.clock.advance(days=400)  # nothing ends by itself while it is harvested
        yield simulator


@pytest.fixture
async def whole(basespace: BaseSpace, tmp_path: Path) -> Path:
    """A harvest to which nothing happened."""
    await harvest(basespace, tmp_path / "whole", page_size=5)
    return tmp_path / "whole"


@pytest.mark.slow
@pytest.mark.parametrize(("answer", "error"), LASTING)
@pytest.mark.parametrize(("table", "path"), [("usage", "/users/current/usage"), ("appsessions", "/appsessions")])
async def test_a_table_that_cannot_be_read_is_named_and_the_others_are_whole(
    basespace: BaseSpace,
    simulator: Simulator,
    tmp_path: Path,
    whole: Path,
    table: str,
    path: str,
    answer: Answer,
    error: type[BaseSpaceError],
) -> None:
    for _ in range(2):
        report = await incomplete(simulator, tmp_path / "lab", {path: answer})
        assert named(report) == [(table, None, error)]
        left_out = (table, "properties", "appsession_files") if table == "appsessions" else (table,)
        assert without(tmp_path / "lab", *left_out) == without(whole, *left_out)
        assert report.tables[table].failed == 1
        assert not (tmp_path / "lab" / table).exists()
    assert f"failed: {table}: " in str(report)
    report = await harvest(basespace, tmp_path / "lab", page_size=5)
    assert report.complete
    assert everything(tmp_path / "lab") == everything(whole)
    assert report.tables[table].new == len(content(whole, table))


@pytest.mark.slow
@pytest.mark.parametrize(("answer", "error"), LASTING)
async def test_a_record_whose_own_list_cannot_be_read_holds_up_nothing_else(
    basespace: BaseSpace, simulator: Simulator, tmp_path: Path, whole: Path, answer: Answer, error: type[BaseSpaceError]
) -> None:
    dataset = next(iter(simulator.world.datasets))
    session = next(iter(simulator.world.appsessions))
    project = next(iter(simulator.world.projects))
    paths = [f"/datasets/{dataset}/files", f"/appsessions/{session}/properties", f"/projects/{project}"]
    for _ in range(2):
        report = await incomplete(simulator, tmp_path / "lab", dict.fromkeys(paths, answer))
        assert named(report) == [
            ("files", dataset, error),
            ("projects", project, error),
            ("properties", session, error),
        ]
        found, expected = everything(tmp_path / "lab"), everything(whole)
        assert found["files"] == {key: row for key, row in expected["files"].items() if key[0] != dataset}
        assert found["properties"] == {key: row for key, row in expected["properties"].items() if key[0] != session}
        assert found["projects"][(project,)]["name"] == simulator.world.projects[project].name
        assert without(tmp_path / "lab", "files", "properties", "projects") == without(
            whole, "files", "properties", "projects"
        )
    await harvest(basespace, tmp_path / "lab", page_size=5)
    assert everything(tmp_path / "lab") == everything(whole)


async def test_a_record_that_failed_is_tried_again_though_it_has_not_changed(
    basespace: BaseSpace, simulator: Simulator, tmp_path: Path, whole: Path
) -> None:
    """Also where everything was fetched anew, and had been fetched before."""
    dataset = next(iter(simulator.world.datasets))
    before = everything(whole)
    report = await incomplete(simulator, whole, {f"/datasets/{dataset}/files": 500}, full=True)
    assert named(report) == [("files", dataset, ServerError)]
    assert everything(whole) == before  # its rows stay
    simulator.statistics.recent.clear()
    await harvest(basespace, whole, page_size=5)
    asked = [served.path for served in simulator.statistics.recent if served.path.endswith("/files")]
    assert asked == [f"/v2/datasets/{dataset}/files"]
    simulator.statistics.recent.clear()
    await harvest(basespace, whole, page_size=5)
    assert not [served for served in simulator.statistics.recent if served.path.endswith("/files")]


async def test_a_record_that_was_deleted_since_it_was_listed_is_gone_after_the_next_harvest(
    basespace: BaseSpace, simulator: Simulator, tmp_path: Path
) -> None:
    """Its files are refused as those that the token does not reach: listing everything tells the two apart."""
    world = simulator.world
    dataset = world.add_dataset(world.biosamples["104000003"])

    def deleted(body: Any) -> None:
        if dataset.id in world.datasets and any(item["Id"] == dataset.id for item in body["Items"]):
            world.datasets.remove(dataset.id)

    report = await incomplete(simulator, tmp_path, {"/datasets": deleted}, tables=["files"])
    assert named(report) == [("files", dataset.id, PermissionDeniedError)]
    report = await harvest(basespace, tmp_path, tables=["files"])
    assert report.tables["datasets"].removed == 1
    assert ids(tmp_path, "datasets") == sorted(world.datasets)


async def test_a_project_that_was_read_before_keeps_its_row(
    basespace: BaseSpace, simulator: Simulator, tmp_path: Path, whole: Path
) -> None:
    project = next(iter(simulator.world.projects))
    before = content(whole, "projects")
    report = await incomplete(simulator, whole, {f"/projects/{project}": 403})
    assert named(report) == [("projects", project, PermissionDeniedError)]
    assert content(whole, "projects") == before
    assert before[(project,)]["permissions_user_operations"]


def broken(identity: str, **values: Any) -> Callable[[Any], None]:
    """Change one item of a list."""

    def change(body: Any) -> None:
        for item in body["Items"]:
            if item.get("Id") == identity:
                item.update(values)

    return change


@pytest.mark.slow
@pytest.mark.parametrize("values", [{"DateModified": "yesterday"}, {"DefaultProject": 7}])
async def test_a_record_of_a_list_that_cannot_be_decoded_is_skipped_until_it_can(
    basespace: BaseSpace, simulator: Simulator, tmp_path: Path, whole: Path, values: dict[str, Any]
) -> None:
    """It is read again though the list is read by date of change, and it has not changed."""
    bad = "104000007"
    for _ in range(2):
        report = await incomplete(simulator, tmp_path / "lab", {"/biosamples": broken(bad, **values)})
        assert named(report) == [("biosamples", bad, DecodeError)]
        expected = everything(whole)
        del expected["biosamples"][(bad,)]
        expected["biosample_yields"] = {k: v for k, v in expected["biosample_yields"].items() if k[0] != bad}
        assert everything(tmp_path / "lab") == expected
        simulator.clock.advance(hours=1)
        added = simulator.world.add_biosample("one-more")
        await harvest(basespace, whole, page_size=5)
    report = await harvest(basespace, tmp_path / "lab", page_size=5)
    assert added.id in ids(tmp_path / "lab", "biosamples")
    assert everything(tmp_path / "lab") == everything(whole)
    simulator.statistics.recent.clear()
    await harvest(basespace, tmp_path / "lab", page_size=5)
    assert len([one for one in simulator.statistics.recent if one.path.endswith("/biosamples")]) == 1


@pytest.mark.slow
async def test_the_row_of_a_record_that_cannot_be_decoded_now_stays_and_deleted_ones_go(
    simulator: Simulator, tmp_path: Path, whole: Path
) -> None:
    bad, gone = "104000007", "104000010"
    before = content(whole, "biosamples")
    simulator.world.remove_biosample(gone)
    report = await incomplete(simulator, whole, {"/biosamples": broken(bad, DateModified="x")}, full=True)
    assert report.tables["biosamples"].removed == 1
    del before[(gone,)]
    assert content(whole, "biosamples") == before


async def test_a_record_without_an_id_is_skipped_and_nothing_is_taken_for_deleted(
    basespace: BaseSpace, simulator: Simulator, tmp_path: Path, whole: Path
) -> None:
    bad = "104000007"
    before = content(whole, "biosamples")
    report = await incomplete(simulator, whole, {"/biosamples": broken(bad, Id=None)}, full=True)
    assert named(report) == [("biosamples", "", DecodeError)]
    assert "a record of biosamples has no id" in str(report)
    assert content(whole, "biosamples") == before
    assert report.tables["biosamples"].removed is None


@pytest.mark.slow
async def test_a_file_that_cannot_be_decoded_leaves_the_other_files_of_its_dataset(
    basespace: BaseSpace, simulator: Simulator, tmp_path: Path, whole: Path
) -> None:
    dataset = next(one for one in simulator.world.datasets.values() if len(simulator.world.files.of_dataset(one)) > 2)
    first, *others = simulator.world.files.of_dataset(dataset)
    answers: dict[str, Answer] = {f"/datasets/{dataset.id}/files": broken(first.id, Size="large")}
    for folder in (tmp_path / "lab", whole):
        report = await incomplete(simulator, folder, answers, full=True)
        assert named(report) == [("files", dataset.id, DecodeError)]
    found = {key for key in content(tmp_path / "lab", "files") if key[0] == dataset.id}
    assert found == {(dataset.id, file.id) for file in others}
    await harvest(basespace, tmp_path / "lab", page_size=5)
    assert everything(tmp_path / "lab") == everything(whole)


@pytest.mark.parametrize(
    "offsets", [{1, 6, 10}, *(pytest.param(offsets, marks=pytest.mark.slow) for offsets in ({0}, {7}, {4, 5}, {11}))]
)
async def test_a_page_that_cannot_be_read_is_read_around_the_records_that_are_the_cause(
    basespace: BaseSpace, simulator: Simulator, tmp_path: Path, whole: Path, offsets: set[int]
) -> None:
    def covers(path: str, offset: int, limit: int) -> bool:
        return any(offset <= bad < offset + limit for bad in offsets)

    listed = [biosample.id async for biosample in basespace.biosamples.list(sort_by="Id")]
    for _ in range(2):
        report = await incomplete(simulator, tmp_path / "lab", {"/biosamples": 500}, covers)
        assert named(report) == [("biosamples", "", ServerError)] * len(offsets)
        bad = {listed[offset] for offset in offsets}
        assert set(ids(tmp_path / "lab", "biosamples")) == set(listed) - bad
    await harvest(basespace, tmp_path / "lab", page_size=5)
    assert everything(tmp_path / "lab") == everything(whole)


@pytest.mark.slow
async def test_a_service_that_is_gone_ends_a_table_soon(
    basespace: BaseSpace, simulator: Simulator, tmp_path: Path, whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No record is taken for the cause of an outage: that would take all retries of each of them."""
    monkeypatch.setattr(record_fetch, "_MANY", 3)
    layer = Refusing({".*": LOST})
    layer.covers = lambda path, offset, limit: sum(layer.seen[path] for path in layer.seen if "/files" in path) > 2
    async with BaseSpace(simulator.token, server=simulator.url, retry=QUICK, middleware=[layer]) as client:
        with pytest.raises(IncompleteHarvestError) as caught:
            await harvest(client, tmp_path / "lab", page_size=5, concurrency=1, tables=["files"])
    report: HarvestReport = caught.value.report
    *records, table = report.failures
    assert (table.table, table.record) == ("files", None)
    # Up to two fail before the last that came is on the disk, which begins the count anew; one more is under way.
    assert 3 <= len(records) <= 6 < len(simulator.world.datasets) / 2
    assert report.tables["files"].failed == len(records) + 1
    assert 0 < len({row["dataset_id"] for row in rows(tmp_path / "lab", "files")}) <= 2
    simulator.statistics.recent.clear()
    await harvest(basespace, tmp_path / "lab", page_size=5, tables=["files"])
    assert everything(tmp_path / "lab") == {name: content(whole, name) for name in ("datasets", "files")}
    asked = [served for served in simulator.statistics.recent if served.path.endswith("/files")]
    assert len(asked) == len(simulator.world.datasets) - 2


async def test_records_that_fail_one_and_all_are_asked_for_once_each(simulator: Simulator, tmp_path: Path) -> None:
    """The service is there, so each has its chance; but not with all retries, and the last may succeed."""
    last = max(simulator.world.datasets)
    layer = Refusing({"/datasets/[^/]+/files": 500})
    layer.covers = lambda path, offset, limit: last not in path
    async with BaseSpace(simulator.token, server=simulator.url, retry=QUICK, middleware=[layer]) as basespace:
        with pytest.raises(IncompleteHarvestError) as caught:
            await harvest(basespace, tmp_path, tables=["files"], concurrency=1)
    report: HarvestReport = caught.value.report
    assert report.tables["files"].failed == len(simulator.world.datasets) - 1
    assert {row["dataset_id"] for row in rows(tmp_path, "files")} == {last}
    asked = sum(count for path, count in layer.seen.items() if path.endswith("/files"))
    assert asked < len(simulator.world.datasets) + 20


async def test_a_token_that_is_refused_ends_the_harvest(simulator: Simulator, tmp_path: Path) -> None:
    async with refusing(simulator, {"/datasets": 401}) as basespace:
        with pytest.raises(AuthenticationError):
            await harvest(basespace, tmp_path)


@pytest.mark.slow
async def test_a_record_of_another_id_is_no_row(
    basespace: BaseSpace, simulator: Simulator, tmp_path: Path, whole: Path
) -> None:
    one, other = [record.id for record in simulator.world.projects.values()][:2]
    for answer in ({"Id": other, "Name": "other"}, {"Name": "nobody"}):
        report = await incomplete(simulator, tmp_path / "lab", {f"/projects/{one}": json.dumps(answer).encode()})
        assert named(report) == [("projects", one, DecodeError)]
        assert content(tmp_path / "lab", "projects")[(one,)]["name"] == simulator.world.projects[one].name


async def test_an_id_that_cannot_be_sent_is_its_records_own_failure(
    basespace: BaseSpace, simulator: Simulator, tmp_path: Path, whole: Path
) -> None:
    one = next(iter(simulator.world.datasets))
    report = await incomplete(simulator, tmp_path / "lab", {"/datasets": broken(one, Id="A/B")})
    assert [(failure.table, failure.record) for failure in report.failures] == [("files", "A/B")]
    files = {key: row for key, row in content(whole, "files").items() if key[0] != one}
    assert content(tmp_path / "lab", "files") == files


async def test_no_more_failures_are_kept_than_fit_and_all_are_counted(
    simulator: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(failures, "MAX_KEPT", 5)
    report = await incomplete(simulator, tmp_path, {"/datasets/[^/]+/files": 403}, tables=["files"])
    datasets = len(simulator.world.datasets)
    assert (len(report.failures), report.tables["files"].failed, report.failed) == (5, datasets, datasets)
    assert f"failed: {datasets - 5} more of files" in str(report)


async def test_counts_are_those_of_this_harvest_though_a_table_is_never_read(
    simulator: Simulator, tmp_path: Path
) -> None:
    """A table that fails each time does not make the others count as resumed."""
    answers: dict[str, Answer] = {"/appsessions": 403, "/users/current/usage": 404}
    await incomplete(simulator, tmp_path, answers)
    for number in range(2):
        world = simulator.world
        biosample = world.biosamples["104000003"]
        world.biosamples.put(attrs.evolve(biosample, status="Canceled" if number else "Done", modified=world.now()))
        project = biosample.project_id
        world.projects[project] = attrs.evolve(world.projects[project], description=f"study {number}")
        report = await incomplete(simulator, tmp_path, answers)
        assert (report.tables["biosamples"].new, report.tables["biosamples"].changed) == (0, 1)
        assert report.tables["projects"].changed == 1
        assert content(tmp_path, "projects")[(project,)]["description"] == f"study {number}"


@pytest.mark.slow
@pytest.mark.parametrize(
    "date", ["9999-12-31T23:59:59-05:00", "9999-12-31T23:59:59.9999999Z", "0001-01-01T00:00:00+14:00"]
)
@pytest.mark.parametrize("format", ["parquet", "jsonl"])
async def test_dates_at_the_ends_of_time_are_harvested_again_and_again(
    simulator: Simulator, tmp_path: Path, date: str, format: Any
) -> None:
    def change(body: Any) -> None:
        for item in body["Items"]:
            item["DateModified"] = date

    async with refusing(simulator, {"/biosamples": change}) as basespace:
        for number in range(3):
            report = await harvest(basespace, tmp_path, format=format, tables=["biosamples"], page_size=5)
            assert report.tables["biosamples"].new == (0 if number else 12)
            added = simulator.world.add_biosample("one-more", front=True)
            report = await harvest(basespace, tmp_path, format=format, tables=["biosamples"], page_size=5)
            assert added.id in ids(tmp_path, "biosamples")


def random_answers(random: Random, world: World) -> tuple[dict[str, Answer], Callable[[str, int, int], bool]]:
    """What is refused in one harvest, and which pages of the biosamples."""
    errors: list[Answer] = [403, 404, 500, b"{", LOST]
    datasets, sessions = list(world.datasets), list(world.appsessions)
    projects, biosamples = list(world.projects), list(world.biosamples)
    paths = [
        *(f"/datasets/{one}/files" for one in random.sample(datasets, 3)),
        *(f"/appsessions/{one}/properties" for one in random.sample(sessions, 1)),
        *(f"/projects/{one}" for one in random.sample(projects, 1)),
        *random.sample(["/users/current/usage", "/libraries", "/datasets", "/appsessions"], random.randint(0, 2)),
    ]
    answers = {path: random.choice(errors) for path in paths}
    bad_offset = random.randrange(len(biosamples))
    if random.random() < 0.5:
        answers["/biosamples"] = random.choice([500, LOST])
        return answers, lambda path, start, size: path != "/biosamples" or start <= bad_offset < start + size
    answers["/biosamples"] = broken(random.choice(biosamples), DateModified="yesterday")
    return answers, lambda path, start, size: True


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
async def test_whatever_failed_in_whichever_harvest_is_there_in_the_end(
    basespace: BaseSpace, simulator: Simulator, tmp_path: Path, seed: int
) -> None:
    random, world = Random(seed), simulator.world
    for _ in range(3):
        answers, covers = random_answers(random, world)
        async with refusing(simulator, answers, covers=covers) as bad:
            with suppress(IncompleteHarvestError):
                await harvest(bad, tmp_path / "lab", page_size=4, full=random.random() < 0.3)
        everything(tmp_path / "lab")  # no row twice
        simulator.clock.advance(minutes=random.choice([1, 60]))
        biosample = world.add_biosample(f"late-{random.random()}", front=random.random() < 0.5)
        dataset = world.add_dataset(biosample)
        world.add_file(dataset, "late.txt", b"late")
        await basespace.biosamples.set_status(random.choice(list(world.biosamples)), random.choice(["Done", "Active"]))
    report = await harvest(basespace, tmp_path / "lab", page_size=4)
    await harvest(basespace, tmp_path / "whole")
    assert report.complete
    found, expected = everything(tmp_path / "lab"), everything(tmp_path / "whole")
    del found["properties"], expected["properties"]  # Output.Datasets changes without its appsession
    assert found == expected


async def test_a_list_that_moved_is_read_whole_though_the_page_to_resume_from_fails(
    basespace: BaseSpace, simulator: Simulator, tmp_path: Path
) -> None:
    """Whether a record was seen is what tells that the list has moved, and the page that would tell it fails once."""
    world = simulator.world
    order = list(world.biosamples)
    layer = Refusing({"/biosamples": 500})
    layer.covers = lambda path, offset, limit: offset + limit > 8
    async with BaseSpace(simulator.token, server=simulator.url, retry=QUICK, middleware=[layer]) as client:
        with pytest.raises(IncompleteHarvestError):
            await harvest(client, tmp_path, tables=["biosamples"], page_size=2, concurrency=1)
        assert len(ids(tmp_path, "biosamples")) >= 6
        for gone in order[:4]:
            world.remove_biosample(gone)
        before = layer.seen["/biosamples"]
        layer.covers = lambda path, offset, limit: layer.seen["/biosamples"] - before <= 2
        await harvest(client, tmp_path, tables=["biosamples"], page_size=2, concurrency=1)
    assert set(ids(tmp_path, "biosamples")) >= set(world.biosamples)


class RefusingYields(Refusing):
    """Refuses the list of biosamples where it is to include their yields."""

    async def send(self, request: HTTPRequest) -> HTTPResponse:
        if "include=Yields" in request.url:
            return await super().send(request)
        assert self.inner is not None
        return await self.inner.send(request)


@pytest.mark.parametrize("status", [403, *(pytest.param(status, marks=pytest.mark.slow) for status in (400, 500))])
async def test_biosamples_are_harvested_without_their_yields_where_these_are_refused(
    simulator: Simulator, basespace: BaseSpace, tmp_path: Path, status: int
) -> None:
    layer = RefusingYields({"/biosamples": status})
    async with BaseSpace(simulator.token, server=simulator.url, retry=QUICK, middleware=[layer]) as refused:
        for _ in range(2):
            with pytest.raises(IncompleteHarvestError) as caught:
                await harvest(refused, tmp_path, page_size=5)
            assert [one.name for one in caught.value.report.failures] == ["biosample_yields"]
            assert ids(tmp_path, "biosamples") == sorted(simulator.world.biosamples)
    again = await harvest(basespace, tmp_path, page_size=5)
    assert again.complete
    other = tmp_path / "other"
    await harvest(basespace, other)
    assert content(tmp_path, "biosample_yields") == content(other, "biosample_yields") != {}
    assert content(tmp_path, "biosamples") == content(other, "biosamples")


async def test_yields_of_an_earlier_harvest_stay_where_they_are_refused(
    simulator: Simulator, basespace: BaseSpace, tmp_path: Path
) -> None:
    await harvest(basespace, tmp_path)
    before = content(tmp_path, "biosample_yields")
    layer = RefusingYields({"/biosamples": 403})
    async with BaseSpace(simulator.token, server=simulator.url, retry=QUICK, middleware=[layer]) as refused:
        with pytest.raises(IncompleteHarvestError):
            await harvest(refused, tmp_path, full=True)
    assert content(tmp_path, "biosample_yields") == before
