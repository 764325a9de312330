"""Long sweeps of which a part runs each time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def every_third(values: Iterable[Any]) -> list[Any]:
    """Return parameters for a sweep: every third is tested each time, the others by `make test-exhaustive`."""
    return [
        pytest.param(value, marks=[pytest.mark.exhaustive] if index % 3 else []) for index, value in enumerate(values)
    ]
