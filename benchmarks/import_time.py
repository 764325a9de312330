"""Import time of basespace_async, as a ratio to importing aiohttp and httpx, in the same run.

Each import is timed in fresh interpreters, in turn, so that a slow moment of the machine meets all of them.
The goal is a ratio of at most 1.5.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys

REFERENCE = "import aiohttp, httpx"
CASES = {
    "aiohttp + httpx": REFERENCE,
    "basespace_async, its client": "from basespace_async import BaseSpace",
    "basespace_async, one operation decoded": (
        "import basespace_async\n"
        "from basespace_async import converter\n"
        "from basespace_openapi.api.biosamples import get_biosample\n"
        "converter.decode(b'{\"Id\": \"1\"}', get_biosample.request('1').result_type)"
    ),
}
TIMED = "import time; started = time.perf_counter()\n{code}\nprint(time.perf_counter() - started)"


def seconds(code: str) -> float:
    """Seconds that `code` takes in a fresh interpreter, the interpreter's own start left out."""
    run = subprocess.run([sys.executable, "-c", TIMED.format(code=code)], capture_output=True, text=True, check=True)
    return float(run.stdout)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--limit", type=float, default=1.5, help="largest ratio that passes")
    arguments = parser.parse_args()
    times: dict[str, list[float]] = {name: [] for name in CASES}
    for code in CASES.values():
        seconds(code)  # writes the bytecode files
    for _ in range(arguments.runs):
        for name, code in CASES.items():
            times[name].append(seconds(code))
    reference = statistics.median(times["aiohttp + httpx"])
    print(f"median of {arguments.runs} fresh interpreters, with the middle half's range")
    ratios = {}
    for name, values in times.items():
        low, middle, high = statistics.quantiles(values, n=4)
        ratios[name] = middle / reference
        print(f"{name:42} {middle * 1e3:6.1f} ms ({low * 1e3:.1f} to {high * 1e3:.1f})  {ratios[name]:.2f}x")
    return 0 if max(ratios.values()) <= arguments.limit else 1


if __name__ == "__main__":
    sys.exit(main())
