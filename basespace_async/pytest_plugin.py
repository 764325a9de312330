"""Fixtures for tests of programs that use this package; pytest finds them by itself.

    async def test_my_pipeline(basespace, basespace_simulator):
        basespace_simulator.faults.add("throttle", probability=0.1, seconds=1)
        assert await basespace.biosamples.list().count() == 100

    @pytest.mark.basespace(biosamples=5, seed=7)
    def test_with_another_world(basespace_simulator):
        subprocess.run(["my-pipeline"], env={"BASESPACE_API_SERVER": basespace_simulator.page, ...}, check=True)

Nothing of the package is imported before a test asks for a fixture.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from .client import BaseSpace
    from .simulator import Simulator

    async_fixture = pytest.fixture
else:
    try:
        from pytest_asyncio import fixture as async_fixture
    except ImportError:  # anyio's plugin runs plain async fixtures
        async_fixture = pytest.fixture

BIOSAMPLES = 100


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker `basespace`."""
    config.addinivalue_line("markers", "basespace(**arguments): arguments of the test's BaseSpace simulator")


@pytest.fixture
def basespace_simulator(request: pytest.FixtureRequest) -> Iterator[Simulator]:
    """Start a simulated BaseSpace of 100 biosamples for one test, in a thread of its own.

    `@pytest.mark.basespace(...)` gives other arguments of `Simulator`.
    """
    from .simulator import Simulator

    marker = request.node.get_closest_marker("basespace")
    arguments: dict[str, Any] = {"biosamples": BIOSAMPLES, **(marker.kwargs if marker else {})}
    with Simulator(**arguments).in_thread() as simulator:
        yield simulator


@async_fixture
async def basespace(basespace_simulator: Simulator) -> AsyncIterator[BaseSpace]:
    """Open a client of the test's simulator; for pytest-asyncio, or anyio's plugin."""
    from .client import BaseSpace

    async with BaseSpace(basespace_simulator.token, server=basespace_simulator.url) as client:
        yield client
