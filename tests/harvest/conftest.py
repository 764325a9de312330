"""A small world, and a client of it."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator

import pytest

from basespace_async import BaseSpace
from basespace_async.harvest.store import index, manifest
from basespace_async.simulator import Simulator
from basespace_async.transport import RetryPolicy


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    async with Simulator(biosamples=30, seed=5) as simulator:
        yield simulator


@pytest.fixture
async def basespace(simulator: Simulator) -> AsyncIterator[BaseSpace]:
    retry = RetryPolicy(initial_backoff=0.001, max_backoff=0.002)
    async with BaseSpace(simulator.token, server=simulator.url, retry=retry) as basespace:
        yield basespace


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Part files of a few rows, so that a small world has several."""
    monkeypatch.setattr(index, "PART_ROWS", 16)


@pytest.fixture(autouse=True)
def _without_waiting_for_the_disk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is killed leaves the system's buffers as they are: only a loss of power needs what this leaves out."""
    if "waits_for_the_disk" not in request.fixturenames:
        monkeypatch.setattr(manifest, "SYNCHRONOUS", "OFF")
        monkeypatch.setattr(os, "fsync", lambda descriptor: None)


@pytest.fixture
def waits_for_the_disk() -> None:
    """For tests of what is written down to the disk."""
