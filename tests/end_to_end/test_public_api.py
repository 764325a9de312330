"""The public API against the simulator, over real sockets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from basespace_async import AuthenticationError, BaseSpace, Pager, PermissionDeniedError, RateLimit, RetryPolicy
from basespace_async.simulator import Fault, Simulator

pytestmark = pytest.mark.usefixtures("no_task_left")


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    async with Simulator(biosamples=300, page_cap=64) as simulator:
        yield simulator


@pytest.fixture
async def basespace(simulator: Simulator) -> AsyncIterator[BaseSpace]:
    async with BaseSpace(simulator.token, server=simulator.url) as basespace:
        yield basespace


@pytest.mark.parametrize("ordered", [True, False])
@pytest.mark.parametrize("page_size", [50, 64, 500])
async def test_every_list_is_read_exactly_also_where_the_service_caps_its_pages(
    simulator: Simulator, basespace: BaseSpace, ordered: bool, page_size: int
) -> None:
    lists: list[tuple[Pager[Any], set[str]]] = [
        (basespace.biosamples.list(page_size=page_size, ordered=ordered), set(simulator.world.biosamples)),
        (basespace.datasets.list(page_size=page_size, ordered=ordered), set(simulator.world.datasets)),
        (basespace.appsessions.list(page_size=page_size, ordered=ordered), set(simulator.world.appsessions)),
    ]
    for pager, expected in lists:
        got = [item.id async for item in pager]
        assert len(got) == len(expected)
        assert set(got) == expected
        assert await pager.count() == len(expected)


async def test_lists_come_in_the_stable_order_that_they_are_asked_in(basespace: BaseSpace) -> None:
    ids = [int(str(biosample.id)) async for biosample in basespace.biosamples.list()]
    assert ids == sorted(ids)
    dates = [dataset.date_created async for dataset in basespace.datasets.list()]
    assert dates == sorted(dates)  # type: ignore[type-var]


async def test_names_and_ids_are_found_many_at_a_time(simulator: Simulator, basespace: BaseSpace) -> None:
    names = [biosample.name for biosample in simulator.world.biosamples.values()]
    found = await basespace.biosamples.find_by_name([*names, "no-such-name"])
    assert {name: [one.id for one in those] for name, those in found.items()} == {
        **{biosample.name: [biosample.id] for biosample in simulator.world.biosamples.values()},
        "no-such-name": [],
    }
    many = await basespace.biosamples.get_many([*simulator.world.biosamples, "999"], concurrency=32)
    assert list(many.succeeded) == list(simulator.world.biosamples)
    assert isinstance(many.failed["999"], PermissionDeniedError)


@pytest.mark.slow
async def test_a_harvest_under_a_rate_limit_is_complete_and_hardly_ever_refused() -> None:
    async with (
        Simulator(biosamples=200, rate_limit=150) as simulator,
        BaseSpace(simulator.token, server=simulator.url, rate_limit=RateLimit(rate=150)) as basespace,
    ):
        datasets = await basespace.datasets.list(page_size=20).collect()
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(basespace.datasets.files(dataset).collect()) for dataset in datasets]
        files = [file.id for task in tasks for file in task.result()]
        world = simulator.world
        assert sorted(files) == sorted(
            file.id for dataset in world.datasets.values() for file in world.files.of_dataset(dataset)
        )
        assert basespace.stats.throttled == 0
        assert simulator.statistics.requests == basespace.stats.requests


async def test_a_client_that_was_told_no_rate_learns_it_and_loses_nothing() -> None:
    async with (
        Simulator(biosamples=150, faults=[Fault("throttle", nth=range(40, 60), seconds=1)]) as simulator,
        BaseSpace(simulator.token, server=simulator.url, retry=RetryPolicy(max_retries=20)) as basespace,
    ):
        many = await basespace.biosamples.get_many(simulator.world.biosamples, concurrency=64)
        assert many.complete
        assert list(many.succeeded) == list(simulator.world.biosamples)
        stats = basespace.stats
        assert stats.throttled == 20
        assert stats.paused_seconds > 0
        assert stats.rate is not None
        assert stats.retries == stats.throttled


async def test_an_interactive_call_overtakes_a_harvest_on_the_same_client() -> None:
    async with (
        Simulator(biosamples=100) as simulator,
        BaseSpace(simulator.token, server=simulator.url, rate_limit=RateLimit(rate=20, burst=1)) as basespace,
    ):
        harvest = asyncio.create_task(basespace.biosamples.list(page_size=2, concurrency=32).collect())
        await asyncio.sleep(0.2)
        before = simulator.statistics.requests
        await basespace.users.current()
        assert simulator.statistics.requests <= before + 4  # of the harvest's, those that had their turn already
        assert not harvest.done()
        harvest.cancel()
        await asyncio.gather(harvest, return_exceptions=True)


@pytest.mark.parametrize("scheme", ["x-access-token", "Bearer"])
async def test_both_ways_to_send_the_token_are_taken(simulator: Simulator, scheme: Any) -> None:
    async with BaseSpace(simulator.token, server=simulator.url, token_scheme=scheme) as basespace:
        assert (await basespace.users.current()).id == simulator.world.user.id
    async with BaseSpace("another", server=simulator.url, token_scheme=scheme) as basespace:
        with pytest.raises(AuthenticationError):
            await basespace.users.current()


async def test_credentials_are_asked_again_when_the_service_refuses_the_first_token(simulator: Simulator) -> None:
    asked: list[str | None] = []

    async def credentials(refused: str | None) -> str:
        asked.append(refused)
        return "expired" if refused is None else simulator.token

    async with BaseSpace(credentials=credentials, server=simulator.url) as basespace:
        assert await basespace.biosamples.list().count() == 300
        assert await basespace.biosamples.list(page_size=50).collect()
    assert asked == [None, "expired"]


async def test_requests_beside_the_document_and_raw_responses(simulator: Simulator, basespace: BaseSpace) -> None:
    file = next(iter(simulator.world.files))
    raw = await basespace.request("GET", f"v1pre3/files/{file}/content", query={"redirect": "meta"})
    assert raw.result["Response"]["SupportsRange"] is True
    user = await basespace.with_raw_response(basespace.users.current)
    assert (user.status, user.result.id) == (200, simulator.world.user.id)
    assert user.request_id
