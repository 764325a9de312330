"""Workers whose environment fixes the thresholds of glibc's allocator."""

from __future__ import annotations

import ctypes
import sys
from types import SimpleNamespace

import pytest

from basespace_async._util.platform.allocator import keep_freed_memory


@pytest.mark.parametrize(("variable", "calls"), [("65536", 4), ("", 0), ("no number", 0)])
def test_thresholds_that_the_environment_fixes_are_raised_and_go_back(
    monkeypatch: pytest.MonkeyPatch, variable: str, calls: int
) -> None:
    told: list[tuple[int, int]] = []
    library = SimpleNamespace(mallopt=lambda name, value: told.append((name, value)))
    monkeypatch.setattr(ctypes, "CDLL", lambda name: library)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("MALLOC_TRIM_THRESHOLD_", variable)
    keep_freed_memory(keep=True)
    keep_freed_memory(keep=False)
    assert told == [(-1, 1 << 28), (-3, 1 << 25), (-1, 65536), (-3, 1 << 17)][:calls]


def test_other_libraries_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda name: SimpleNamespace())
    monkeypatch.setenv("MALLOC_TRIM_THRESHOLD_", "65536")
    keep_freed_memory(keep=True)
