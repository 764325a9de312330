"""What every test gets: no proxy of the machine's, no limit of time on an example, a check that no task is left."""

from __future__ import annotations

import asyncio
import gc
import shutil
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, settings

PROXY_VARIABLES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")

# How long an example takes is up to the machine and what else it does.
settings.register_profile("untimed", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


# What a test with this marker starts.
PROGRAMS = {"browser": ("chromium", "chromedriver"), "redis": ("redis-server",)}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Measure no coverage in the longest sweeps: they repeat what others cover, and would take twice as long."""
    for item in items:
        if item.get_closest_marker("exhaustive"):
            item.add_marker("no_cover")


def pytest_collection_finish() -> None:
    """Leave what was imported and collected out of every later garbage collection: it stays to the end."""
    gc.collect()
    gc.freeze()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose programs are not installed."""
    for marker, programs in PROGRAMS.items():
        missing = [program for program in programs if shutil.which(program) is None]
        if missing and item.get_closest_marker(marker):
            pytest.skip(f"not on the PATH: {', '.join(missing)}")


@pytest.fixture(autouse=True)
def _no_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine's proxies and BaseSpace settings are not the tests'."""
    for name in PROXY_VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    for name in ("BASESPACE_ACCESS_TOKEN", "BASESPACE_API_SERVER", "BASESPACE_REGION"):
        monkeypatch.delenv(name, raising=False)


@pytest_asyncio.fixture
async def no_task_left() -> AsyncIterator[None]:
    """Fails a test that leaves a task behind."""
    before = asyncio.all_tasks()
    yield
    await asyncio.sleep(0)
    left = asyncio.all_tasks() - before - {asyncio.current_task()}
    assert not left, f"tasks left behind: {left}"
