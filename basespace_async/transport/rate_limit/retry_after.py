"""Parser of the `Retry-After` header."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

MAX_PAUSE: Final = 3600.0
"""Longest pause in seconds that is believed. Longer ones come from wrong clocks, and stop a whole client."""

_MAX_TEXT = 64  # a date has 29 characters


def retry_after(value: str, *, now: datetime) -> float | None:
    """Return the seconds that a `Retry-After` header asks to wait, an hour at most.

    Args:
        value: Number of seconds, or a date; for anything else the result is None.
        now: Present time, from which a date counts.
    """
    text = value.strip()
    if not text.isascii() or len(text) > _MAX_TEXT:
        return None
    if text.isdigit():
        return min(float(text), MAX_PAUSE)
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, IndexError, TypeError, OverflowError):
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return min(max(0.0, (until - now).total_seconds()), MAX_PAUSE)
