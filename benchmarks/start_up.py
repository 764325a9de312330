"""What a program waits for before it does anything: imports, the command line, and one request from nothing."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import time
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from .measuring import Spread, in_process, in_turn, ratios
from .report import Goal, Section, Table
from .service import Service, simulated

MAX_IMPORT = 1.5
MAX_WHOAMI = 1.3
BOTH, OURS, DECODED = "aiohttp and httpx", "basespace_async, its client", "basespace_async, one operation decoded"
IMPORTS: Mapping[str, str] = {
    "httpx": "import httpx",
    "aiohttp": "import aiohttp",
    BOTH: "import aiohttp, httpx",
    OURS: "from basespace_async import BaseSpace",
    DECODED: (
        "import basespace_async\n"
        "from basespace_async._codec import converter\n"
        "from basespace_openapi.api.biosamples import get_biosample\n"
        "converter.decode(b'{\"Id\": \"1\"}', get_biosample.request('1').result_type)"
    ),
}
_TIMED = "import time; started = time.perf_counter()\n{code}\nprint(time.perf_counter() - started)"
_HTTPX = "import httpx, os\nprint(httpx.get(os.environ['URL'], headers={'x-access-token': os.environ['TOKEN']}).text)"
_AIOHTTP = """
import aiohttp, asyncio, os
async def main():
    async with aiohttp.ClientSession(headers={"x-access-token": os.environ["TOKEN"]}) as session:
        async with session.get(os.environ["URL"]) as response:
            print(await response.text())
asyncio.run(main())
"""
_COMMAND = str(Path(sysconfig.get_path("scripts")) / "basespace-async")
BARE, WHOAMI, BY_AIOHTTP = "Python alone", "basespace-async whoami", "aiohttp, the same request"
STARTS: Mapping[str, Sequence[str]] = {
    BARE: (sys.executable, "-c", "print()"),
    "basespace-async --version": (_COMMAND, "--version"),
    "basespace-async --help": (_COMMAND, "--help"),
    WHOAMI: (_COMMAND, "whoami"),
    BY_AIOHTTP: (sys.executable, "-c", _AIOHTTP),
    "httpx, the same request": (sys.executable, "-c", _HTTPX),
}


def import_seconds(code: str) -> float:
    """Return the seconds that `code` takes in a fresh interpreter, the interpreter's own start left out."""
    run = subprocess.run([sys.executable, "-c", _TIMED.format(code=code)], capture_output=True, text=True, check=True)
    return float(run.stdout)


def seconds_to_output(command: Sequence[str], environment: Mapping[str, str]) -> float:
    """Return the seconds from the start of a process until the first byte of its output.

    Raises:
        RuntimeError: If it wrote nothing, or failed.
    """
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, **environment}) as process:
        assert process.stdout is not None
        first = process.stdout.read(1)
        took = time.perf_counter() - began
        process.stdout.read()
    if not first or process.returncode != 0:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}")
    return took


def all_seconds(service: Service, runs: int) -> dict[str, list[float]]:
    """Measure everything in turn. The processes that this starts stay on its core."""
    environment = {
        "BASESPACE_ACCESS_TOKEN": service.token,
        "BASESPACE_API_SERVER": service.url,
        "TOKEN": service.token,
        "URL": f"{service.url}/users/current",
    }
    cases = {name: partial(import_seconds, code) for name, code in IMPORTS.items()}
    cases |= {name: partial(seconds_to_output, command, environment) for name, command in STARTS.items()}
    for case in cases.values():
        case()  # writes the bytecode files
    return in_turn(cases, runs)


def measure(quick: bool) -> Section:
    """Measure fresh interpreters, in turn."""
    with simulated() as service:
        found = in_process(all_seconds, service, 1 if quick else 15)
    worst = max(ratios(found[name], found[BOTH]).median for name in (OURS, DECODED))
    whoami = ratios(found[WHOAMI], found[BY_AIOHTTP]).median
    return Section(
        "Start-up",
        _ABOUT,
        [
            "Importing, without the interpreter's own start:",
            _table({name: found[name] for name in IMPORTS}, BOTH),
            "From the start of a process to the first byte of its output:",
            _table({name: found[name] for name in STARTS}, BY_AIOHTTP),
        ],
        [
            Goal(f"importing takes at most {MAX_IMPORT:g}x of {BOTH}", f"{worst:.2f}x", worst <= MAX_IMPORT),
            Goal(
                f"{WHOAMI} takes at most {MAX_WHOAMI:g}x of aiohttp with the same request",
                f"{whoami:.2f}x",
                whoami <= MAX_WHOAMI,
                _WHY_WHOAMI,
            ),
        ],
    )


_ABOUT = (
    "Each figure is of fresh interpreters with bytecode files at hand, on a core of their own. *One operation decoded* "
    "imports what a first call needs: the operation, its models, and the hooks that decode them. `whoami` sends one "
    "request to the simulator; the scripts next to it import their library, send the same request and print the body."
)

# Counted by callgrind.
_WHY_WHOAMI = (
    "The script takes 1,100 million instructions, most of them OpenSSL's, which reads the system's certificates when "
    "aiohttp is imported. The command takes 310 million more, all of them Python's: some 80 to import click and the "
    "command line, 210 to import the client (nearly half of it to make two dozen classes with attrs, 35 cattrs, 18 "
    "msgspec), and 60 to read the configuration, send the request, make the models and write them, less what fewer "
    "garbage collections save. Code that runs once takes more time for each instruction than OpenSSL's loops."
)


def _table(found: Mapping[str, Sequence[float]], reference: str) -> Table:
    rows = [
        (name, Spread.of(values).text(0, scale=1000), ratios(values, found[reference]).text(2))
        for name, values in found.items()
    ]
    return Table(("", "ms", f"ratio to {reference}"), rows)
