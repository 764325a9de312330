"""Counts, rates and names as people read them."""

from __future__ import annotations

import pytest

from basespace_async.progress.text import amount, duration, part, plural, printable, rate


@pytest.mark.parametrize(
    ("count", "unit", "text"),
    [
        (0, "B", "0 B"),
        (999, "B", "999 B"),
        (1000, "B", "1.0 kB"),
        (999_949, "B", "999.9 kB"),
        (999_950, "B", "1.0 MB"),
        (1_234_567_890, "B", "1.2 GB"),
        (5e12, "B", "5.0 TB"),
        (5e15, "B", "5.0 PB"),
        (5e18, "B", "5,000.0 PB"),
        (1, "file", "1 file"),
        (0, "file", "0 files"),
        (1200, "file", "1,200 files"),
        (2, "library", "2 libraries"),
        (2.5, "row", "2.5 rows"),
        (3, "", "3"),
    ],
)
def test_an_amount_has_its_unit(count: float, unit: str, text: str) -> None:
    assert amount(count, unit) == text


@pytest.mark.parametrize(
    ("done", "total", "unit", "text"),
    [
        (12, 40, "file", "12 of 40 files (30%)"),
        (0, 1, "file", "0 of 1 file (0%)"),
        (199, 200, "file", "199 of 200 files (99%)"),
        (41, 40, "file", "41 of 40 files (100%)"),
        (12, None, "file", "12 files"),
        (0, 0, "file", "0 of 0 files"),
        (1.5e9, 4e9, "B", "1.5 GB of 4.0 GB (37%)"),
    ],
)
def test_a_part_is_told_of_the_whole(done: float, total: float | None, unit: str, text: str) -> None:
    assert part(done, total, unit) == text


def test_a_rate_is_by_the_second() -> None:
    assert rate(81e6, "B") == "81.0 MB/s"
    assert rate(3.14, "file") == "3.1 files/s"
    assert rate(99.94, "row") == "99.9 rows/s"
    assert rate(99.95, "row") == "100 rows/s"
    assert rate(12_345.6, "row") == "12,346 rows/s"


def test_a_duration_is_hours_minutes_seconds() -> None:
    assert [duration(seconds) for seconds in (-1, 0, 12.4, 59.6, 3599, 360_000)] == [
        "0:00:00",
        "0:00:00",
        "0:00:12",
        "0:01:00",
        "0:59:59",
        "100:00:00",
    ]


def test_several_things_have_a_name_of_their_own() -> None:
    assert [plural(unit) for unit in ("file", "library", "bases", "")] == ["files", "libraries", "bases", ""]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Liver Rep 1", "Liver Rep 1"),
        ("Leber-Ü 肝臓", "Leber-Ü 肝臓"),
        ("a\x1b[2J\x07b", "a\\x1b[2J\\x07b"),
        ("two\r\nlines\ttab", "two\\r\\nlines\\ttab"),
        ("\x9b31m", "\\x9b31m"),
        ("abc\u202egnp.exe", "abc\\u202egnp.exe"),
        ("\u2066x\u2069\u200e\u061c\u2028", "\\u2066x\\u2069\\u200e\\u061c\\u2028"),
        ("half \ud83d", "half \\ud83d"),
        ("joined 👩‍🔬", "joined 👩‍🔬"),
        ("not\xa0breaking", "not\xa0breaking"),
    ],
)
def test_what_a_terminal_would_act_on_is_shown_instead(text: str, shown: str) -> None:
    assert printable(text) == shown
