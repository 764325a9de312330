"""Requests a second that the simulator serves on one core, as a ratio to a bare aiohttp server in the same run.

Server and client are processes of their own, each on its own core where there are two. The goal is at least 3,000 small
requests a second.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import statistics
import sys
import time
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event

import aiohttp
from aiohttp import web

from basespace_async.simulator import Simulator

from .measuring import CLIENT_CORE, SERVER_CORE, pin

BARE = "bare aiohttp server, 800 bytes of JSON"
PATHS = {
    "the current user": "/users/current",
    "a page of one biosample": "/biosamples?limit=1",
    "a page of one dataset": "/datasets?limit=1",
    "one biosample, with its yield": "/biosamples/104000005",
    "files of a dataset": "/datasets/{dataset}/files",
}
TASKS = 32


def serve_simulator(started: Connection, ended: Event) -> None:
    pin(SERVER_CORE)

    async def run() -> None:
        async with Simulator(biosamples=2000) as simulator:
            started.send((simulator.url, next(iter(simulator.world.datasets))))
            await asyncio.to_thread(ended.wait)

    asyncio.run(run())


def serve_bare(started: Connection, ended: Event) -> None:
    pin(SERVER_CORE)
    body = b'{"Id": "' + b"1" * 788 + b'"}'

    async def answer(request: web.BaseRequest) -> web.Response:
        return web.Response(body=body, content_type="application/json")

    async def run() -> None:
        runner = web.ServerRunner(web.Server(answer, access_log=None))
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        started.send((f"http://127.0.0.1:{runner.addresses[0][1]}", ""))
        await asyncio.to_thread(ended.wait)
        await runner.cleanup()

    asyncio.run(run())


async def measure(url: str, seconds: float) -> float:
    """Return the requests a second that are answered."""
    done, until = 0, time.perf_counter() + seconds
    async with aiohttp.ClientSession(headers={"x-access-token": "simulator-token"}) as session:

        async def work() -> None:
            nonlocal done
            while time.perf_counter() < until:
                async with session.get(url) as response:
                    await response.read()
                    assert response.status == 200, response.status
                done += 1

        async with asyncio.TaskGroup() as group:
            for _ in range(TASKS):
                group.create_task(work())
    return done / seconds


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1.0, help="of each run")
    parser.add_argument(
        "--least", type=float, default=3000, help="requests a second that every small request must reach"
    )
    arguments = parser.parse_args()
    context = multiprocessing.get_context("spawn")
    ended = context.Event()
    urls: dict[str, str] = {}
    servers = []
    for serve in (serve_bare, serve_simulator):
        here, there = context.Pipe()
        servers.append(context.Process(target=serve, args=(there, ended)))
        servers[-1].start()
        root, dataset = here.recv()
        urls |= (
            {BARE: root}
            if serve is serve_bare
            else {name: root + path.format(dataset=dataset) for name, path in PATHS.items()}
        )
    pin(CLIENT_CORE)
    rates: dict[str, list[float]] = {name: [] for name in urls}
    try:
        for _ in range(arguments.runs):
            for name, url in urls.items():
                rates[name].append(asyncio.run(measure(url, arguments.seconds)))
    finally:
        ended.set()
        for server in servers:
            server.join()
    reference = statistics.median(rates[BARE])
    print(f"requests a second, {TASKS} at a time; medians of {arguments.runs} runs, with the lowest and the highest")
    for name, found in rates.items():
        middle = statistics.median(found)
        spread = f"({min(found):,.0f} to {max(found):,.0f})"
        print(f"{name:<40} {middle:>8,.0f} {spread:>20}  {middle / reference:.2f}x")
    slowest = min(statistics.median(rates[name]) for name in PATHS)
    return 0 if slowest >= arguments.least else 1


if __name__ == "__main__":
    sys.exit(main())
