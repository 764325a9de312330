"""Bytes and durations, as people write them."""

from __future__ import annotations

import click
import pytest

from basespace_async.cli.parameter_types import BYTES, DURATION


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("0", 0),
        ("7", 7),
        ("500K", 500_000),
        ("20m", 20_000_000),
        ("1.5G", 1_500_000_000),
        ("2 TB", 2_000_000_000_000),
        (" 10kB ", 10_000),
        ("12B", 12),
    ],
)
def test_bytes_have_units(text: str, count: int) -> None:
    assert BYTES.convert(text, None, None) == count
    assert BYTES.convert(count, None, None) == count


@pytest.mark.parametrize("text", ["", "K", "-1", "5X", "1.G", "1e9", "five", "1,000"])
def test_what_is_no_number_of_bytes_is_refused(text: str) -> None:
    with pytest.raises(click.BadParameter, match=r"give one such as 500K, 20M or 1\.5G"):
        BYTES.convert(text, None, None)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("90", 90.0), ("0.5", 0.5), ("10m", 600.0), ("6h", 21_600.0), ("2 d", 172_800.0), ("1.5H", 5400.0), ("30s", 30.0)],
)
def test_durations_have_units(text: str, seconds: float) -> None:
    assert DURATION.convert(text, None, None) == seconds
    assert DURATION.convert(seconds, None, None) == seconds


@pytest.mark.parametrize("text", ["", "m", "-1", "5w", "1:30", "soon"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(click.BadParameter, match="give one such as 90, 10m or 6h"):
        DURATION.convert(text, None, None)
