"""The FastAPI example as a real server, for tests."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import uvicorn

from basespace_async import BaseSpace, RetryPolicy
from tests.support.example_programs import SECRETS, TOKEN


@contextmanager
def served(app: Any) -> Iterator[str]:
    """Serve an application in a thread, until the block ends; yield its address."""
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, log_config=None, access_log=False, ws="none", timeout_graceful_shutdown=60)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, name="backend")
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive(), "the application did not start"
            time.sleep(0.005)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listening.close()


class Backend:
    """The back end on a port of its own, and the clients of BaseSpace that it made.

    Its clients do not repeat what failed, unless they are told otherwise.
    """

    def __init__(self, server: str, **options: Any) -> None:
        self.url = ""
        self.clients: list[BaseSpace] = []
        self._options = {"server": server, "retry": RetryPolicy(max_retries=0, deadline=120), **options}

    def connect(self) -> BaseSpace:
        self.clients.append(BaseSpace(TOKEN, **self._options))
        return self.clients[-1]

    @contextmanager
    def running(self, connect: Callable[[], BaseSpace] | None = None) -> Iterator[Backend]:
        """Serve in a thread, until the block ends."""
        import fastapi_backend

        with served(fastapi_backend.create_app(connect or self.connect)) as self.url:
            yield self

    def caller(self) -> httpx.AsyncClient:
        """A client of the back end, which looks for secrets in every answer."""
        return httpx.AsyncClient(
            base_url=self.url, trust_env=False, timeout=120, event_hooks={"response": [without_secrets]}
        )


async def without_secrets(response: httpx.Response) -> None:
    shown = str(response.headers)
    if "application/json" in response.headers.get("Content-Type", ""):
        shown += (await response.aread()).decode()
    assert not [secret for secret in SECRETS if secret in shown], shown


async def until(condition: Callable[[], object]) -> None:
    """Waits for something that must happen; two minutes are for ever."""
    async with asyncio.timeout(120):
        while not condition():  # noqa: ASYNC110 (it comes about in another thread)
            await asyncio.sleep(0.01)
