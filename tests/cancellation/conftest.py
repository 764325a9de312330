"""A small service in a thread of its own, so that all that is in a test's event loop is the client's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from basespace_async.simulator import Simulator


@pytest.fixture(scope="module")
def service() -> Iterator[Simulator]:
    with Simulator(biosamples=12, seed=5, file_size=3000).in_thread() as simulator:
        yield simulator


@pytest.fixture
def big_file(service: Simulator) -> str:
    """The id of a file that is larger than what is read ahead of its consumer."""
    dataset = next(iter(service.world.datasets.values()))
    return str(service.world.add_file(dataset, "big.bin", bytes(1 << 20)).id)
