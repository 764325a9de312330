"""What looks for leaks finds one of each kind."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from basespace_async.simulator import Simulator
from tests.support.cancellation.every_point import Case, Sweep, laboratory
from tests.support.cancellation.stepping import at_once
from tests.support.cancellation.worlds import Client, client_of

KEPT: list[Any] = []
"""Holds what an operation leaks, as a program does that forgets to close it."""


async def forever() -> None:
    await asyncio.Event().wait()


async def a_task(client: Client) -> None:
    KEPT.append(asyncio.create_task(forever()))
    await asyncio.sleep(0)
    KEPT.pop().cancel()


async def a_timer(client: Client) -> None:
    timer = asyncio.get_running_loop().call_later(60, print)
    KEPT.append(timer)
    await asyncio.sleep(0)
    timer.cancel()


async def a_slot(client: Client) -> None:
    budget = client.basespace._session._signed._inner._limiter  # type: ignore[attr-defined]
    await budget.acquire("interactive")
    await asyncio.sleep(0)
    budget.release()


async def a_connection(client: Client) -> None:
    opened = client.basespace.files.open(client.notes["file"])
    content = await opened.__aenter__()
    KEPT.append(opened)
    await asyncio.sleep(0)
    await content.read()
    await opened.__aexit__(None, None, None)
    KEPT.clear()


async def a_socket(client: Client) -> None:
    port = int(client.simulator.url.split(":")[2].split("/")[0])
    one = socket.create_connection(("127.0.0.1", port))
    KEPT.append(one)
    await asyncio.sleep(0)
    one.close()


async def an_open_file(client: Client) -> None:
    one = (client.folder / "kept").open("w")
    KEPT.append(one)
    await asyncio.sleep(0)
    one.close()
    (client.folder / "kept").unlink()


async def a_file(client: Client) -> None:
    (client.folder / "left").touch()
    await asyncio.sleep(0)
    (client.folder / "left").unlink()


async def a_job_in_a_thread(client: Client) -> None:
    await asyncio.to_thread(time.sleep, 0.05)


async def a_generator(client: Client) -> None:
    async def two() -> AsyncIterator[int]:
        yield 1
        yield 2

    async for _ in two():
        await asyncio.sleep(0)


async def an_error_that_nobody_takes(client: Client) -> None:
    failed = asyncio.get_running_loop().create_future()
    failed.set_exception(OSError("lost"))
    await asyncio.sleep(0)
    failed.exception()


async def a_coroutine_that_nobody_awaits(client: Client) -> None:
    waiting = forever()
    await asyncio.sleep(0)
    waiting.close()


async def a_swallowed_cancellation(client: Client) -> None:
    try:
        await asyncio.sleep(0)
    except asyncio.CancelledError:
        return


async def another_error(client: Client) -> None:
    try:
        await asyncio.sleep(0)
    except asyncio.CancelledError:
        raise OSError("in its place") from None


async def a_cancellation_that_is_taken_back(client: Client) -> None:
    try:
        await asyncio.sleep(0)
    finally:
        task = asyncio.current_task()
        assert task is not None
        task.uncancel()


async def a_client_that_is_spoilt(client: Client) -> None:
    if "spoilt" in client.notes:
        raise OSError("it does not work any more")
    client.notes["spoilt"] = True
    await asyncio.sleep(0)
    del client.notes["spoilt"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("leak", "words"),
    [
        (a_task, "task <"),
        (a_timer, "timer <"),
        (a_slot, "1 slots of the budget"),
        (a_connection, "connection <"),
        (a_socket, "after closing: socket"),
        (an_open_file, "open file /kept"),
        (a_file, "file left"),
        (a_job_in_a_thread, "job in a thread: sleep"),
        (a_generator, "left to the collector: .*two"),
        (an_error_that_nobody_takes, "Future exception was never retrieved"),
        (a_coroutine_that_nobody_awaits, "was never awaited"),
        (a_swallowed_cancellation, "ended as if nothing had been"),
        (another_error, "raised OSError"),
        (a_cancellation_that_is_taken_back, "cancelled 1 times, and 0 are counted"),
        (a_client_that_is_spoilt, "the next time: OSError"),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
async def test_a_leak_is_found(
    service: Simulator, big_file: str, tmp_path: Path, leak: Callable[[Client], Any], words: str
) -> None:
    @asynccontextmanager
    async def opened() -> AsyncIterator[Client]:
        async with client_of(service, tmp_path) as client:
            client.notes["file"] = big_file
            yield client

    async with laboratory() as lab:
        with pytest.raises(AssertionError, match=words):
            await Sweep(lab, Case(opened, leak)).once(at_once)
        for kept in KEPT:
            await _closed(kept)
        KEPT.clear()


async def _closed(kept: Any) -> None:
    if isinstance(kept, asyncio.Task):
        kept.cancel()
        await asyncio.wait([kept])
    elif isinstance(kept, asyncio.TimerHandle):
        kept.cancel()
    elif hasattr(kept, "__aexit__"):
        await kept.__aexit__(None, None, None)
    else:
        kept.close()


@pytest.mark.asyncio_loop
async def test_an_operation_without_a_leak_is_passed(service: Simulator, tmp_path: Path) -> None:
    async def nothing(client: Client) -> None:
        await asyncio.sleep(0)

    async with laboratory() as lab:
        sweep = Sweep(lab, Case(lambda: client_of(service, tmp_path), nothing))
        await sweep.all()
    assert sweep.points == 1
    assert sweep.runs == 12
