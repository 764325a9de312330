from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from basespace_async import BaseSpace
from basespace_async.conformance import ConformanceReport, ExchangeLog, check_conformance
from basespace_async.simulator import Simulator
from basespace_async.transport import RateLimit
from tests.support.deviations import SEEDED, Deviation, deviate


async def checked(simulator: Simulator, log: ExchangeLog | None = None) -> ConformanceReport:
    log = log or ExchangeLog()
    limit = RateLimit(rate=10_000)
    async with BaseSpace(simulator.token, server=simulator.url, middleware=[log.wrap], rate_limit=limit) as basespace:
        return await check_conformance(basespace, log)


def finds(report: ConformanceReport, deviation: Deviation) -> bool:
    return any(
        difference.operation == deviation.operation and re.fullmatch(deviation.place, difference.place)
        for difference in report.differences
    )


def missed(report: ConformanceReport, deviations: Sequence[Deviation]) -> list[str]:
    return [deviation.name for deviation in deviations if not finds(report, deviation)]


@pytest.mark.slow
async def test_the_simulator_is_as_documented(whole_account: Simulator) -> None:
    changes = dict(whole_account.statistics.changes)
    report = await checked(whole_account)
    assert list(report.differences) == []
    assert [skipped for skipped in report.unprobed if skipped.failed] == []
    assert len(report.operations) > 80
    assert dict(whole_account.statistics.changes) == changes
    assert not whole_account.statistics.unknown_parameters


@pytest.mark.slow
async def test_seeded_deviations_are_found_and_no_others(whole_account: Simulator) -> None:
    assert len(SEEDED) >= 20
    deviate(whole_account, *SEEDED)
    report = await checked(whole_account)
    assert missed(report, SEEDED) == []
    beside = {"without a token"}  # it asks for the current user, whose answers are no JSON
    assert {difference.operation for difference in report.differences} <= {each.operation for each in SEEDED} | beside
