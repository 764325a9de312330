"""What the tests of the examples share: the examples as modules, and a simulated service that they are told of."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from basespace_async.simulator import Simulator
from tests.support.example_backend import Backend
from tests.support.example_programs import TOKEN


@contextmanager
def simulated(**arguments: Any) -> Iterator[Simulator]:
    """A simulated service, which the environment names meanwhile."""
    with (
        Simulator(**{"biosamples": 24, "seed": 1, "token": TOKEN, **arguments}).in_thread() as running,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("BASESPACE_API_SERVER", running.url)
        patch.setenv("BASESPACE_ACCESS_TOKEN", running.token)
        yield running


@pytest.fixture
def simulator(request: pytest.FixtureRequest) -> Iterator[Simulator]:
    """A simulated service for one test; `@pytest.mark.basespace(...)` asks for another world."""
    marker = request.node.get_closest_marker("basespace")
    with simulated(**(marker.kwargs if marker else {})) as running:
        yield running


@pytest.fixture
def backend(simulator: Simulator) -> Iterator[Backend]:
    """The FastAPI example, served for one test."""
    with Backend(simulator.url).running() as running:
        yield running


@pytest.fixture(scope="module")
def lasting() -> Iterator[tuple[Simulator, Backend]]:
    """The FastAPI example and its service, for all tests of a module."""
    with simulated() as simulator, Backend(simulator.url).running() as running:
        yield simulator, running


@pytest.fixture
async def caller(backend: Backend, no_task_left: None) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the back end."""
    async with backend.caller() as client:
        yield client
