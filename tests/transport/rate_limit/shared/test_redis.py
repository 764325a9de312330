"""A budget in a real Redis: names, secrets, connections, and a Redis that goes away in every way it can."""

from __future__ import annotations

import asyncio
import builtins
import logging
import time
from collections.abc import Iterator
from typing import Any

import pytest
import redis as blocking
from redis.asyncio import Redis

from basespace_async import BaseSpace, ConfigurationError, RateLimit, RedisBudget
from basespace_async.simulator import Simulator
from tests.support.redis_server import RedisServer, redis_server

pytestmark = [pytest.mark.redis, pytest.mark.usefixtures("no_task_left")]

TOKEN = "a-token-that-nobody-may-see"
PASSWORD = "a-password-that-nobody-may-see"


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    with Simulator(biosamples=1, token=TOKEN).in_thread() as running:
        yield running


@pytest.fixture
def server() -> Iterator[RedisServer]:
    with redis_server() as running:
        yield running


def client(simulator: Simulator, budget: RedisBudget, rate: float = 200, **options: Any) -> BaseSpace:
    return BaseSpace(TOKEN, server=simulator.url, rate_limit=RateLimit(rate=rate), shared_budget=budget, **options)


def warnings_of(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


async def test_two_clients_keep_one_limit_and_leave_nothing_but_two_keys_without_the_token(
    simulator: Simulator, server: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    budget = RedisBudget(server.url)
    began = time.monotonic()
    async with client(simulator, budget, rate=40) as one, client(simulator, budget, rate=40) as other:
        await asyncio.gather(*(each.users.current() for each in (one, other) for _ in range(20)))
        assert time.monotonic() - began > 0.85
        assert one.stats.shared
        assert one.stats.rate == 40
    async with Redis.from_url(server.url) as redis:
        keys = [key.decode() for key in await redis.keys()]
        values = await redis.hgetall(keys[0])
        assert len(await redis.client_list()) == 1  # this one
    assert [key.rpartition(":")[2] for key in keys] == ["state"]  # the workers took their leave
    assert keys[0].startswith("basespace-async:budget:{")
    assert TOKEN not in f"{keys}{values}{caplog.text}"
    assert warnings_of(caplog) == []


async def test_servers_and_tokens_have_budgets_of_their_own_unless_they_have_a_name(server: RedisServer) -> None:
    async with Redis.from_url(server.url) as redis:

        def keys(server: str, token: str | None, **options: Any) -> str:
            return RedisBudget(redis, **options).open(server=server, token=token)._keys[0]

        different = {
            keys("https://a.example/v2", "one"),
            keys("https://a.example/v2", "two"),
            keys("https://b.example/v2", "one"),
            keys("https://a.example/v2", "one", prefix="elsewhere"),
            keys("https://a.example/v2", None, name="harvest"),
        }
        assert len(different) == 5
        assert keys("https://a.example/v2", "one") in different
        assert keys("https://b.example/v2", "two", name="harvest") == "basespace-async:budget:{harvest}:state"


async def test_credentials_whose_tokens_change_need_a_name() -> None:
    async def give(refused: str | None) -> str:
        return TOKEN

    budget = RedisBudget("redis://localhost:1/0")
    with pytest.raises(ConfigurationError, match="name="):
        BaseSpace(credentials=give, shared_budget=budget)
    named = RedisBudget("redis://localhost:1/0", name="ours")
    async with BaseSpace(credentials=give, shared_budget=named):
        pass


async def test_a_client_of_the_programs_own_is_used_and_not_closed(simulator: Simulator, server: RedisServer) -> None:
    async with Redis.from_url(server.url, decode_responses=True, protocol=3) as redis:
        budget = RedisBudget(redis)
        async with client(simulator, budget) as basespace:
            await basespace.users.current()
            assert basespace.stats.shared
        assert await redis.ping()
        assert "program" in repr(budget)


@pytest.mark.parametrize(
    "url",
    [
        f"redis://user:{PASSWORD}@localhost:6379/0",
        f"redis://localhost:6379/0?password={PASSWORD}",
        f"unix://user:{PASSWORD}@/tmp/none.sock?db=1",
    ],
)
async def test_a_password_in_the_url_is_shown_nowhere(
    simulator: Simulator, url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    url = url.replace(":6379", ":1")
    budget = RedisBudget(url)
    async with client(simulator, budget) as basespace:
        await basespace.users.current()
        assert PASSWORD not in f"{budget!r}{budget}{basespace!r}{basespace._session!r}"
    assert warnings_of(caplog)
    assert PASSWORD not in caplog.text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"redis": f"http://{PASSWORD}@localhost"}, "begins with one of redis://"),
        ({"redis": f"redis://:{PASSWORD}@localhost:port/0"}, "cannot be read"),
        ({"redis": f"redis://:{PASSWORD}@localhost/0?socket_timeout=x"}, "cannot be read"),
        ({"redis": blocking.Redis()}, "not the blocking one"),
        ({"workers": 0}, "workers is 0"),
        ({"timeout": 0}, "timeout is 0"),
        ({"timeout": float("nan")}, "timeout is nan"),
        ({"timeout": float("inf")}, "timeout is inf"),
        ({"name": ""}, "1 to 200 characters"),
        ({"name": "a}b"}, "no braces"),
        ({"name": "a b"}, "no spaces"),
    ],
    ids=range(11),
)
def test_arguments_that_cannot_work_are_refused(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigurationError, match=message) as caught:
        RedisBudget(**{"redis": "redis://localhost", **arguments})
    shown = f"{caught.value!r}{caught.value.__cause__!r}{caught.value.__context__!r}"
    assert PASSWORD not in shown


def test_without_redis_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def missing(name: str, *arguments: Any, **options: Any) -> Any:
        if name.startswith("redis"):
            raise ImportError(name)
        return real(name, *arguments, **options)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(ConfigurationError, match=r"pip install 'basespace-async\[redis\]'"):
        RedisBudget("redis://localhost")


# --- away ---------------------------------------------------------------------------------------------------------


async def served_alone(simulator: Simulator, budget: RedisBudget, caplog: pytest.LogCaptureFixture) -> str:
    """The one warning of a client whose calls succeed all the same."""
    async with client(simulator, budget) as basespace:
        for _ in range(3):
            await basespace.users.current()
        assert basespace.stats.shared is False
    found = warnings_of(caplog)
    assert len(found) == 1
    return found[0]


async def test_nobody_listens(simulator: Simulator, caplog: pytest.LogCaptureFixture) -> None:
    warning = await served_alone(simulator, RedisBudget("redis://127.0.0.1:1/0", workers=4), caplog)
    assert "redis://127.0.0.1:1/0" in warning
    assert "(ConnectionError)" in warning or "(ConnectionRefusedError)" in warning or "(OSError)" in warning
    assert "one of 4" in warning


OPTIONS: dict[str, tuple[list[str], str]] = {
    "a password is wanted": (["--requirepass", "another"], "AuthenticationError"),
    "scripts are forbidden": (
        ["--user", "default", "on", "nopass", "~*", "&*", "+@all", "-@scripting"],
        "NoPermission",
    ),
    "it is a replica": (["--replicaof", "127.0.0.1", "1"], "ReadOnlyError|ResponseError|Response"),
}


@pytest.mark.parametrize("why", OPTIONS)
async def test_redis_refuses(why: str, simulator: Simulator, caplog: pytest.LogCaptureFixture) -> None:
    options, error = OPTIONS[why]
    with redis_server(*options) as server:
        url = server.url.replace("unix://", f"unix://:{PASSWORD}@") if "--requirepass" in options else server.url
        warning = await served_alone(simulator, RedisBudget(url), caplog)
    assert any(f"({name}" in warning for name in error.split("|"))


async def test_somebody_else_uses_the_key_for_something_else(
    simulator: Simulator, server: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    async with Redis.from_url(server.url) as redis:
        await redis.set("basespace-async:budget:{ours}:state", "a text")
    warning = await served_alone(simulator, RedisBudget(server.url, name="ours"), caplog)
    assert "ResponseError" in warning


async def test_redis_hangs_and_calls_go_on_after_the_time_limit(
    simulator: Simulator, server: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    async with client(simulator, RedisBudget(server.url, timeout=0.3)) as basespace:
        await basespace.users.current()
        with server.hanging():
            await asyncio.sleep(0.2)
            began = time.monotonic()
            await asyncio.gather(*(basespace.users.current() for _ in range(4)))
            assert time.monotonic() - began > 0.1
            assert basespace.stats.shared is False
            await basespace.users.current()
        await until_shared(basespace)
    assert len(warnings_of(caplog)) == 1
    assert "TimeoutError" in warnings_of(caplog)[0]


async def until_shared(basespace: BaseSpace) -> None:
    async with asyncio.timeout(120):
        while not basespace.stats.shared:
            await basespace.users.current()
            await asyncio.sleep(0.05)


async def test_redis_is_restarted_with_an_empty_memory(
    simulator: Simulator, server: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "basespace_async")
    async with client(simulator, RedisBudget(server.url)) as basespace:
        await basespace.users.current()
        server.stop()
        await asyncio.gather(*(basespace.users.current() for _ in range(3)))
        assert basespace.stats.shared is False
        server.start()
        await until_shared(basespace)
        assert basespace.stats.rate == 200
    lines = [record.getMessage() for record in caplog.records if record.name == "basespace_async.budget"]
    assert len(lines) == 2
    assert "is back after" in lines[1]


async def test_scripts_that_redis_forgot_and_connections_that_it_closed_are_no_outage(
    simulator: Simulator, server: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    async with client(simulator, RedisBudget(server.url)) as basespace, Redis.from_url(server.url) as redis:
        await basespace.users.current()
        await redis.script_flush()
        await basespace.users.current()
        await redis.client_kill_filter(_type="normal", skipme=True)
        await basespace.users.current()
        assert basespace.stats.shared
    assert warnings_of(caplog) == []


async def test_a_call_that_is_cancelled_while_redis_hangs_leaves_nothing(
    simulator: Simulator, server: RedisServer
) -> None:
    async with client(simulator, RedisBudget(server.url), rate=50) as basespace:
        await basespace.users.current()
        with server.hanging():
            call = asyncio.create_task(basespace.users.current())
            await asyncio.sleep(0.05)
            call.cancel()
            with pytest.raises(asyncio.CancelledError):
                await call
        await basespace.users.current()
        assert basespace.stats.in_flight == 0
    async with Redis.from_url(server.url) as redis:
        assert len(await redis.client_list()) == 1


async def test_closing_while_redis_hangs_ends(simulator: Simulator, server: RedisServer) -> None:
    basespace = client(simulator, RedisBudget(server.url, timeout=0.2))
    await basespace.users.current()
    with server.hanging():
        await basespace.aclose()
