"""Harvests, downloads and changes under faults, behind proxies that cut, and killed: all must end exact.

    python -m tests.chaos.run_chaos                             # all of it, in less than ten minutes
    python -m tests.chaos.run_chaos --quick                     # some of each, in a minute or two
    python -m tests.chaos.run_chaos --only harvest --seed 137   # one run again

Prints a line for each run that failed, counts while it goes on, and a summary. The exit code is 1 where one failed.
"""

from __future__ import annotations

import argparse
import asyncio
import faulthandler
import json
import logging
import os
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from attrs import frozen

from tests.support.chaos.child import fewer_rows_in_a_part
from tests.support.chaos.kills import run_kills
from tests.support.chaos.runs import Outcome, behind_proxies, behind_repeating_proxies, run, under_faults
from tests.support.chaos.workloads import WORKLOADS

PROCESSES = 2
MAX_LENGTH = 90.0
"""Seconds of a run, after which it hangs."""
GRACE = 15.0
KILLS_EACH = 4
TOLD_EVERY = 20.0


@frozen
class Amount:
    """How many runs of a kind: in all of it, and in the quick form."""

    whole: int
    quick: int


AMOUNTS: Mapping[str, Amount] = {
    "harvest": Amount(100, 12),
    "download": Amount(100, 16),
    "write": Amount(60, 12),
    "upload": Amount(150, 4),
    "proxied harvest": Amount(30, 4),
    "proxied download": Amount(40, 6),
    "proxied write": Amount(20, 4),
    "proxied upload": Amount(50, 2),
    "repeated harvest": Amount(40, 2),
    "repeated download": Amount(40, 2),
    "repeated write": Amount(20, 2),
    "killed harvest": Amount(15, 1),
    "killed download": Amount(10, 1),
}
"""Of the two kinds that are killed, each run has several kills: a hundred in all."""
SETTINGS = {"proxied": behind_proxies, "repeated": behind_repeating_proxies}
SLOW_FIRST = sorted(AMOUNTS, key=lambda kind: not kind.startswith("killed"))


# --- one process ------------------------------------------------------------------------------------------------------


def run_one(kind: str, seed: int) -> Outcome:
    """A run, in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="chaos-") as name:
        folder, workload = Path(name), kind.rpartition(" ")[2]
        if kind.startswith("killed"):
            return run_kills(seed, kind, folder, kills=KILLS_EACH, seconds=MAX_LENGTH)
        setting = SETTINGS.get(kind.partition(" ")[0], under_faults)
        return run(seed, kind, setting, WORKLOADS[workload], folder, seconds=MAX_LENGTH)


def show_stacks() -> None:
    """Write where all threads and tasks of this process are: for a run that does not end, not even by its limit."""
    faulthandler.dump_traceback(file=sys.stderr)
    for loop in _loops():
        for task in asyncio.all_tasks(loop):
            task.print_stack(file=sys.stderr)
    sys.stderr.flush()
    os._exit(70)


def _loops() -> Iterable[asyncio.AbstractEventLoop]:
    import gc

    return [each for each in gc.get_objects() if isinstance(each, asyncio.AbstractEventLoop) and each.is_running()]


def serve() -> None:
    """Do the runs that standard input names, a line of JSON each, and answer each with a line."""
    logging.disable(logging.WARNING)
    fewer_rows_in_a_part()
    for line in sys.stdin:
        kind, seed = json.loads(line)
        watchdog = threading.Timer(MAX_LENGTH + GRACE / 2, show_stacks)
        watchdog.daemon = True
        watchdog.start()
        outcome = run_one(kind, seed)
        watchdog.cancel()
        print(json.dumps(outcome.plain()), flush=True)


# --- all of them ------------------------------------------------------------------------------------------------------


class Chaos:
    """Runs in a few processes, and what came of them."""

    def __init__(self, runs: Iterator[tuple[str, int]], *, verbose: bool) -> None:
        self._runs = runs
        self._verbose = verbose
        self.outcomes: list[Outcome] = []

    async def work(self) -> None:
        """Do runs in another process until there are none; one that hangs is ended, and another one goes on."""
        process = None
        try:
            for kind, seed in self._runs:
                process = process if process is not None and process.returncode is None else await self._start()
                outcome = await self._ask(process, kind, seed)
                self.outcomes.append(outcome)
                if outcome.problem or self._verbose:
                    print(outcome.line(), flush=True)
        finally:
            if process is not None and process.returncode is None:
                with suppress(ProcessLookupError):
                    process.kill()
                await process.wait()

    async def _start(self) -> asyncio.subprocess.Process:
        pipe = asyncio.subprocess.PIPE
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.chaos.run_chaos", "--serve", stdin=pipe, stdout=pipe, limit=1 << 24
        )

    async def _ask(self, process: asyncio.subprocess.Process, kind: str, seed: int) -> Outcome:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps([kind, seed]).encode() + b"\n")
        try:
            async with asyncio.timeout(MAX_LENGTH + GRACE):
                answer = await process.stdout.readline()
        except TimeoutError:
            answer = b""
        if not answer:
            with suppress(ProcessLookupError):  # it may have ended by itself
                process.kill()
            await process.wait()
            return Outcome(seed, kind, problem="it hung, or its process ended; the stacks are above")
        fields: dict[str, Any] = json.loads(answer)
        counts = {name: Counter(fields[name]) for name in ("errors", "faults")}
        return Outcome(**{**fields, **counts})

    async def tell(self, total: int) -> None:
        """Say from time to time how far it is."""
        while True:
            await asyncio.sleep(TOLD_EVERY)
            failed = sum(bool(each.problem) for each in self.outcomes)
            print(f"{len(self.outcomes)} of {total} runs, {failed} failed", flush=True)

    def summary(self, seconds: float) -> str:
        """Counts of all runs."""
        errors, faults = Counter[str](), Counter[str]()
        for each in self.outcomes:
            errors.update(each.errors)
            faults.update(each.faults)
        clean = sum(not each.errors for each in self.outcomes)
        kinds = Counter(each.kind for each in self.outcomes)
        failed = [f"{each.kind} {each.seed}" for each in self.outcomes if each.problem]
        lines = [
            f"{len(self.outcomes)} runs in {seconds:.0f} s: {_listed(kinds)}",
            f"{clean} runs had no error; the others had {sum(errors.values())}, each one of the package's: {_listed(errors)}",
            f"{sum(faults.values())} faults in {sum(each.requests for each in self.outcomes)} requests: {_listed(faults)}",
            f"{sum(each.kills for each in self.outcomes)} processes were killed",
            f"FAILED: {', '.join(failed)}" if failed else "all are exact",
        ]
        return "\n".join(lines)


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.most_common()) or "none"


def chosen_runs(only: str | None, seed: int | None, *, quick: bool) -> list[tuple[str, int]]:
    """Kinds and seeds of the runs."""
    kinds = [kind for kind in SLOW_FIRST if only in (None, kind)]
    if seed is not None:
        return [(kind, seed) for kind in kinds]
    amounts = {kind: AMOUNTS[kind].quick if quick else AMOUNTS[kind].whole for kind in kinds}
    return [(kind, number) for kind in kinds for number in range(amounts[kind])]


async def run_all(runs: list[tuple[str, int]], *, verbose: bool) -> int:
    """Do them all; the exit code."""
    chaos, started = Chaos(iter(runs), verbose=verbose), time.monotonic()
    async with asyncio.TaskGroup() as group:
        telling = group.create_task(chaos.tell(len(runs)))
        async with asyncio.TaskGroup() as working:
            for _ in range(PROCESSES):
                working.create_task(chaos.work())
        telling.cancel()
    print(chaos.summary(time.monotonic() - started))
    return 1 if any(each.problem for each in chaos.outcomes) else 0


def main() -> int:
    """The exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="some of each kind")
    parser.add_argument("--only", choices=sorted(AMOUNTS), help="runs of this kind alone")
    parser.add_argument("--seed", type=int, help="this run alone, of each kind or of the chosen one")
    parser.add_argument("--verbose", action="store_true", help="a line for each run")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve()
        return 0
    runs = chosen_runs(options.only, options.seed, quick=options.quick)
    work = partial(run_all, runs, verbose=options.verbose or options.seed is not None)
    return asyncio.run(work())


if __name__ == "__main__":
    sys.exit(main())
