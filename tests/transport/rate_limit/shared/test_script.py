"""The script does to a real Redis what the model does, and survives what somebody else writes there."""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator, Iterator

import pytest
from attrs import asdict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from redis.asyncio import Redis

from basespace_async.transport.rate_limit.shared import LeaseGrant, LeaseRequest
from basespace_async.transport.rate_limit.shared.redis import RedisStore, _answer, _arguments
from basespace_async.transport.rate_limit.shared.script import SCRIPT
from tests.support.redis_server import RedisServer, redis_server
from tests.support.shared_rate_limit_model import Model

pytestmark = pytest.mark.redis

# The same script with a clock of the test's.
TIME = "local time = redis.call('TIME')\nlocal now = tonumber(time[1]) + tonumber(time[2]) / 1000000\n"
TIMED = SCRIPT.replace(TIME, "local now = tonumber(ARGV[14])\n")
BEGAN = 1_800_000_000.0


@pytest.fixture(scope="module")
def server() -> Iterator[RedisServer]:
    with redis_server() as running:
        yield running


@pytest.fixture
async def redis(server: RedisServer) -> AsyncIterator[Redis]:
    client = Redis.from_url(server.url)
    await client.flushall()
    yield client
    await client.aclose()


class Timed:
    """The script on a clock that only the test moves."""

    def __init__(self, redis: Redis) -> None:
        self.redis, self.now = redis, BEGAN

    async def exchange(self, ask: LeaseRequest) -> LeaseGrant:
        return _answer(await self.redis.eval(TIMED, 2, "state", "workers", *_arguments(ask), repr(self.now)))


def same(answer: LeaseGrant, expected: LeaseGrant) -> None:
    found, wanted = asdict(answer), asdict(expected)
    for name, value in wanted.items():
        assert found[name] == (value if value is None else pytest.approx(value, rel=1e-6, abs=1e-4)), name


steps = st.tuples(
    st.one_of(
        st.sampled_from([0.0, 0.001, 0.01, 0.05, 0.3, 1.0, 3.0, 7.0, 31.0]), st.floats(0, 2, allow_nan=False, width=32)
    ),
    st.builds(
        LeaseRequest,
        worker=st.integers(1, 4),
        limit=st.sampled_from([None, None, 50.0, 200.0]),
        burst=st.sampled_from([None, None, 1.0, 40.0]),
        wanted=st.integers(0, 40),
        returned=st.sampled_from([0, 0, 1, 5]),
        served=st.sampled_from([0, 1, 5, 20, 60]),
        refused=st.booleans(),
        overload=st.sampled_from([False, False, True]),
        pause=st.sampled_from([0.0, 0.0, 0.0, 0.5, 1.0, 5000.0]),
        remembered=st.sampled_from([None, 30.0]),
        leaving=st.sampled_from([False, False, False, True]),
        expected=st.sampled_from([0, 0, 8]),
    ),
    st.booleans(),
)


def test_the_clock_of_the_script_can_be_replaced() -> None:
    assert SCRIPT.count(TIME) == 1


@pytest.mark.slow
@given(st.lists(steps, min_size=1, max_size=40))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_the_script_answers_what_the_model_answers(
    server: RedisServer, script: list[tuple[float, LeaseRequest, bool]]
) -> None:
    async def compare() -> None:
        async with Redis.from_url(server.url) as client:
            await client.flushall()
            timed = Timed(client)
            model = Model(lambda: timed.now)
            epoch = 0
            for seconds, ask, knows in script:
                timed.now += seconds
                told = LeaseRequest(**{**asdict(ask), "epoch": epoch if knows else epoch - 1 if epoch else 7})
                answer = await timed.exchange(told)
                same(answer, model.exchange(told))
                epoch = answer.epoch

    asyncio.run(compare())


REFUSALS = {
    "the first, after few requests": [(0.3, 4)],
    "the first, after many": [(3.0, 300)],
    "two that may be chance, and one that is not": [(0.5, 3), (0.5, 3), (0.5, 3)],
    "one that follows what was served for long": [(2.0, 200), (1.0, 60), (5.0, 300), (10.0, 900)],
    "one that follows soon": [(2.0, 200), (1.0, 60), (2.0, 40), (0.4, 25)],
}


@pytest.mark.slow
@pytest.mark.parametrize("overload", [False, True], ids=["429", "503"])
@pytest.mark.parametrize("limit", [None, 90.0])
@pytest.mark.parametrize("name", REFUSALS)
async def test_refusals_lower_the_rate_as_the_model_does(
    redis: Redis, name: str, limit: float | None, overload: bool
) -> None:
    timed = Timed(redis)
    model = Model(lambda: timed.now)
    epoch = 0
    for seconds, served in REFUSALS[name]:
        for _ in range(10):
            timed.now += seconds / 10
            ask = LeaseRequest(1, limit, wanted=9, served=served // 10, epoch=epoch)
            same(await timed.exchange(ask), model.exchange(ask))
        refused = LeaseRequest(1, limit, epoch=epoch, refused=True, overload=overload, pause=0.25)
        answer = await timed.exchange(refused)
        same(answer, model.exchange(refused))
        assert answer.learnt
        assert answer.epoch == epoch + 1
        epoch = answer.epoch
    for _ in range(60):  # the way up, past the hold, and what is tried then
        timed.now += 0.7
        ask = LeaseRequest(1, limit, wanted=500, served=1)
        answer = await timed.exchange(ask)
        same(answer, model.exchange(ask))


async def test_pauses_that_overlap_are_not_counted_twice_as_time_in_which_nothing_was_sent(redis: Redis) -> None:
    timed = Timed(redis)
    model = Model(lambda: timed.now)
    first = None
    for seconds, ask in [
        (0.0, LeaseRequest(1)),
        (3.0, LeaseRequest(1, served=300)),
        (0.0, LeaseRequest(1, refused=True)),
        (1.0, LeaseRequest(1, pause=2.0)),
        (1.0, LeaseRequest(1, pause=3.0)),
    ]:
        timed.now += seconds
        first = await timed.exchange(ask)
        same(first, model.exchange(ask))
    assert first is not None
    assert first.rate is not None
    timed.now += 8.0  # ten seconds after the refusal, of which it stood still for four
    ask = LeaseRequest(1, served=round(0.95 * first.rate * 6), refused=True, epoch=1)
    answer = await timed.exchange(ask)
    same(answer, model.exchange(ask))
    assert answer.epoch == 2


async def test_of_several_refusals_at_once_one_counts(redis: Redis) -> None:
    store = RedisStore(redis, ["state", "workers"], owner=False)
    await store.exchange(LeaseRequest(1, 100.0))
    answers = await asyncio.gather(*(store.exchange(LeaseRequest(n, 100.0, epoch=0, refused=True)) for n in range(8)))
    assert {answer.epoch for answer in answers} == {1}


async def test_the_lowest_limit_counts_while_a_worker_with_it_is_there(redis: Redis) -> None:
    timed = Timed(redis)
    rates: list[float | None] = []
    for seconds, limit in [(0, 50.0), (1, 20.0), (1, 50.0), (1, None), (9, 50.0), (11, None)]:
        timed.now += seconds
        rates.append((await timed.exchange(LeaseRequest(1, limit))).rate)
    assert rates == [50, 20, 20, 20, 50, None]


async def test_a_limit_counts_for_as_long_as_it_is_told_again(redis: Redis) -> None:
    timed = Timed(redis)
    rates: list[float | None] = []
    for seconds, limit in [(0, 20.0), (8, 20.0), (8, 50.0), (3, 50.0)]:
        timed.now += seconds
        rates.append((await timed.exchange(LeaseRequest(1, limit))).rate)
    assert rates == [20, 20, 20, 50]


async def test_of_two_workers_that_come_back_one_by_one_the_first_has_half_the_rate(redis: Redis) -> None:
    timed = Timed(redis)
    first = await timed.exchange(LeaseRequest(1, 100.0, wanted=100, expected=2))
    timed.now += 0.1
    half = await timed.exchange(LeaseRequest(1, 100.0))
    assert half.tokens == pytest.approx(first.tokens - first.granted + 5, abs=1e-3)
    timed.now += 1.5
    await timed.exchange(LeaseRequest(1, 100.0, wanted=100))
    before = await timed.exchange(LeaseRequest(1, 100.0))
    timed.now += 0.05
    assert (await timed.exchange(LeaseRequest(1, 100.0))).tokens == pytest.approx(min(5.0, before.tokens + 5), abs=1e-3)


async def test_workers_that_say_nothing_for_ten_seconds_are_gone_and_those_that_leave_at_once(redis: Redis) -> None:
    timed = Timed(redis)
    counts = []
    for seconds, ask in [
        (0, LeaseRequest(1)),
        (5, LeaseRequest(2)),
        (4, LeaseRequest(3)),
        (3, LeaseRequest(3)),
        (0, LeaseRequest(2, leaving=True)),
    ]:
        timed.now += seconds
        counts.append((await timed.exchange(ask)).workers)
    assert counts == [1, 2, 3, 2, 1]


GARBAGE = ["", "nonsense", "nan", "inf", "-inf", "1e400", "-1e300", "1e300", "0x7fffffffffffffff", "\x00\xff"]
FIELDS = ["tokens", "at", "paused_until", "epoch", "start", "target", "hold", "age", "doubts", "served", "stood"]
FIELDS += ["refused_at", "second", "current", "before", "limit", "told_at", "expected", "returning_until"]


@pytest.mark.parametrize("field", FIELDS)
async def test_garbage_in_a_field_holds_nobody_up(redis: Redis, field: str) -> None:
    store = RedisStore(redis, ["state", "workers"], owner=False)
    for value in GARBAGE:
        for ask in (
            LeaseRequest(1, 50.0),
            LeaseRequest(1, 50.0, served=3, refused=True, epoch=0),
            LeaseRequest(1, 50.0, wanted=3),
        ):
            await store.exchange(ask)
            await redis.hset("state", field, value)
            answer = await store.exchange(ask)
            assert answer.rate is not None
            assert 1 <= answer.rate <= 50
            assert answer.paused == 0
            assert abs(answer.tokens) < 1e3 or field == "tokens"
        await redis.flushall()


VALUES = ["-1000000", "-1e5", "-1", "0", "1e-300", "1e-6", "0.005", "1", "1e3", "1e6", "999999999", "nan", "-1e300"]


@pytest.mark.slow
@pytest.mark.parametrize("value", VALUES)
async def test_no_number_in_any_field_holds_requests_up_for_long(redis: Redis, value: str) -> None:
    """But the moment until which the service asked for a pause."""
    for field in {*FIELDS, "served_at"} - {"paused_until"}:
        timed = Timed(redis)
        for _ in range(3):
            await timed.exchange(LeaseRequest(1, 50.0, wanted=2, served=2))
            timed.now += 0.1
        await redis.hset("state", field, value)
        written_at, granted = timed.now, 0
        while granted < 10:
            granted += (await timed.exchange(LeaseRequest(1, 50.0, wanted=2, served=2))).granted
            timed.now += 0.05
            assert timed.now - written_at < (11 if field == "limit" else 3), field
        await redis.flushall()


async def test_a_program_with_an_absurd_limit_does_not_stop_the_others(redis: Redis) -> None:
    timed = Timed(redis)
    assert (await timed.exchange(LeaseRequest(1, 1e-300, wanted=1))).rate == 0.01
    timed.now += 10.5
    assert (await timed.exchange(LeaseRequest(2, 50.0, wanted=1))).rate == 50


async def test_what_a_pause_and_an_outage_last_teaches_nothing(redis: Redis) -> None:
    timed = Timed(redis)
    await timed.exchange(LeaseRequest(1, served=30))
    learnt = await timed.exchange(LeaseRequest(1, refused=True, pause=45.0))
    for seconds in [45.1, *[0.5] * 100]:
        timed.now += seconds
        after = await timed.exchange(LeaseRequest(1, wanted=500))
        assert learnt.rate is not None
        assert after.rate is not None
        assert after.rate <= learnt.rate * 1.2
    assert after.paused == 0


async def test_a_pause_that_was_written_into_redis_is_no_longer_than_an_hour(redis: Redis) -> None:
    store = RedisStore(redis, ["state", "workers"], owner=False)
    await store.exchange(LeaseRequest(1, 50.0, pause=1e12))
    assert 3590 < (await store.exchange(LeaseRequest(1, 50.0))).paused <= 3600
    await redis.hset("state", "paused_until", "9e9")
    assert (await store.exchange(LeaseRequest(1, 50.0))).paused == 0


async def test_workers_of_the_future_are_not_counted(redis: Redis) -> None:
    store = RedisStore(redis, ["state", "workers"], owner=False)
    await redis.zadd("workers", {f"x{number}": 9e9 for number in range(50)})
    await redis.zadd("workers", {f"y{number}": 1.0 for number in range(50)})
    assert (await store.exchange(LeaseRequest(1))).workers == 1


async def test_a_clock_of_redis_that_is_set_back_holds_nobody_up(redis: Redis) -> None:
    timed = Timed(redis)
    await timed.exchange(LeaseRequest(1, 50.0, wanted=5, pause=2.0))
    timed.now -= 3600
    answer = await timed.exchange(LeaseRequest(1, 50.0, wanted=5))
    assert (answer.paused, answer.rate) == (0, 50) or answer.paused <= 3600
    timed.now += 5
    assert (await timed.exchange(LeaseRequest(1, 50.0, wanted=5))).granted > 0 or answer.paused > 0


async def test_keys_expire_and_outlive_the_longest_pause(redis: Redis) -> None:
    store = RedisStore(redis, ["state", "workers"], owner=False)
    await store.exchange(LeaseRequest(1))
    assert 3600 < await redis.ttl("state") <= 7200
    assert 10 < await redis.ttl("workers") <= 60
    assert sorted(await redis.keys()) == [b"state", b"workers"]


@pytest.mark.parametrize(
    "answer",
    [
        None,
        b"OK",
        [],
        [b"1"] * 8,
        [b"x"] * 9,
        [b"nan"] * 9,
        [b"1", b"5", b"-3", b"0", b"0", b"0", b"1", b"0", b"1"],
        [b"1", b"5", b"50", b"0", b"1e9", b"0", b"1", b"0", b"1"],
        [b"1", b"5", b"50", b"0", b"0", b"0", b"0", b"0", b"1"],
        [b"1", b"-1e9", b"50", b"0", b"0", b"0", b"1", b"0", b"1"],
        [b"-1", b"5", b"50", b"0", b"0", b"0", b"1", b"0", b"1"],
        [b"1", b"5", b"50", b"0", b"0", b"-1", b"1", b"0", b"1"],
        [b"1", b"5", b"50", b"0", b"0", b"0", b"1", b"inf", b"1"],
        [b"1", b"5", b"50", b"0", b"0", b"0", b"1", b"0", b"-1"],
        [b"1", b"5", b"0", b"0", b"0", b"0", b"1", b"0", b"1"],
    ],
    ids=range(15),
)
def test_an_answer_that_cannot_be_is_refused(answer: object) -> None:
    with pytest.raises((ValueError, OverflowError, TypeError)):
        _answer(answer)


def test_numbers_only_go_to_the_script() -> None:
    for value in _arguments(LeaseRequest(2**52 - 1, limit=math.inf, burst=1e300, pause=1e300, refused=True)):
        assert math.isfinite(float(value))
