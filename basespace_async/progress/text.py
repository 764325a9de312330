"""Text for people: counts, rates, durations, and text without escape codes."""

from __future__ import annotations

import re

# What a terminal acts on or what turns the direction of the text around it, and halves of characters.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_BYTES = ("B", "kB", "MB", "GB", "TB", "PB")


def printable(text: str, *, keep: str = "") -> str:
    r"""Return text with the characters escaped that a terminal acts on.

    Args:
        text: Text from outside.
        keep: Characters that are not escaped, such as line ends.

    Example:
        >>> printable("a\x1b[2Jb")
        'a\\x1b[2Jb'
    """
    if text.isprintable():
        return text
    return _UNSAFE.sub(lambda match: match[0] if match[0] in keep else match[0].encode("unicode_escape").decode(), text)


def amount(count: float, unit: str) -> str:
    """Return a count with its unit: `1.2 GB`, `1 file`, `1,200 files`.

    Args:
        count: Number of items or bytes.
        unit: `B` for bytes, else the name of one item.
    """
    if unit == "B":
        return _bytes(count)
    return f"{_number(count)} {unit if count == 1 else plural(unit)}".rstrip()


def part(done: float, total: float | None, unit: str) -> str:
    """Return how far a count is: `12 of 40 files (30%)`, or `12 files` if the total is unknown.

    Args:
        done: Number of items or bytes that are done.
        total: Expected number, or None if it is unknown.
        unit: `B` for bytes, else the name of one item.
    """
    if total is None:
        return amount(done, unit)
    percent = f" ({min(100, int(100 * done / total))}%)" if total > 0 else ""
    return f"{_bytes(done) if unit == 'B' else _number(done)} of {amount(total, unit)}{percent}"


def rate(per_second: float, unit: str) -> str:
    """Return a rate: `81.0 MB/s`, `3.1 files/s`.

    Args:
        per_second: Items or bytes in a second.
        unit: `B` for bytes, else the name of one item.
    """
    if unit == "B":
        return f"{_bytes(per_second)}/s"
    return f"{_number(per_second)} {plural(unit)}/s"


def duration(seconds: float) -> str:
    """Return hours, minutes and seconds: `0:00:12`."""
    minutes, rest = divmod(round(max(0.0, seconds)), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"


def plural(unit: str) -> str:
    """Return the plural of a unit: `files`, `libraries`."""
    if unit.endswith("y"):
        return f"{unit[:-1]}ies"
    return f"{unit}s" if unit and not unit.endswith("s") else unit


def _bytes(count: float) -> str:
    size, names = count, iter(_BYTES)
    name = next(names)
    while abs(size) >= 999.95 and name != _BYTES[-1]:
        size, name = size / 1000, next(names)
    return f"{size:,.0f} B" if name == "B" else f"{size:,.1f} {name}"


def _number(count: float) -> str:
    """Return whole and large numbers without a fraction, others with one digit."""
    return f"{count:,.0f}" if count == int(count) or abs(count) >= 99.95 else f"{count:,.1f}"
