"""Instructions that the hot loops take, counted by callgrind: the same figures whatever else the machine does.

Needs valgrind. What the kernel does is not counted. `--root` counts another checkout's package, such as one from before
a change.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import pickle
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import aiohttp
import orjson

from basespace_async import BaseSpace
from basespace_async._codec import converter
from basespace_async.transport import HTTPRequest
from basespace_openapi import models

from .service import Service, simulated

ITEMS = 200
CALLS = 50
_WARM = 300  # what is prepared after some hundred objects is prepared by then
LISTS: dict[str, tuple[str, type[Any]]] = {
    "biosample": ("/biosamples", models.BiosampleCompactList),
    "dataset": ("/datasets?include=Properties", models.DatasetCompactList),
    "appsession": ("/appsessions", models.AppSessionCompactList),
}
"""What is decoded and encoded: where it is listed, and the list's model."""


class InstantTransport:
    """Answers every request at once with the same body, so that only the client's own work is counted."""

    status = 200
    headers = {"Content-Type": "application/json"}  # noqa: RUF012

    def __init__(self, body: bytes) -> None:
        self._body = body

    async def send(self, request: HTTPRequest) -> Any:
        return self

    async def read(self) -> bytes:
        return self._body

    async def aclose(self) -> None:
        """Do nothing: nothing is held."""


def counted(work: Callable[[], object]) -> None:
    """Have callgrind count what `work` does."""
    _control("on")
    work()
    _control("off")


def _control(switch: str) -> None:
    command = ["callgrind_control", f"--instr={switch}", str(os.getpid())]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def repeat(work: Callable[[], object], times: int) -> Callable[[], object]:
    """Call `work` so many times."""

    def repeated() -> None:
        for _ in range(times):
            work()

    return repeated


def count_plain(name: str, body: bytes, model: type[Any]) -> None:
    """Count one of the loops over a list's body."""
    value = converter.decode(body, model)
    loops: dict[str, Callable[[], object]] = {
        "parse": lambda: orjson.loads(body),
        "decode": lambda: converter.decode(body, model),
        "encode": lambda: converter.encode(value),
    }
    loop = loops[name]
    for _ in range(_WARM // ITEMS + 1):
        loop()
    gc.collect()
    counted(loop)


async def count_async(name: str, service: Service, user: bytes, biosamples: bytes) -> None:
    """Count one of the loops that send requests."""
    instant, whole_list = InstantTransport(user), InstantTransport(biosamples)
    address = f"{service.url}/users/current"
    async with (
        BaseSpace(service.token, server=service.url) as basespace,
        BaseSpace(service.token, server=service.url, transport=instant) as alone,
        BaseSpace(service.token, server=service.url, transport=whole_list) as listing,
        aiohttp.ClientSession(headers=service.headers) as session,
    ):

        async def raw() -> object:
            async with session.get(address) as response:
                return orjson.loads(await response.read())

        async def items() -> None:
            async for page in listing.biosamples.list(page_size=ITEMS).pages():
                for _ in page:
                    pass

        loops: dict[str, tuple[Callable[[], Awaitable[object]], int]] = {
            "call": (alone.users.current, CALLS),
            "call over aiohttp": (basespace.users.current, CALLS),
            "raw aiohttp": (raw, CALLS),
            "list": (items, 1),
        }
        loop, times = loops[name]
        for _ in range(_WARM):
            await loop()
        gc.collect()
        _control("on")
        for _ in range(times):
            await loop()
        _control("off")


def run_one(path: Path) -> None:
    """Run one loop; called under callgrind."""
    kind, *arguments = pickle.loads(path.read_bytes())
    if kind == "plain":
        count_plain(*arguments)
    else:
        asyncio.run(count_async(*arguments))


def instructions(root: Path, *task: object) -> int:
    """Return the instructions of one loop, in a process of its own that imports the package from `root`."""
    here = Path(__file__).resolve().parent.parent
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "task"
        path.write_bytes(pickle.dumps(task))
        command = ["valgrind", "--tool=callgrind", "--instr-atstart=no", f"--callgrind-out-file={folder}/counts"]
        run = subprocess.run(
            [*command, sys.executable, "-m", "benchmarks.instructions", "--one", str(path)],
            env={**os.environ, "PYTHONHASHSEED": "0", "PYTHONPATH": f"{root}:{root / 'generated'}:{here}"},
            cwd=root,
            capture_output=True,
            text=True,
            check=False,
        )
    found = re.search(r"Collected : (\d+)", run.stderr)
    if run.returncode != 0 or found is None:
        raise RuntimeError(f"callgrind failed:\n{run.stdout}{run.stderr}")
    return int(found[1])


async def bodies(service: Service) -> dict[str, bytes]:
    """Return what the service answers, by path."""
    found = {}
    async with aiohttp.ClientSession(headers=service.headers) as session:
        for path, _ in LISTS.values():
            address = f"{service.url}{path}{'&' if '?' in path else '?'}limit={ITEMS}"
            async with session.get(address) as response:
                found[path] = await response.read()
        async with session.get(f"{service.url}/users/current") as response:
            found["user"] = await response.read()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parent.parent, help="a checkout")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        run_one(arguments.one)
        return
    if shutil.which("valgrind") is None:
        parser.error("there is no valgrind; install it (Debian: apt-get install valgrind)")
    root = arguments.root.resolve()
    with simulated(biosamples=ITEMS) as service:
        found = asyncio.run(bodies(service))
        for name, (path, model) in LISTS.items():
            for step in ("parse", "decode", "encode"):
                count = instructions(root, "plain", step, found[path], model)
                print(f"{step} one {name:<12} {count / ITEMS:>12,.0f}", flush=True)
        listed = LISTS["biosample"][0]
        for name, what, times in (
            ("list", "one biosample of a list", ITEMS),
            ("call", "one call, no network", CALLS),
            ("call over aiohttp", "one call over aiohttp", CALLS),
            ("raw aiohttp", "one request of aiohttp and orjson", CALLS),
        ):
            count = instructions(root, "async", name, service, found["user"], found[listed])
            print(f"{what:<34} {count / times:>12,.0f}", flush=True)


if __name__ == "__main__":
    main()
