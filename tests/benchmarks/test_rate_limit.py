"""Shares that the benchmark of the rate limit computes."""

from __future__ import annotations

from benchmarks.rate_limit import Answers


def test_a_time_in_which_the_client_stood_still_has_no_refusals() -> None:
    assert Answers(served=[0.1], refused=[0.2]).refusals(0.5, 1.0) == 0


def test_shares_are_of_the_time_that_is_asked_for() -> None:
    answers = Answers(served=[0.1, 0.6, 0.7, 0.8], refused=[0.2, 0.9])
    assert answers.refusals(0.5, 1.0) == 0.25
    assert answers.share(10, 0.5, 1.0) == 0.3
