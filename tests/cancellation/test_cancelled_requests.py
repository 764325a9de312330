"""A request that is cancelled at any point gives back its turn and its connection, and whatever it had begun."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from basespace_async.simulator import Simulator
from basespace_async.transport import RetryPolicy, Timeouts
from tests.support.cancellation.every_point import Case, Sweep, laboratory
from tests.support.cancellation.stepping import OWN
from tests.support.cancellation.worlds import Client, client_of

pytestmark = pytest.mark.slow

ADAPTERS = pytest.mark.parametrize("over", ["aiohttp", "httpx"])


async def get(client: Client) -> None:
    await client.basespace.users.current()


async def post(client: Client) -> None:
    await client.basespace.biosamples.set_status("104000001", "Active")


async def several(client: Client) -> None:
    """Four requests side by side, one of which may be cancelled."""

    async def one() -> None:
        OWN.set(asyncio.current_task())
        await client.basespace.users.current()

    results = await asyncio.gather(*(one() for _ in range(4)), return_exceptions=True)
    failed = [result for result in results if result is not None]
    assert len(failed) <= 1
    assert all(isinstance(result, asyncio.CancelledError) for result in failed)


async def together(client: Client) -> None:
    async with asyncio.TaskGroup() as group:
        for _ in range(3):
            group.create_task(client.basespace.users.current())


async def wait_for_an_end(client: Client) -> None:
    ended = await client.basespace.appsessions.list(execution_status="Complete").first()
    assert ended is not None
    await client.basespace.appsessions.wait(ended, poll_interval=0.001)


async def get_many(client: Client) -> None:
    outcomes = await client.basespace.biosamples.get_many(["104000000", "104000001", "104000002"], concurrency=2)
    assert outcomes.complete


async def swept(operate: Callable[[Client], Any], simulator: Simulator, folder: Path, **how: Any) -> Sweep:
    async with laboratory() as lab:
        sweep = Sweep(lab, Case(lambda: client_of(simulator, folder, **how), operate))
        await sweep.all()
    return sweep


@ADAPTERS
@pytest.mark.parametrize("operate", [get, post])
async def test_a_request_that_is_cancelled_anywhere_leaves_nothing(
    service: Simulator, tmp_path: Path, over: str, operate: Callable[[Client], Any]
) -> None:
    sweep = await swept(operate, service, tmp_path, over=over, concurrency=1)
    assert sweep.points >= 3


@pytest.mark.parametrize("operate", [wait_for_an_end, get_many], ids=["wait", "get_many"])
async def test_a_helper_that_is_cancelled_anywhere_leaves_nothing(
    service: Simulator, tmp_path: Path, operate: Callable[[Client], Any]
) -> None:
    assert (await swept(operate, service, tmp_path, concurrency=1)).points >= 4


@pytest.mark.parametrize(
    "how",
    [{"concurrency": 1}, {"max_connections": 1}, {"rate": 1000.0}],
    ids=["for a slot", "for a connection", "for a token"],
)
async def test_requests_that_wait_for_their_turn_are_cancelled_with_nothing_left(
    service: Simulator, tmp_path: Path, how: dict[str, Any]
) -> None:
    assert (await swept(together, service, tmp_path, **how)).points >= 8


@ADAPTERS
@pytest.mark.parametrize(
    "how", [{"concurrency": 1}, {"max_connections": 1}, {}], ids=["a slot", "a connection", "nothing"]
)
async def test_one_of_several_requests_is_cancelled_and_the_others_get_their_turn(
    service: Simulator, tmp_path: Path, over: str, how: dict[str, Any]
) -> None:
    """The turn that it was given in that moment goes on to the next."""
    async with laboratory() as lab:
        # Where a turn is lost, a request fails in the time that it has for its connection.
        quick = {"timeouts": Timeouts(connect=5), "retry": RetryPolicy(max_retries=0)}
        sweep = Sweep(lab, Case(lambda: client_of(service, tmp_path, over=over, **quick, **how), several))
        await sweep.one_of_several()
    assert sweep.points >= 10


async def test_a_request_that_is_cancelled_while_it_is_repeated_leaves_nothing(
    service: Simulator, tmp_path: Path
) -> None:
    @asynccontextmanager
    async def opened() -> AsyncIterator[Client]:
        service.faults.clear()
        service.faults.add("status", path="/users/*", nth={1}, status=503)
        service.faults.add("reset_before", path="/users/*", nth={2})
        async with client_of(service, tmp_path, concurrency=1) as client:
            yield client

    try:
        async with laboratory() as lab:
            sweep = Sweep(lab, Case(opened, get))
            await sweep.once_each()
            await sweep.timeout_and_cancelled()
    finally:
        service.faults.clear()
    assert sweep.points >= 6


@pytest.mark.parametrize("over", ["aiohttp", "httpx"])
async def test_a_request_that_is_cancelled_while_its_token_is_renewed_leaves_nothing(
    service: Simulator, tmp_path: Path, over: str
) -> None:
    async def credentials(refused: str | None) -> str:
        await asyncio.sleep(0)
        return service.token if refused else "of-yesterday"

    sweep = await swept(get, service, tmp_path, over=over, concurrency=1, credentials=credentials)
    assert sweep.points >= 6


async def test_hooks_that_are_cancelled_leave_nothing(service: Simulator, tmp_path: Path) -> None:
    async def hook(event: Any) -> None:
        await asyncio.sleep(0)

    sweep = await swept(get, service, tmp_path, concurrency=1, on_request=hook, on_response=hook)
    assert sweep.points >= 5


@ADAPTERS
async def test_a_client_that_is_cancelled_between_its_beginning_and_its_end_is_closed(
    service: Simulator, tmp_path: Path, over: str
) -> None:
    async def whole_life(client: Client) -> None:
        async with client_of(service, tmp_path, over=over) as other:
            await other.basespace.users.current()

    assert (await swept(whole_life, service, tmp_path)).points >= 4
