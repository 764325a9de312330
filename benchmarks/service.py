"""The simulated service that the clients are measured against: in a process of its own, on a core of its own."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from typing import Any

from attrs import frozen

from basespace_async.simulator import Simulator

from .measuring import SERVER_CORE, pin


@frozen
class Service:
    """Where a simulator listens. It can be handed to other processes."""

    url: str
    token: str

    @property
    def headers(self) -> dict[str, str]:
        """What a request needs."""
        return {"x-access-token": self.token, "Accept": "application/json"}


@contextmanager
def simulated(**options: Any) -> Iterator[Service]:
    """Run a simulator with these options (see `Simulator`) until the context ends."""
    context = multiprocessing.get_context("spawn")
    ended = context.Event()
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(options, there, ended), daemon=True)
    process.start()
    there.close()
    try:
        yield here.recv()
    finally:
        ended.set()
        process.join()


def _serve(options: dict[str, Any], started: Connection, ended: Event) -> None:
    pin(SERVER_CORE)

    async def run() -> None:
        async with Simulator(**options) as simulator:
            started.send(Service(simulator.url, simulator.token))
            await asyncio.to_thread(ended.wait)

    asyncio.run(run())
