"""What the benchmarks measure with: processes on cores of their own, repeated runs in turn, and their spread."""

from __future__ import annotations

import gc
import multiprocessing
import os
import platform
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from importlib.metadata import version
from pathlib import Path
from typing import ParamSpec, TypeVar

from attrs import frozen

P = ParamSpec("P")
T = TypeVar("T")

SERVER_CORE, CLIENT_CORE = 0, 1
_STATUS = Path("/proc/self/status")


@frozen
class Spread:
    """Several measurements of one thing.

    Attributes:
        low, high: where the middle half begins and ends; the least and the most where there are fewer than four.
    """

    low: float
    median: float
    high: float

    @classmethod
    def of(cls, values: Iterable[float]) -> Spread:
        found = sorted(values)
        if len(found) < 4:
            return cls(found[0], statistics.median(found), found[-1])
        low, middle, high = statistics.quantiles(found, n=4, method="inclusive")
        return cls(low, middle, high)

    def text(self, digits: int = 1, scale: float = 1.0) -> str:
        """Return the text, such as `12.3 (11.9–12.8)`."""
        low, median, high = (value * scale for value in (self.low, self.median, self.high))
        return f"{median:,.{digits}f} ({low:,.{digits}f}–{high:,.{digits}f})"


def in_turn(cases: Mapping[str, Callable[[], T]], runs: int) -> dict[str, list[T]]:
    """Run each case so many times, one after the other, so that a slow moment of the machine meets all of them."""
    found: dict[str, list[T]] = {name: [] for name in cases}
    for _ in range(runs):
        for name, case in cases.items():
            found[name].append(case())
    return found


def ratios(values: Iterable[float], references: Iterable[float]) -> Spread:
    """Return each value as a ratio to the reference of the same round."""
    return Spread.of(value / reference for value, reference in zip(values, references, strict=True))


def seconds(work: Callable[[], object]) -> float:
    """Return the seconds that `work` takes once, without what earlier work left to the garbage collector."""
    gc.collect()
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def pin(core: int) -> None:
    """Keep this process on one core, where that can be had."""
    cores = available_cores()
    if cores:
        os.sched_setaffinity(0, {cores[core % len(cores)]})


def available_cores() -> list[int]:
    """Return the cores that this process may use; empty where the system does not say."""
    return sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []


def in_process(work: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T:
    """Call `work` in a fresh process on the client's core. It and its arguments must be picklable."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context, initializer=pin, initargs=(CLIENT_CORE,)) as pool:
        return pool.submit(work, *arguments, **options).result()


def peak_memory() -> float:
    """Return the most memory (RSS) that this process had so far, in MB of 2**20 bytes."""
    if _STATUS.exists():
        # What getrusage says of a fresh process may be its parent's.
        line = next(line for line in _STATUS.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)


def machine() -> list[str]:
    """Describe what the figures depend on: processor, cores, system, and the versions of what is measured."""
    packages = ("aiohttp", "httpx", "orjson", "cattrs", "attrs", "msgspec", "pydantic", "requests")
    return [
        f"{_processor()}, {len(available_cores()) or os.cpu_count()} cores",
        f"{platform.system()} {platform.release()}, {platform.python_implementation()} {platform.python_version()}",
        ", ".join(f"{name} {version(name)}" for name in packages),
    ]


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
