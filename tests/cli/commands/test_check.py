from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from basespace_async.simulator import Simulator
from tests.support.command_line import TOKEN, Invoke
from tests.support.deviations import SEEDED, deviate
from tests.support.whole_account import fill


@pytest.fixture(scope="module")
def whole_account() -> Iterator[Simulator]:
    with Simulator(biosamples=8, seed=1, token=TOKEN).in_thread() as simulator:
        fill(simulator)
        yield simulator


def test_nothing_differs_and_nothing_is_written(whole_account: Simulator, invoke: Invoke) -> None:
    changes = dict(whole_account.statistics.changes)
    result = invoke("check", on=whole_account)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "0 differences" in result.stderr
    assert dict(whole_account.statistics.changes) == changes
    methods = [operation.partition(" ")[0] for operation in whole_account.statistics.by_operation]
    assert methods.count("GET") > 80


@pytest.mark.slow
def test_an_empty_account_is_told_of(invoke: Invoke) -> None:
    with Simulator(biosamples=0, token=TOKEN).in_thread() as empty:
        result = invoke("check", on=empty)
    assert (result.exit_code, result.stdout) == (0, ""), result.stdout
    assert "not seen: GET /biosamples: the list is empty; its items, orders and pages were not seen" in result.stderr
    assert "not seen: GET /biosamples/{id}: nothing of this kind was found in the account" in result.stderr


@pytest.mark.slow
def test_what_differs_is_a_table_a_report_and_recordings(own: Simulator, invoke: Invoke, tmp_path: Path) -> None:
    fill(own)
    deviate(own, *SEEDED)
    report, folder = tmp_path / "report.json", tmp_path / "recordings"
    result = invoke("check", "--json", "--report", str(report), "--record", str(folder), on=own)
    assert result.exit_code == 11, result.stderr
    printed = [json.loads(line) for line in result.stdout.splitlines()]
    assert {"Operation", "Place", "Expected", "Seen"} == set(printed[0])
    reported = json.loads(report.read_text())
    assert len(reported["differences"]) == len(printed) >= 20
    assert "error: the service differs from the OpenAPI document in" in result.stderr
    files = {path.name for path in folder.iterdir()}
    assert {"biosamples.json", "biosamples-id.json", "runs-id-files.json", "without-a-token.json"} <= files


def test_a_refused_token_is_no_difference(own: Simulator, invoke: Invoke) -> None:
    result = invoke("check", on=SimpleNamespace(url=own.url, token="another-token-0123456789"))
    assert (result.exit_code, result.stdout) == (3, "")


def test_a_service_that_is_not_there_is_no_difference(invoke: Invoke) -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))  # nobody else can listen there meanwhile
        address = SimpleNamespace(url=f"http://127.0.0.1:{deaf.getsockname()[1]}/v2", token=TOKEN)
        result = invoke("check", "--quiet", on=address)
    assert (result.exit_code, result.stdout) == (5, "")
