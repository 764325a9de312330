"""Harvests and downloads that are killed (SIGKILL) anywhere, also while they resume, and what the next one makes of it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any

from attrs import frozen

from basespace_async.harvest import TABLES
from basespace_async.simulator import Clock, Fault, Simulator
from tests.support.chaos.judging import WrongError, check_files, check_harvest, content_of
from tests.support.chaos.runs import START, Outcome, limited
from tests.support.chaos.workloads import PART, add_large_files, bytes_kept, check_interrupted

CHILD = Path(__file__).with_name("child.py")
FAULTS = (Fault("reset_after", probability=0.03), Fault("truncate", origin="store", probability=0.05))
RETRY = {"initial_backoff": 0.004, "max_backoff": 0.05, "max_retries": 6}


@frozen
class Job:
    """Work for processes that are killed.

    Attributes:
        simulator: the service.
        kind: `harvest` or `download`.
        folder: that it writes.
        how: options of the call.
        project: that is downloaded.
        by_command_line: whether the command line does it, or a program.
    """

    simulator: Simulator
    kind: str
    folder: Path
    how: Mapping[str, Any]
    project: str
    by_command_line: bool

    def command(self, kill_after_requests: int | None = None) -> list[str]:
        """What is run; through the package it can kill itself, when it has sent so many requests."""
        return self._command_line() if self.by_command_line else self._program(kill_after_requests)

    def _program(self, kill_after_requests: int | None) -> list[str]:
        options = {
            "server": self.simulator.url,
            "token": self.simulator.token,
            "kind": self.kind,
            "folder": str(self.folder),
            "how": dict(self.how),
            "project": self.project,
            "retry": RETRY,
            "kill_after_requests": kill_after_requests,
        }
        return [sys.executable, str(CHILD), json.dumps(options)]

    def _command_line(self) -> list[str]:
        command = [sys.executable, "-m", "basespace_async.cli"]
        if self.kind == "harvest":
            command += ["harvest", "--to", str(self.folder)]
            command += [part for name in self.how["tables"] for part in ("--table", name)]
        else:
            command += ["download", "project", self.project, "--to", str(self.folder)]
        options = {name: value for name, value in self.how.items() if name != "tables"}
        return command + [
            part for name, value in options.items() for part in (f"--{name.replace('_', '-')}", str(value))
        ]

    def environment(self) -> dict[str, str]:
        """The address and the token, for the command line; and the package, as it is imported here."""
        own = {"BASESPACE_API_SERVER": self.simulator.page, "BASESPACE_ACCESS_TOKEN": self.simulator.token}
        return {**os.environ, **own, "PYTHONPATH": os.pathsep.join(sys.path)}


def run_kills(seed: int, kind: str, folder: Path, *, kills: int, seconds: float = 120.0) -> Outcome:
    """Kill the same work several times, and let it go on each time; at its end, all is exact.

    Args:
        seed: of where it is killed.
        kind: `harvest` or `download`, with `killed ` before it.
        folder: an empty one.
        kills: how many at least, over as many rounds as that needs.
        seconds: after which it is a hang.
    """
    outcome, random, started = Outcome(seed, kind), Random(f"{kind} {seed}"), time.monotonic()
    try:
        asyncio.run(_rounds(outcome, random, folder, kills, seconds))
    except WrongError as error:
        outcome.problem = str(error)
    except Exception as error:  # noqa: BLE001
        outcome.problem = f"not an error of the package: {error!r}"
    outcome.seconds = time.monotonic() - started
    return outcome


async def _rounds(outcome: Outcome, random: Random, folder: Path, kills: int, seconds: float) -> None:
    number = 0
    async with limited(seconds):
        while outcome.kills < kills:
            number += 1
            place = folder / f"round-{number}"
            place.mkdir()
            await _round(outcome, Random(f"{outcome.kind} {outcome.seed} {number}"), place, kills - outcome.kills)


async def _round(outcome: Outcome, random: Random, folder: Path, most: int) -> None:
    """One folder: killed a few times in turn, and then finished and judged."""
    by_command_line = random.random() < 0.4
    outcome.weather = "command line" if by_command_line else "program"
    simulator = Simulator(
        biosamples=random.choice([6, 13]),
        seed=random.randrange(1000),
        clock=Clock(START, still=True),
        latency=random.choice([0, 0.002]),
        # The command line's waits before it tries again are long.
        faults=() if by_command_line or random.random() < 0.5 else FAULTS,
    )
    with simulator.in_thread():
        kind = outcome.kind.removeprefix("killed ")
        project = next(iter(simulator.world.projects))
        job = Job(simulator, kind, folder / "work", _how(kind, random), project, by_command_line)
        judge = _Downloads(job, random) if kind == "download" else _Harvests(job)
        for _ in range(min(most, random.choice([1, 2, 3]))):
            if not await _killed(job, random):
                break
            outcome.kills += 1
            judge.after_kill()
        judge.before_end()
        await _ended(job, await _started(job, None))
        judge.at_end()
        outcome.requests += simulator.statistics.requests
        outcome.faults.update(simulator.statistics.faults)


def _how(kind: str, random: Random) -> dict[str, Any]:
    concurrency = random.choice([2, 8])
    if kind == "download":
        return {"part_size": PART, "concurrency": concurrency}
    tables = random.choice([list(TABLES), ["projects", "biosamples", "datasets", "files", "runs"]])
    # No dataset has more files than a page.
    how = {"format": random.choice(["jsonl", "parquet"]), "page_size": random.choice([5, 10])}
    return {"tables": tables, "concurrency": concurrency, **how}


class _Harvests:
    """What a harvest that is killed must have."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._kills = 0

    def after_kill(self) -> None:
        """Whoever reads the tables meanwhile finds no row twice."""
        self._kills += 1
        check_interrupted(self._job.folder)

    def before_end(self) -> None:
        """Nothing to be noted."""

    def at_end(self) -> None:
        """All is there, and little was asked for twice: what was under way at each kill."""
        simulator, job = self._job.simulator, self._job
        check_harvest(job.folder, job.how["tables"], simulator.world)
        asked = simulator.statistics.by_operation["GET /datasets/{id}/files"]
        most = len(simulator.world.datasets) + self._kills * 2 * job.how["concurrency"]
        if not simulator.faults and asked > most:
            raise WrongError(f"files were asked for {asked} times, {most} times are enough")


class _Downloads:
    """What a download that is killed must have."""

    def __init__(self, job: Job, random: Random) -> None:
        world = job.simulator.world
        datasets = [each for each in world.datasets.values() if each.project_id == job.project]
        add_large_files(world, datasets, random)
        self._job = job
        self._expected = content_of(world, datasets)

    def after_kill(self) -> None:
        """What has its name is whole."""
        check_files(self._job.folder, self._expected)

    def before_end(self) -> None:
        """What need not be fetched again is noted."""
        self._kept = sum(bytes_kept(self._job.folder).values())
        self._served = self._job.simulator.statistics.bytes_served

    def at_end(self) -> None:
        """All is there, nothing else lies there, and what was there was not fetched again."""
        check_files(self._job.folder, self._expected, steady=self._expected)
        simulator = self._job.simulator
        fetched = simulator.statistics.bytes_served - self._served
        most = sum(map(len, self._expected.values())) - self._kept
        if not simulator.faults and fetched > most:
            raise WrongError(f"{fetched} bytes were fetched after the last kill, {most} were missing")


async def _killed(job: Job, random: Random) -> bool:
    """Begin, and kill at some request or a little later; whether it was still at work then."""
    at = random.randint(0, 40 if job.kind == "harvest" else 12)
    wait = random.choice([0.0, random.uniform(0, 0.01), random.uniform(0, 0.1)])
    by_itself = not job.by_command_line and at > 0 and random.random() < 0.3
    process = await _started(job, at if by_itself else None)
    if not by_itself:
        await _at_work(job, process, job.simulator.statistics.requests + at)
        await asyncio.sleep(wait)
        with contextlib.suppress(ProcessLookupError):
            process.kill()
    return await _ended(job, process) == -signal.SIGKILL


async def _at_work(job: Job, process: asyncio.subprocess.Process, requests: int) -> None:
    """Wait until there is a folder, and the service has had so many requests; or until the process has ended."""
    counts = job.simulator.statistics
    while process.returncode is None and not (job.folder.exists() and counts.requests >= requests):  # noqa: ASYNC110
        await asyncio.sleep(0.0005)


async def _started(job: Job, kill_after_requests: int | None) -> asyncio.subprocess.Process:
    command = job.command(kill_after_requests)
    return await asyncio.create_subprocess_exec(
        *command, env=job.environment(), stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE
    )


async def _ended(job: Job, process: asyncio.subprocess.Process) -> int:
    """How a process ended: well, or killed.

    Raises:
        WrongError: it failed.
    """
    _, errors = await process.communicate()
    assert process.returncode is not None
    if process.returncode not in (0, -signal.SIGKILL):
        raise WrongError(f"a {job.kind} that goes on failed: {errors.decode()[-800:]}")
    return process.returncode
