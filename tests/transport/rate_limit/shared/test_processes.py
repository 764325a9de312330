"""Eight processes and one token: one limit, also where Redis is restarted midway."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from typing import Any

import pytest

from basespace_async.simulator import Simulator
from tests.support.paths import ROOT
from tests.support.redis_server import RedisServer, redis_server

pytestmark = [pytest.mark.redis, pytest.mark.slow]

WORKERS, RATE, REQUESTS = 8, 50, 50
OUTAGE = range(150, 250)  # requests answered when Redis stops, and when it starts again
PATIENCE = 300  # seconds after which the processes hang


def run_together(simulator: Simulator, server: RedisServer) -> list[dict[str, Any]]:
    """What came of each process."""
    arguments = [simulator.url, simulator.token, server.url, str(RATE), str(REQUESTS)]
    workers = [
        subprocess.Popen(
            [sys.executable, "-W", "error", "-m", "tests.support.shared_rate_limit_worker", *arguments],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        for _ in range(WORKERS)
    ]
    try:
        for worker in workers:
            assert worker.stdout is not None
            assert worker.stdout.readline() == "ready\n"
        for worker in workers:
            assert worker.stdin is not None
            worker.stdin.write("\n")
            worker.stdin.flush()
        outputs = [worker.communicate(timeout=PATIENCE)[0] for worker in workers]
    finally:
        for worker in workers:
            worker.kill()
            worker.communicate()
    return [json.loads(output) for output in outputs]


def test_eight_processes_keep_to_one_limit_together_and_outlive_a_restart_of_redis() -> None:
    with redis_server() as server, Simulator(biosamples=1, rate_limit=RATE).in_thread() as simulator:
        given_up = threading.Event()

        def wait_until_answered(requests: int) -> None:
            while simulator.statistics.requests < requests and not given_up.wait(0.02):
                continue

        def restart() -> None:
            wait_until_answered(OUTAGE.start)
            server.stop()
            wait_until_answered(OUTAGE.stop)
            server.start()

        midway = threading.Thread(target=restart)
        midway.start()
        began = time.monotonic()
        try:
            found = run_together(simulator, server)
        finally:
            given_up.set()
            midway.join()
        lasted = time.monotonic() - began
    assert [worker["failed"] for worker in found] == [[]] * WORKERS
    logs = [["cannot be reached" in line for line in worker["log"]] for worker in found]
    for log in logs:
        assert log == [True, False][: len(log)], "once lost, and once found again"
    assert sum(map(len, logs)) > 0
    answered, throttled = simulator.statistics.requests, sum(worker["throttled"] for worker in found)
    assert answered - throttled == WORKERS * REQUESTS
    assert answered <= RATE * (lasted * 1.1 + 1)
    assert throttled < 0.1 * answered
