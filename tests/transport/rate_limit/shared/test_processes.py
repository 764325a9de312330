"""Eight processes and one token: one limit, also where Redis is restarted midway."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from typing import Any

from basespace_async.simulator import Simulator
from tests.support.paths import ROOT
from tests.support.redis_server import RedisServer, needs_redis_server, redis_server

pytestmark = needs_redis_server

WORKERS, RATE, SECONDS = 8, 50, 9
DELAY = 30  # seconds at most that a busy machine holds processes up


def run_together(
    simulator: Simulator, server: RedisServer, rate: float, seconds: float
) -> tuple[list[dict[str, Any]], list[int]]:
    """What came of each process, and what the simulator had answered by each tenth of a second."""
    arguments = [simulator.url, simulator.token, server.url, str(rate), str(seconds)]
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
    answered: list[int] = []
    try:
        for worker in workers:
            assert worker.stdout is not None
            assert worker.stdout.readline() == "ready\n"
        for worker in workers:
            assert worker.stdin is not None
            worker.stdin.write("\n")
            worker.stdin.flush()
        ends_at = time.monotonic() + seconds
        while time.monotonic() < ends_at:
            answered.append(simulator.statistics.requests)
            time.sleep(0.1)
        outputs = [worker.communicate(timeout=DELAY)[0] for worker in workers]
    finally:
        for worker in workers:
            worker.kill()
            worker.communicate()
    return [json.loads(output) for output in outputs], answered


def test_eight_processes_reach_one_limit_never_exceed_it_and_outlive_a_restart_of_redis() -> None:
    with redis_server() as server, Simulator(biosamples=1, rate_limit=RATE).in_thread() as simulator:
        before = 5 * RATE

        def restart() -> None:
            while simulator.statistics.requests < before:
                time.sleep(0.02)
            server.stop()
            time.sleep(0.7)
            server.start()

        midway = threading.Thread(target=restart)
        midway.start()
        found, answered = run_together(simulator, server, RATE, SECONDS)
        midway.join()
    assert [worker["failed"] for worker in found] == [[]] * WORKERS
    for worker in found:
        assert ["cannot be reached" in line for line in worker["log"]] == [True, False]
        assert worker["shared"]
        assert worker["requests"] > RATE * SECONDS / WORKERS / 3
    assert sum(worker["throttled"] for worker in found) < 0.03 * answered[-1]
    second = 10  # of these counts
    whole = next(number for number, count in enumerate(answered) if count >= before)
    assert answered[whole] - answered[second] >= 0.95 * RATE * (whole - second) / second
    assert answered[-1] >= 0.9 * RATE * SECONDS
    for first, last in zip(answered, answered[2 * second :], strict=False):
        assert last - first <= RATE * 2.2 + RATE / 2
