from __future__ import annotations

from collections.abc import Iterator

import pytest

from basespace_async.simulator import Simulator
from tests.support.whole_account import fill


@pytest.fixture
def whole_account() -> Iterator[Simulator]:
    with Simulator(biosamples=60, seed=4).in_thread() as simulator:
        fill(simulator)
        yield simulator
