"""Short calls about the disk share threads, and each gets its own result or error."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from basespace_async._util.tasks import NoThreadError
from basespace_async.downloads import disk_calls
from basespace_async.downloads.disk_calls import DiskCalls


@pytest.fixture
def batches(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many calls each thread was given."""
    given, start = list[int](), disk_calls.start_in_thread

    def noted(call: Callable[..., Any], batch: list[Any]) -> asyncio.Future[Any]:
        given.append(len(batch))
        return start(call, batch)

    monkeypatch.setattr(disk_calls, "start_in_thread", noted)
    return given


async def turns() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_what_is_asked_for_together_is_called_in_one_thread(batches: list[int]) -> None:
    calls = DiskCalls()
    found = await asyncio.gather(
        calls.run(divmod, 7, 2), calls.run(divmod, 7, 0), calls.run(sorted, [2, 1]), return_exceptions=True
    )
    assert [found[0], found[2]] == [(3, 1), [1, 2]]
    assert isinstance(found[1], ZeroDivisionError)
    assert batches == [3]


async def test_what_waits_while_a_thread_works_is_called_after_it_together(batches: list[int]) -> None:
    calls, go_on = DiskCalls(), Event()
    first = asyncio.create_task(calls.run(go_on.wait, 120))
    await turns()
    others = [asyncio.create_task(calls.run(abs, -number)) for number in range(5)]
    await turns()
    go_on.set()
    assert await first
    assert await asyncio.gather(*others) == [0, 1, 2, 3, 4]
    assert batches == [1, 5]


async def test_a_slow_disk_gets_more_threads_up_to_a_limit(batches: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk_calls, "_MAX_CALLS", 2)
    monkeypatch.setattr(disk_calls, "_MAX_THREADS", 3)
    calls, go_on = DiskCalls(), Event()
    tasks = [asyncio.create_task(calls.run(go_on.wait, 120)) for _ in range(9)]
    await turns()
    assert batches == [2, 2, 2]
    go_on.set()
    assert all(await asyncio.gather(*tasks))
    assert sum(batches) == 9


async def test_a_folder_is_flushed_once_for_all_calls_made_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = list[str]()

    def flush(folder: Path) -> None:
        order.append(f"flush {folder.name}")
        if folder.name == "bad":
            raise OSError("disk")

    monkeypatch.setattr(disk_calls, "flush_folder", flush)
    calls = DiskCalls()
    found = await asyncio.gather(
        *(calls.run(order.append, name, flushed=tmp_path / name) for name in ("good", "bad", "good")),
        calls.run(order.append, "none"),
        return_exceptions=True,
    )
    assert order == ["good", "bad", "good", "none", "flush good", "flush bad"]
    assert [type(one) for one in found] == [type(None), OSError, type(None), type(None)]


async def test_a_cancelled_call_is_waited_for() -> None:
    calls, begun, go_on = DiskCalls(), Event(), Event()

    def work() -> None:
        begun.set()
        go_on.wait(120)

    task = asyncio.create_task(calls.run(work))
    await asyncio.to_thread(begun.wait, 120)
    task.cancel()
    await turns()
    assert not task.done()
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_where_no_thread_can_be_started_each_call_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: Any) -> None:
        raise NoThreadError("no thread")

    calls = DiskCalls()
    with monkeypatch.context() as patched:
        patched.setattr(disk_calls, "start_in_thread", refuse)
        found = await asyncio.gather(calls.run(abs, 1), calls.run(abs, 2), return_exceptions=True)
    assert [type(one) for one in found] == [NoThreadError, NoThreadError]
    assert await calls.run(abs, -3) == 3
