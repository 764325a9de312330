"""Clients: one for each event loop and configuration, closed when they are not needed any more."""

from __future__ import annotations

import asyncio
import gc
import os
import threading
from collections.abc import AsyncGenerator, Callable, Iterator
from pathlib import Path

import fsspec
import pytest

from basespace_async import ConfigurationError
from basespace_async.config import Configuration, save_profile
from basespace_async.filesystem import BaseSpaceFileSystem
from basespace_async.filesystem.session import close_client, closed_with_its_loop
from basespace_async.simulator import Simulator
from tests.support.simulated_files import Placed, asked, forget, place

LogIn = Callable[..., None]


@pytest.fixture
def log_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[LogIn]:
    """Writes a profile as a login does."""
    monkeypatch.setenv("HOME", str(tmp_path))

    def written(simulator: Simulator, *, token: str = "", profile: str = "default") -> None:
        save_profile(Configuration.create(token=token or simulator.token, server=simulator.url), profile)

    yield written
    BaseSpaceFileSystem.clear_instance_cache()


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Simulator]:
    """The account of somebody else."""
    with Simulator(biosamples=1, token="token-of-somebody-else").in_thread() as running:
        yield running


def test_a_cached_filesystem_takes_the_token_of_a_new_login(
    simulator: Simulator, placed: Placed, log_in: LogIn
) -> None:
    log_in(simulator)
    fs = fsspec.filesystem("basespace")
    assert fs.exists(placed.at("table.csv"))
    simulator.faults.add("expire_token", nth={1})
    with pytest.raises(PermissionError, match="401"):
        fs.ls(placed.path, refresh=True)
    log_in(simulator)
    assert fsspec.filesystem("basespace") is fs
    assert len(fs.ls(placed.path)) == 4
    fs.close()


@pytest.mark.parametrize("question", ["ls", "info", "exists", "cat_file", "find", "glob"])
@pytest.mark.parametrize("profile", [None, "lab"])
def test_nothing_of_the_account_before_a_new_login_is_shown(
    simulator: Simulator, other: Simulator, placed: Placed, log_in: LogIn, question: str, profile: str | None
) -> None:
    place(other, {"theirs": b"theirs"}, project="Theirs")
    log_in(simulator, profile=profile or "default")
    fs = BaseSpaceFileSystem(profile=profile, skip_instance_cache=True)
    assert "projects/My study" in fs.ls("projects", detail=False)
    assert fs.cat_file(placed.at("table.csv")).startswith(b"sample")
    log_in(other, profile=profile or "default")
    if question == "exists":
        assert not fs.exists("projects/My study")
    elif question in ("find", "glob"):
        assert getattr(fs, question)(placed.at("table.csv")) == []
    else:
        with pytest.raises(FileNotFoundError):
            getattr(fs, question)(placed.path if question != "cat_file" else placed.at("table.csv"))
    assert fs.cat_file("projects/Theirs/Liver-1_L001/theirs") == b"theirs"
    fs.close()


def test_a_variable_of_the_environment_is_a_login_too(
    simulator: Simulator, placed: Placed, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("BASESPACE_API_SERVER", simulator.url)
    monkeypatch.setenv("BASESPACE_ACCESS_TOKEN", "too-old")
    fs = BaseSpaceFileSystem(skip_instance_cache=True)
    with pytest.raises(PermissionError, match="401"):
        fs.exists(placed.path)
    monkeypatch.setenv("BASESPACE_ACCESS_TOKEN", simulator.token)
    assert fs.exists(placed.path)
    monkeypatch.delenv("BASESPACE_ACCESS_TOKEN")
    with pytest.raises(ConfigurationError, match="there is no access token"):
        fs.exists(placed.path)
    fs.close()


def test_the_same_login_again_keeps_lists_and_connections(simulator: Simulator, placed: Placed, log_in: LogIn) -> None:
    log_in(simulator)
    fs = BaseSpaceFileSystem(skip_instance_cache=True)
    assert fs.cat_file(placed.at("table.csv"), 0, 1) == b"s"
    forget(simulator)
    before = list(fs._sessions._sessions.values())
    log_in(simulator)
    assert fs.cat_file(placed.at("table.csv"), 0, 1) == b"s"
    assert asked(simulator) == {"store": 1}
    assert list(fs._sessions._sessions.values()) == before
    fs.close()


def test_a_profile_that_is_written_meanwhile_is_not_read_for_each_block(
    simulator: Simulator, placed: Placed, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    log_in(simulator)
    read: list[str] = []
    real = Configuration.from_profile
    monkeypatch.setattr(Configuration, "from_profile", lambda name: read.append(name) or real(name))
    fs = BaseSpaceFileSystem(skip_instance_cache=True)
    for number in range(3):
        assert fs.cat_file(placed.at("numbers.bin"), number, number + 1) == bytes([number])
    assert read == ["default"]
    fs.close()


@pytest.mark.slow
async def test_what_is_being_read_is_not_cut_off_by_a_new_login(
    simulator: Simulator, other: Simulator, placed: Placed, log_in: LogIn
) -> None:
    log_in(simulator)
    fs = BaseSpaceFileSystem(asynchronous=True, skip_instance_cache=True)
    async with await fs.open_async(placed.at("numbers.bin")) as stream:
        assert await stream.read(3) == b"\0\1\2"
        client = next(iter(fs._sessions._sessions.values())).client
        log_in(other)
        assert await fs._ls("projects")
        assert await stream.read() == (bytes(range(256)) * 40)[3:]
        assert "(closed)" not in repr(client)
    del stream
    gc.collect()
    await asyncio.sleep(0)
    await asyncio.gather(*asyncio.all_tasks() - {asyncio.current_task()})
    assert "(closed)" in repr(client)
    await fs.aclose()


async def test_calls_that_come_first_together_share_a_client(simulator: Simulator, placed: Placed) -> None:
    fs = BaseSpaceFileSystem(token=simulator.token, server=simulator.url, asynchronous=True, skip_instance_cache=True)
    sessions = await asyncio.gather(*(fs._sessions.current() for _ in range(5)))
    assert len(set(sessions)) == 1
    await fs.aclose()
    assert "(closed)" in repr(sessions[0].client)
    await fs.aclose()
    assert await fs._sessions.current() is not sessions[0]
    await fs.aclose()


@pytest.mark.slow
@pytest.mark.parametrize("drop", [True, False], ids=["collected", "used in another loop"])
def test_a_loop_closes_its_connections_when_it_ends(simulator: Simulator, placed: Placed, drop: bool) -> None:
    systems = [BaseSpaceFileSystem(token=simulator.token, server=simulator.url, asynchronous=True)]
    clients = []

    async def used() -> None:
        assert await systems[0]._cat_file(placed.at("table.csv"), 0, 1) == b"s"
        clients.append(next(reversed(systems[0]._sessions._sessions.values())).client)

    asyncio.run(used())
    assert "(closed)" in repr(clients[0])
    if drop:
        BaseSpaceFileSystem.clear_instance_cache()
        systems.clear()
    else:
        asyncio.run(used())
        assert len(systems[0]._sessions._sessions) == 1
        assert clients[1] is not clients[0]
    gc.collect()  # connections that were left open would warn


def test_close_closes_the_connections_and_a_later_call_opens_new_ones(simulator: Simulator) -> None:
    fs = BaseSpaceFileSystem(token=simulator.token, server=simulator.url, skip_instance_cache=True)
    assert fs.ls("datasets")
    (session,) = fs._sessions._sessions.values()
    fs.close()
    assert "(closed)" in repr(session.client)
    assert fs.ls("datasets", refresh=True)
    fs.close()


@pytest.mark.slow
def test_a_filesystem_that_nobody_has_any_more_is_closed(simulator: Simulator) -> None:
    fs = BaseSpaceFileSystem(token=simulator.token, server=simulator.url, skip_instance_cache=True)
    assert fs.ls("biosamples")
    client = next(iter(fs._sessions._sessions.values())).client
    del fs
    gc.collect()
    assert "(closed)" in repr(client)


class SlowClient:
    """A client that takes until it is told to close."""

    def __init__(self) -> None:
        self.may_close = threading.Event()
        self.closed = threading.Event()

    async def aclose(self) -> None:
        await asyncio.to_thread(self.may_close.wait)
        self.closed.set()


@pytest.fixture
def elsewhere() -> Iterator[asyncio.AbstractEventLoop]:
    """An event loop that runs in another thread."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    yield loop
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


async def started(client: SlowClient) -> AsyncGenerator[None, None]:
    closing = closed_with_its_loop(client)  # type: ignore[arg-type]
    await anext(closing)
    return closing


@pytest.mark.parametrize("how", ["elsewhere", "here", "ended"])
async def test_a_running_loop_does_not_wait_for_a_filesystem_that_it_collects(
    elsewhere: asyncio.AbstractEventLoop, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setattr("basespace_async.filesystem.session._MAX_CLOSING", 3600)
    client = SlowClient()
    give_up = threading.Timer(60, client.may_close.set)  # in place of hanging for ever
    give_up.start()
    if how == "here":
        loop, closing = asyncio.get_running_loop(), await started(client)
    elif how == "elsewhere":
        loop = elsewhere
        closing = await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(started(client), loop))
    else:
        loop = asyncio.new_event_loop()
        closing = await asyncio.to_thread(loop.run_until_complete, started(client))
        loop.close()
    close_client(os.getpid(), loop, closing)
    del closing
    give_up.cancel()
    assert not client.may_close.is_set()
    client.may_close.set()
    assert await asyncio.to_thread(client.closed.wait, 60)


def test_a_thread_waits_until_the_client_is_closed_but_not_for_ever(
    elsewhere: asyncio.AbstractEventLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("basespace_async.filesystem.session._MAX_CLOSING", 0.01)
    slow, quick = SlowClient(), SlowClient()
    quick.may_close.set()
    closings = [asyncio.run_coroutine_threadsafe(started(client), elsewhere).result() for client in (slow, quick)]
    close_client(os.getpid(), elsewhere, closings[0])
    assert not slow.closed.is_set()
    slow.may_close.set()
    monkeypatch.setattr("basespace_async.filesystem.session._MAX_CLOSING", 60)
    close_client(os.getpid(), elsewhere, closings[1])
    assert quick.closed.is_set()
    assert slow.closed.wait(60)


def test_each_event_loop_has_a_client_of_its_own(simulator: Simulator, placed: Placed) -> None:
    fs = BaseSpaceFileSystem(token=simulator.token, server=simulator.url, asynchronous=True, skip_instance_cache=True)

    async def read(start: int) -> bytes:
        data: bytes = await fs._cat_file(placed.at("numbers.bin"), start, start + 3)
        await fs.aclose()
        return data

    assert [asyncio.run(read(start)) for start in range(3)] == [bytes(range(start, start + 3)) for start in range(3)]
    assert asked(simulator)["store"] == 3
