"""Eight processes that share one limit through Redis: how much of it they reach together, and a restart of Redis.

It needs `redis-server`, which it starts itself. Run it with `python -m benchmarks.shared_budget`.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from attrs import frozen

from basespace_async import BaseSpace, BaseSpaceError, RateLimit, RedisBudget, RetryPolicy

from .report import Goal, Section, Table, text
from .service import Service, simulated

WORKERS, TASKS = 8, 8
RATES = (50, 200)
LEAST_SHARE = 0.95


@frozen
class Found:
    """What one process was answered.

    Attributes:
        served, refused: when each answer came, on the machine's clock.
        failed: calls that raised an error.
        warnings: outages that it noticed.
    """

    served: list[float]
    refused: list[float]
    failed: int
    warnings: int


@frozen
class _Case:
    name: str
    rate: int
    told: bool
    restarted: bool = False


class _Redis:
    """A redis-server on a socket in a folder, in memory only."""

    def __init__(self, folder: Path) -> None:
        self._socket = folder / "redis.sock"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"unix://{self._socket}"

    def start(self) -> None:
        options = ["--port", "0", "--unixsocket", str(self._socket), "--save", "", "--dir", str(self._socket.parent)]
        self._process = subprocess.Popen(["redis-server", *options], stdout=subprocess.DEVNULL)

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()


@contextmanager
def _redis() -> Iterator[_Redis]:
    with tempfile.TemporaryDirectory() as folder:
        server = _Redis(Path(folder))
        server.start()
        time.sleep(0.5)
        try:
            yield server
        finally:
            server.stop()


def ask(service: Service, redis: str, rate: int | None, begins: float, seconds: float) -> Found:
    """Ask as fast as the rate limit allows, from `begins` on."""
    return asyncio.run(_ask(service, redis, rate, begins, seconds))


async def _ask(service: Service, redis: str, rate: int | None, begins: float, seconds: float) -> Found:
    warnings: list[logging.LogRecord] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = warnings.append  # type: ignore[method-assign, assignment]
    logging.getLogger("basespace_async.budget").addHandler(handler)
    served: list[float] = []
    refused: list[float] = []
    failed = 0
    async with BaseSpace(
        service.token,
        server=service.url,
        rate_limit=RateLimit(rate=rate),
        shared_budget=RedisBudget(redis, workers=WORKERS),
        retry=RetryPolicy(max_retries=100),
        on_response=lambda event: (refused if event.status == 429 else served).append(time.time()),
    ) as basespace:
        await asyncio.sleep(begins - time.time())

        async def work() -> None:
            nonlocal failed
            while time.time() < begins + seconds:
                try:
                    await basespace.users.current()
                except BaseSpaceError:
                    failed += 1

        await asyncio.gather(*(work() for _ in range(TASKS)))
    return Found(served, refused, failed, len(warnings))


def _measured(case: _Case, seconds: float) -> list[str | float]:
    context = multiprocessing.get_context("spawn")
    with (
        _redis() as redis,
        simulated(biosamples=1, rate_limit=case.rate) as service,
        ProcessPoolExecutor(WORKERS, mp_context=context) as pool,
    ):
        begins = time.time() + 8  # when all have started
        told = case.rate if case.told else None
        waiting = [pool.submit(ask, service, redis.url, told, begins, seconds) for _ in range(WORKERS)]
        restart = threading.Thread(target=_restart, args=(redis, begins + seconds / 2))
        if case.restarted:
            restart.start()
        found = [each.result() for each in waiting]
        if case.restarted:
            restart.join()
    return _row(case, found, begins, seconds)


def _restart(redis: _Redis, at: float) -> None:
    time.sleep(max(0.0, at - time.time()))
    redis.stop()
    time.sleep(2)
    redis.start()


def _row(case: _Case, found: Sequence[Found], begins: float, seconds: float) -> list[str | float]:
    since, until = begins + 1, begins + seconds
    served = sorted(at for each in found for at in each.served if since <= at < until)
    refused = sum(since <= at < until for each in found for at in each.refused)
    first = sum(at < since for each in found for at in each.refused)
    share = len(served) / (case.rate * (until - since))
    failed, warnings = sum(each.failed for each in found), sum(each.warnings for each in found)
    return [case.name, case.rate, share, _most(served) / case.rate, refused / len(served), first, failed, warnings]


def _most(times: Sequence[float]) -> int:
    """Return the most of them in a second."""
    first = most = 0
    for last, at in enumerate(times):
        while times[first] < at - 1:
            first += 1
        most = max(most, last - first + 1)
    return most


def measure(quick: bool) -> Section:
    """Measure eight processes: told the rate, learning it, and with Redis restarted midway."""
    title = "A rate limit shared through Redis"
    if shutil.which("redis-server") is None:
        return Section(title, "Not measured: there is no redis-server here.", [])
    seconds, rates = (6.0, RATES[:1]) if quick else (20.0, RATES)
    cases = [_Case("told", rate, told=True) for rate in rates]
    cases += [_Case("told, Redis restarted", rate, told=True, restarted=True) for rate in rates]
    cases += [] if quick else [_Case("learnt", rate, told=False) for rate in rates]
    rows = [_measured(case, seconds) for case in cases]
    return Section(title, _about(seconds), [_table(rows)], _goals(rows))


def _about(seconds: float) -> str:
    return (
        f"{WORKERS} processes with {TASKS} tasks each call `users.current()` for {seconds:g} s as fast as their shared "
        "rate limit allows, of one service that allows so many requests a second. Processes, service and Redis share "
        "the machine's cores. Shares are of what all were served after the first second; *most in a second* is of any "
        "time of one second. *Restarted*: Redis is killed midway and is back, empty, after two seconds."
    )


def _table(rows: Sequence[Sequence[str | float]]) -> Table:
    columns = ("allowed", "reached", "most in a second", "429s", "429s in the first second", "failed", "warnings")
    return Table(
        columns,
        [
            (
                f"{rate:,}/s, {name}",
                f"{share:.1%}",
                f"{most:.0%}",
                f"{refused:.2%}",
                f"{first}",
                f"{failed}",
                f"{warnings}",
            )
            for name, rate, share, most, refused, first, failed, warnings in rows
        ],
    )


def _goals(rows: Sequence[Sequence[str | float]]) -> list[Goal]:
    shares = [float(row[2]) for row in rows if "restarted" not in str(row[0])]
    refused = [float(row[4]) for row in rows if "told" in str(row[0])]
    failed = sum(int(row[6]) for row in rows)
    return [
        Goal(
            f"{LEAST_SHARE:.0%} of the one limit, reached by {WORKERS} processes together",
            f"at least {min(shares):.1%}",
            min(shares) >= LEAST_SHARE,
            "A machine whose cores are all busy lets its timers be late.",
        ),
        Goal(
            "no 429 where the rate is told, and no call that fails, with Redis restarted or not",
            f"at most {max(refused):.2%} of 429s, {failed} calls failed",
            max(refused) == 0 and not failed,
            "A process that is alone for a moment does not know what the others send.",
        ),
    ]


if __name__ == "__main__":
    print(text(measure(quick=False)))
