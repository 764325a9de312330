"""Whatever bytes come from outside, what reads them keeps its promises; see `fuzz_targets` for which they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from tests.support.fuzzing.inputs import BROKE_ONCE, INPUTS
from tests.support.fuzzing.targets import TARGETS

pytestmark = pytest.mark.slow

EXAMPLES = {"oauth": 60, "profile": 150, "journal": 100}


@pytest.fixture(autouse=True)
def _in_an_empty_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_whatever_comes_is_read_or_refused_as_promised(name: str) -> None:
    target = TARGETS[name]

    @settings(
        max_examples=EXAMPLES.get(name, 200),
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(data=INPUTS[name])
    def kept(data: bytes) -> None:
        target(data)

    kept()


CASES = [
    pytest.param(name, data, id=f"{name}-{number}")
    for name in sorted(BROKE_ONCE)
    for number, data in enumerate(BROKE_ONCE[name])
]


@pytest.mark.parametrize(("name", "data"), CASES)
def test_what_broke_a_promise_once_does_so_no_more(name: str, data: bytes) -> None:
    TARGETS[name](data)


def test_every_target_has_inputs() -> None:
    assert set(TARGETS) == set(INPUTS) >= set(BROKE_ONCE)
