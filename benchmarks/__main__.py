"""Runs the benchmarks, all or those that are named, and writes down what they find."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import cast

from .report import Section, document, text

NAMES = (
    "request_cost",
    "decoding",
    "pagination",
    "event_loop",
    "memory",
    "downloads",
    "fastqs",
    "networks",
    "dask",
    "uploads",
    "harvest_cost",
    "harvest",
    "start_up",
    "rate_limit",
)
_NOT_QUICK = ("fastqs", "networks", "dask", "uploads")  # many clients, each a process of its own


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=f"of {', '.join(NAMES)}; all where none is given")
    parser.add_argument("--quick", action="store_true", help="fewer and shorter runs, to see that all work")
    parser.add_argument("--results", type=Path, help="write what is found into this file")
    arguments = parser.parse_args()
    unknown = set(arguments.names) - set(NAMES)
    if unknown:
        parser.error(f"there is no benchmark {unknown.pop()!r}; there are {', '.join(NAMES)}")
    started = time.monotonic()
    sections = []
    chosen = arguments.names or [name for name in NAMES if not (arguments.quick and name in _NOT_QUICK)]
    for name in chosen:
        began = time.monotonic()
        measure = cast("Callable[[bool], Section]", import_module(f".{name}", __package__).measure)
        sections.append(measure(arguments.quick))
        print(text(sections[-1]))
        print(f"({name} took {time.monotonic() - began:.0f} s)\n", flush=True)
    took = time.monotonic() - started
    print(f"all in {took:.0f} s")
    if arguments.results is not None:
        command = "make bench-quick" if arguments.quick else "make bench"
        arguments.results.write_text(document(sections, command=command, took=took))


if __name__ == "__main__":
    main()
