"""What a watch gives and when it asks, one case at a time."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Collection, Mapping
from contextlib import aclosing, suppress
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from basespace_async import BaseSpace, ConfigurationError, ConnectionFailedError, PermissionDeniedError, WatchError
from basespace_async.models import BiosampleCompact, DatasetCompact
from basespace_async.pagination import Page, Pager
from basespace_async.simulator import Simulator
from basespace_async.watch import SQLiteStore, Watch, WatchEvent, poller
from basespace_async.watch.watch import watch_list
from tests.support import simulated_time
from tests.support.watched_world import World


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(poller, "POLLS_PER_FULL_READ", 1_000_000)  # no full read finds what was missed
    return World(1, changes=0, page_size=100, max_requests=1000)


def _watch(world: World, status: str | None = None, **options: Any) -> Watch[BiosampleCompact]:
    return watch_list(world, "biosamples", world.list, status, {"store": world, "existing": True, **options})  # type: ignore[arg-type,typeddict-item]


async def _poll(world: World, status: str | None = None, **options: Any) -> list[str]:
    """Handle everything that one poll gives; return the ids."""
    ids = []
    async for event in _watch(world, status, once=True, **options):
        async with event.handling():
            ids.append(event.id)
    return ids


def _put(world: World, name: str, status: str, **later: float) -> None:
    world.now += timedelta(**later)
    world.put(name, status)
    world.items[name]["DateModified"] = world.now.strftime("%Y-%m-%dT%H:%M:%S.0000000Z")


async def test_a_status_is_given_when_an_item_comes_into_it_and_not_when_it_changes_in_it(world: World) -> None:
    _put(world, "a", "New")
    assert await _poll(world, "Done") == []
    _put(world, "a", "Done", days=1)
    assert await _poll(world, "done") == ["a"]
    _put(world, "a", "Done", days=1)  # renamed, say
    assert await _poll(world, "Done") == []
    _put(world, "a", "Active", days=1)
    assert await _poll(world, "Done") == []
    _put(world, "a", "Done", days=1)
    assert await _poll(world, "Done") == ["a"]


async def test_each_of_several_statuses_is_given(world: World) -> None:
    _put(world, "a", "Active")
    assert await _poll(world, ["Active", "Done"]) == ["a"]  # type: ignore[arg-type]
    _put(world, "a", "Done", days=1)
    assert await _poll(world, ["Active", "Done"]) == ["a"]  # type: ignore[arg-type]


async def test_without_a_status_every_change_is_given_once(world: World) -> None:
    _put(world, "a", "New")
    _put(world, "b", "New")
    assert await _poll(world) == ["a", "b"]
    _put(world, "a", "New", seconds=1)
    _put(world, "a", "Active", seconds=1)
    assert await _poll(world) == ["a"]
    assert await _poll(world) == []


async def test_what_is_there_at_the_first_poll_is_left_out(world: World) -> None:
    _put(world, "a", "Done")
    assert await _poll(world, "Done", existing=False) == []
    _put(world, "a", "Done", days=1)
    _put(world, "b", "Done", days=1)
    assert await _poll(world, "Done", existing=False) == ["b"]


async def test_names_have_states_of_their_own(world: World) -> None:
    _put(world, "a", "Done")
    assert await _poll(world, name="one") == ["a"]
    assert await _poll(world, name="two") == ["a"]
    assert await _poll(world, name="one") == []


async def test_a_failure_gives_the_event_again_with_a_count_of_attempts_also_in_another_process(world: World) -> None:
    _put(world, "a", "Done")
    attempts = []
    for _ in range(2):
        async for event in _watch(world, once=True):
            attempts.append(event.attempt)
            with suppress(ValueError):
                async with event.handling():
                    raise ValueError
    async for event in _watch(world, once=True):
        async with event.handling():
            attempts.append(event.attempt)
    assert attempts == [1, 2, 3]
    assert await _poll(world) == []


def test_an_event_that_failed_comes_with_a_later_poll_of_the_same_watch(world: World) -> None:
    async def run() -> list[int]:
        _put(world, "a", "Done")
        attempts: list[int] = []
        async with aclosing(aiter(_watch(world))) as events:
            async for event in events:
                attempts.append(event.attempt)
                if len(attempts) == 3:
                    return attempts
                with suppress(ValueError):
                    async with event.handling():
                        raise ValueError
        return attempts

    assert simulated_time.run(run()) == [1, 2, 3]


async def test_what_changes_while_it_is_handled_comes_afterwards_however_much_later(world: World) -> None:
    _put(world, "a", "New")
    async with aclosing(aiter(_watch(world, min_interval=0.001, max_interval=0.001))) as events:
        first = await anext(events)
        _put(world, "a", "Done", seconds=1)
        _put(world, "b", "New", days=7)
        second = await anext(events)  # a is passed over meanwhile
        await second.acknowledge()
        await first.acknowledge()
        third = await anext(events)
        assert [event.item.status for event in (first, second, third)] == ["New", "New", "Done"]


class _LateStore:
    """A store that takes so long to load the state of an item that its event is acknowledged meanwhile."""

    def __init__(self, world: World) -> None:
        self.save = world.save
        self._world = world
        self.given: WatchEvent[Any] | None = None

    async def load(self, keys: Collection[str], /) -> Mapping[str, str]:
        values = await self._world.load(keys)
        if self.given and any(key.endswith(f" {self.given.id}") for key in keys):
            event, self.given = self.given, None
            await event.acknowledge()
        return values


async def test_an_event_that_is_acknowledged_while_its_state_is_read_is_not_given_again(world: World) -> None:
    _put(world, "a", "New")
    store = _LateStore(world)
    async with aclosing(aiter(_watch(world, store=store, min_interval=0.001, max_interval=0.001))) as events:
        store.given = await anext(events)
        for name in "bc":
            _put(world, name, "New", seconds=1)
            assert (await anext(events)).id == name


async def test_what_was_passed_over_while_it_was_handled_is_found_again(world: World) -> None:
    world.page_size = 2
    _put(world, "a", "New")
    store = _LateStore(world)
    async with aclosing(aiter(_watch(world, store=store, min_interval=0.001, max_interval=0.001))) as events:
        store.given = await anext(events)
        _put(world, "a", "Done", days=1)  # passed over, and then far below what is new
        for name in "bcd":
            _put(world, name, "New", days=1)
        given = [await anext(events) for _ in range(3)]
        for event in given:
            await event.acknowledge()
        last = await anext(events)
        assert (last.id, last.item.status) == ("a", "Done")


async def test_a_failed_event_with_an_old_date_is_found_again(world: World) -> None:
    world.page_size = 2
    for number in range(6):
        _put(world, f"{number}", "New", days=1)
    old = world.items.pop("0")
    async with aclosing(aiter(_watch(world, min_interval=0.001, max_interval=0.001))) as events:
        for _ in range(5):
            await (await anext(events)).acknowledge()
        world.items["0"] = old
        (first := await anext(events)).release()
        second = await anext(events)
        assert (first.id, second.id) == ("0", "0")


async def test_a_failed_event_without_a_date_comes_again_also_in_another_process(world: World) -> None:
    world.page_size = 2
    for number in range(6):
        _put(world, f"{number}", "New", days=1)
    world.items["0"]["DateModified"] = "0001-01-01T00:00:00.0000000Z"  # the last one by date
    attempts = []
    async with aclosing(aiter(_watch(world, min_interval=0.001, max_interval=0.001))) as events:
        while len(attempts) < 2:
            event = await anext(events)
            if event.id == "0":
                attempts.append(event.attempt)
                with suppress(ValueError):
                    async with event.handling():
                        raise ValueError
            else:
                await event.acknowledge()
    assert attempts == [1, 2]
    assert await _poll(world) == ["0"]
    assert await _poll(world) == []


async def test_an_item_with_a_date_in_the_future_hides_no_changes(world: World) -> None:
    world.page_size = 3
    for number in range(30):
        _put(world, f"{number}", "New", days=1)
    world.items["0"]["DateModified"] = "2999-01-01T00:00:00.0000000Z"
    assert len(await _poll(world)) == 30
    for number in range(5, 25):
        _put(world, f"{number}", "Active", days=1)
    assert sorted(map(int, await _poll(world))) == [*range(5, 25)]
    assert await _poll(world) == []


@pytest.mark.parametrize(("asked", "shown"), [("Completed", "Complete"), ("complete", "Completed")])
async def test_datasets_are_complete_in_both_words(world: World, asked: str, shown: str) -> None:
    record = {"Id": "1", "Name": "a", "Href": "", "DateCreated": "2020-01-01T00:00:00Z", "UploadStatus": shown}
    body = json.dumps({"Items": [record], "Paging": {"TotalCount": 1, "SortBy": "Id"}}).encode()

    def listed(**paging: Any) -> Pager[DatasetCompact]:
        async def fetch(offset: int, size: int) -> Page[DatasetCompact]:
            return Page(body, DatasetCompact, offset=offset, operation="listDatasets")

        return Pager(fetch, operation="listDatasets", **_sizes(paging))

    watch = watch_list(world, "datasets", listed, asked, {"store": world, "existing": True, "once": True})  # type: ignore[arg-type]
    assert [event.id async for event in watch] == ["1"]


def _sizes(paging: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in paging.items() if not name.startswith("sort_")}


@pytest.mark.parametrize(
    ("status", "options", "message"),
    [
        (None, {"store": None}, "store is a NoneType; give a file, or an object with the methods load and save"),
        (None, {"store": {}}, "store is a dict; give a file"),
        (None, {"store": ""}, "store is empty; give a file"),
        ("", {}, "status has ''; give texts"),
        (["Done", None], {}, "status has None"),
        (5, {}, "status is an int"),
    ],
)
def test_a_store_or_a_status_that_cannot_be_is_refused(
    world: World, status: Any, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(ConfigurationError, match=message):
        _watch(world, status, **options)


class _BlockingStore:
    def __init__(self, *blocking: str) -> None:
        self.blocking = blocking
        self.values: dict[str, str] = {}

    def load(self, keys: Collection[str]) -> Any:  # as a wrapper of an async method, or as a method that blocks
        return self._result("load", {key: self.values[key] for key in keys if key in self.values})

    def save(self, values: Mapping[str, str]) -> Any:
        self.values.update(values)
        return self._result("save", None)

    def _result(self, method: str, value: Any) -> Any:
        return value if method in self.blocking else asyncio.sleep(0, value)


async def test_a_store_that_blocks_is_refused_before_anything_is_sent() -> None:
    world = _LateService(1, changes=0)
    with pytest.raises(ConfigurationError, match=r"_BlockingStore\.load returned a dict; .* `async def load`"):
        await _poll(world, store=_BlockingStore("load", "save"))
    assert world.failures == 3


async def test_a_store_that_blocks_when_it_saves_is_refused(world: World) -> None:
    with pytest.raises(ConfigurationError, match=r"_BlockingStore\.save returned a NoneType; .* `async def save`"):
        await _poll(world, store=_BlockingStore("save"))


async def test_a_store_need_not_be_written_with_async_def(world: World) -> None:
    _put(world, "a", "New")
    store = _BlockingStore()
    assert [await _poll(world, store=store) for _ in range(2)] == [["a"], []]


async def test_a_week_is_caught_up_in_pages_and_a_poll_reads_the_latest_changes_only(world: World) -> None:
    for number in range(1000):
        _put(world, f"{number}", "New", hours=1)
    assert len(await _poll(world)) == 1000
    for number in range(250):
        _put(world, f"new{number}", "New", minutes=30)
    before = world.requests
    assert sorted(await _poll(world)) == sorted(f"new{number}" for number in range(250))
    assert world.requests - before <= 4
    before = world.requests
    assert await _poll(world) == []
    assert world.requests - before == 1


async def test_what_is_shared_with_an_old_date_shows_in_the_count(world: World) -> None:
    for number in range(300):
        _put(world, f"{number}", "New", hours=1)
    old = world.items.pop("5")
    await _poll(world)
    world.items["5"] = old
    assert await _poll(world) == ["5"]


def test_polls_are_seldom_while_nothing_comes_and_often_after_something_came(world: World) -> None:
    async def run() -> list[float]:
        loop = asyncio.get_running_loop()
        times = []

        def opened(**options: Any) -> Pager[BiosampleCompact]:
            times.append(loop.time() - 1000)
            if len(times) == 13:
                _put(world, "a", "New", days=1)
            if len(times) == 14:
                raise _EndError
            return world.list(**options)

        _put(world, "x", "New")
        watch = watch_list(world, "biosamples", opened, None, {"store": world})  # type: ignore[arg-type,typeddict-item]
        with suppress(_EndError):
            async for event in watch:
                async with event.handling():
                    pass
        return [later - earlier for earlier, later in pairwise(times)]

    gaps = [gap for gap in simulated_time.run(run()) if gap]
    assert gaps == [22.5, 33.75, *[pytest.approx(15 * 1.5**number) for number in range(3, 8)], *gaps[7:-1], 15.0]
    assert set(gaps[7:-1]) == {300.0}


class _EndError(BaseException):
    pass


def test_a_failure_of_the_service_is_waited_out_and_a_refusal_is_raised(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    failures: list[Exception] = [ConnectionFailedError("down")] * 3
    refused = PermissionDeniedError(status=403, message="no")

    def opened(**options: Any) -> Pager[BiosampleCompact]:
        if failures:
            raise failures.pop()
        return world.list(**options)

    async def run() -> None:
        _put(world, "a", "New")
        watch = watch_list(
            world,
            "biosamples",
            opened,
            None,
            {"store": world, "existing": True},  # type: ignore[arg-type,typeddict-item]
        )
        async for event in watch:
            await event.acknowledge()
            failures.append(refused)

    with caplog.at_level(logging.WARNING), pytest.raises(PermissionDeniedError):
        simulated_time.run(run())
    assert caplog.text.count("down; it asks again in") == 3


class _LateService(World):
    """A service that is down when a watch asks for the account."""

    failures = 3

    async def call(self, request: Any, /) -> Any:
        if self.failures:
            self.failures -= 1
            raise ConnectionFailedError("down")
        return await super().call(request)


def test_a_failure_at_the_start_is_waited_out_like_that_of_a_poll(caplog: pytest.LogCaptureFixture) -> None:
    world = _LateService(1, changes=0)

    async def run() -> float:
        _put(world, "a", "New")
        async with aclosing(aiter(_watch(world))) as events:
            begin = asyncio.get_running_loop().time()
            assert (await anext(events)).id == "a"
            return asyncio.get_running_loop().time() - begin

    with caplog.at_level(logging.WARNING):
        assert simulated_time.run(run()) == 15 * (1.5 + 1.5**2 + 1.5**3)
    assert [each.getMessage() for each in caplog.records] == [
        f"watch of biosamples: down; it asks again in {seconds} s" for seconds in (22, 34, 51)
    ]


async def test_a_failure_at_the_start_of_a_single_poll_is_raised() -> None:
    with pytest.raises(ConnectionFailedError):
        await _poll(_LateService(1, changes=0))


async def test_an_item_that_cannot_be_read_holds_up_no_other(world: World, caplog: pytest.LogCaptureFixture) -> None:
    for name in "abc":
        _put(world, name, "New")
    world.items["b"]["DateModified"] = "yesterday"
    del world.items["c"]["BioSampleName"]
    assert await _poll(world) == ["a", "c"]
    assert "an item is left out" in caplog.text


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"min_interval": 0}, "give seconds above 0"),
        ({"min_interval": 10, "max_interval": 5}, "give seconds above 0"),
        ({"experiment_name": "x"}, "put arguments of `list` in filters"),
        ({"filters": {"sort_by": "Id"}}, "chooses its own order"),
    ],
)
def test_options_are_checked(world: World, options: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        _watch(world, **options)


@pytest.mark.parametrize("resource", ["runs", "appsessions", "biosamples", "datasets"])
async def test_a_filter_that_the_list_does_not_take_is_named(resource: str) -> None:
    async with BaseSpace("token") as basespace:
        watched = getattr(basespace, resource)
        with pytest.raises(ConfigurationError, match=f"nme, which {resource}.list does not take; .*include") as refusal:
            watched.watch(filters={"nme": "x", "include": None})
        assert not {"paging", "sort_by", "page_size"} & {*str(refusal.value).replace(",", "").split()}
        with pytest.raises(ConfigurationError, match=f"concurrency, which {resource}.list"):
            watched.watch(filters={"concurrency": 2})
        watched.watch(filters={"include": None})


async def test_one_watch_of_a_name_runs_at_a_time(world: World, tmp_path: Path) -> None:
    _put(world, "a", "New")
    path = tmp_path / "state" / "watch.sqlite"
    async with aclosing(aiter(_watch(world, store=path))) as events:
        await anext(events)
        with pytest.raises(WatchError, match="runs already"):
            await _poll(world, store=path)
        assert await _poll(world, store=path, name="other") == ["a"]
    assert await _poll(world, store=path) == ["a"]  # it was never acknowledged
    assert await _poll(world, store=str(path)) == []


async def test_a_file_that_is_no_database_is_named(world: World, tmp_path: Path) -> None:
    path = tmp_path / "watch.sqlite"
    path.write_text("no database" * 100)
    with pytest.raises(WatchError, match=r"watch\.sqlite: file is not a database"):
        await _poll(world, store=path)


async def test_sqlite_keeps_any_number_of_keys(tmp_path: Path) -> None:
    store = SQLiteStore(tmp_path / "watch.sqlite")
    values = {f"key {number}": f"value {number}" for number in range(2000)}
    await store.save(values)
    await store.save({"key 1": "other"})
    assert await store.load([*values, "missing"]) == {**values, "key 1": "other"}


async def test_the_lists_of_the_simulator_are_watched(tmp_path: Path) -> None:
    async with (
        Simulator(biosamples=4, seed=1) as simulator,
        BaseSpace(simulator.token, server=simulator.url) as basespace,
    ):
        resources = ("runs", "appsessions", "biosamples", "datasets")
        options: Any = {"store": tmp_path / "watch.sqlite", "existing": True, "once": True}
        watch = basespace.watch(*(getattr(basespace, name).watch(**options) for name in resources))
        assert repr(watch) == "<Watch runs, appsessions, biosamples, datasets>"
        counts = dict.fromkeys(resources, 0)
        async for event in watch:
            async with event.handling():
                counts[event.resource] += 1
        assert counts == {name: await getattr(basespace, name).list().count() for name in resources}

        biosample = await basespace.biosamples.list().first()
        assert biosample is not None
        await basespace.biosamples.update(biosample, status="Canceled")
        events = [event async for event in basespace.biosamples.watch(**options)]
        assert [(event.id, event.item.status) for event in events] == [(biosample.id, "Canceled")]
        assert repr(events[0]) == f"<WatchEvent biosamples {biosample.id} attempt=1>"


async def test_a_watch_that_is_left_leaves_no_task(tmp_path: Path, no_task_left: None) -> None:
    async with (
        Simulator(biosamples=4, seed=1) as simulator,
        BaseSpace(simulator.token, server=simulator.url) as basespace,
    ):
        watch = basespace.biosamples.watch(store=tmp_path / "watch.sqlite", existing=True)
        async with aclosing(aiter(watch)) as events:
            await anext(events)
        options: Any = {"store": tmp_path / "watch.sqlite", "existing": True, "once": True}
        assert len([event async for event in basespace.biosamples.watch(**options)]) == 4


async def test_a_status_of_runs_and_datasets_is_watched(tmp_path: Path) -> None:
    async with (
        Simulator(biosamples=4, seed=1) as simulator,
        BaseSpace(simulator.token, server=simulator.url) as basespace,
    ):
        options: Any = {"store": tmp_path / "watch.sqlite", "existing": True, "once": True}
        runs = [event.item async for event in basespace.runs.watch(status="Complete", **options)]
        assert len(runs) == await basespace.runs.list(statuses="Complete").count() > 0
        datasets = [event.item async for event in basespace.datasets.watch(status="Complete", **options)]
        assert {dataset.upload_status for dataset in datasets} <= {"Complete", "Completed"}
        assert datasets
