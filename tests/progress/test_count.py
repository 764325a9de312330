"""Rates and the time that is left, by a clock that the test moves."""

from __future__ import annotations

import pytest

from basespace_async.progress.count import WINDOW, Count


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def grow(count: Count, clock: Clock, *, seconds: int, by: float) -> None:
    for _ in range(seconds):
        clock.now += 1
        count.add(by)


def test_nothing_is_said_of_a_rate_before_a_second_has_passed(clock: Clock) -> None:
    count = Count(100, clock)
    clock.now += 0.9
    count.add(50)
    assert (count.per_second, count.average, count.seconds_left) == (None, None, None)
    clock.now += 0.1
    assert (count.per_second, count.average, count.seconds_left) == (50, 50, 1)


def test_a_steady_rate_is_told_exactly(clock: Clock) -> None:
    count = Count(1000, clock)
    grow(count, clock, seconds=12, by=5)
    assert count.per_second == pytest.approx(5)
    assert count.seconds_left == pytest.approx((1000 - 60) / 5)


def test_the_rate_is_that_of_the_last_half_minute(clock: Clock) -> None:
    count = Count(100_000, clock)
    grow(count, clock, seconds=100, by=100)
    grow(count, clock, seconds=15, by=10)
    assert count.per_second == pytest.approx((15 * 100 + 15 * 10) / 30)
    grow(count, clock, seconds=15, by=10)
    assert count.per_second == pytest.approx(10)
    assert count.average == pytest.approx((100 * 100 + 30 * 10) / 130)


def test_a_stall_is_noticed_though_nothing_is_counted(clock: Clock) -> None:
    count = Count(10_000, clock)
    grow(count, clock, seconds=60, by=10)
    clock.now += 15
    assert count.per_second == pytest.approx(5)
    clock.now += 15
    assert count.per_second == 0
    assert count.seconds_left is None


def test_many_small_steps_cost_no_memory_and_no_exactness(clock: Clock) -> None:
    count = Count(None, clock)
    for _ in range(100_000):
        clock.now += 0.001
        count.add(2)
    assert len(count._points) <= WINDOW + 2
    assert count.per_second == pytest.approx(2000, rel=0.05)


def test_an_unknown_total_has_no_end_and_a_complete_count_no_time_left(clock: Clock) -> None:
    count = Count(None, clock)
    grow(count, clock, seconds=10, by=1)
    assert (count.complete, count.seconds_left) == (False, None)
    count.total = 10
    assert (count.complete, count.seconds_left) == (True, 0)
    count.total = 11
    assert (count.complete, count.seconds_left) == (False, pytest.approx(1))


def test_a_count_that_goes_back_has_no_negative_rate(clock: Clock) -> None:
    count = Count(10, clock)
    clock.now += 5
    count.add(-3)
    assert (count.done, count.per_second, count.seconds_left) == (-3, 0, None)


def test_the_time_of_an_ended_count_stands_still(clock: Clock) -> None:
    count = Count(10, clock)
    grow(count, clock, seconds=4, by=1)
    count.end()
    clock.now += 100
    assert (count.elapsed, count.average, count.per_second) == (4, 1, 1)
    count.end()
    assert count.elapsed == 4
