"""A simulated service, and a filesystem of its account that blocks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from basespace_async.filesystem import BaseSpaceFileSystem
from basespace_async.simulator import Simulator
from basespace_async.transport import RetryPolicy
from tests.support.simulated_files import Placed, place

QUICK = {"retry": RetryPolicy(max_retries=2, initial_backoff=0, max_backoff=0)}


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with Simulator(biosamples=6, seed=1).in_thread() as running:
        yield running


@pytest.fixture
def fs(simulator: Simulator) -> Iterator[BaseSpaceFileSystem]:
    found = BaseSpaceFileSystem(token=simulator.token, server=simulator.url, skip_instance_cache=True)
    yield found
    found.close()


@pytest.fixture
def quick(simulator: Simulator) -> Iterator[BaseSpaceFileSystem]:
    """A filesystem that does not wait before it repeats a request."""
    found = BaseSpaceFileSystem(
        token=simulator.token, server=simulator.url, client_options=QUICK, skip_instance_cache=True
    )
    yield found
    found.close()


@pytest.fixture
def placed(simulator: Simulator) -> Placed:
    """A dataset of a few small files, in a project of its own."""
    return place(
        simulator,
        {
            "table.csv": b"sample,reads\nA,1\nB,2\n",
            "logs/out.txt": b"done\n",
            "logs/deep/trace.txt": b"trace\n",
            "empty.bin": b"",
            "numbers.bin": bytes(range(256)) * 40,
        },
    )
