"""How long the service asks to wait."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def retry_after(value: str, *, now: datetime) -> float | None:
    """Seconds that a `Retry-After` header asks to wait: a number of seconds, or a date. None where it is neither."""
    text = value.strip()
    if text.isascii() and text.isdigit():
        seconds = float(text[:20])
        return seconds if math.isfinite(seconds) else None
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, IndexError, TypeError, OverflowError):
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(0.0, (until - now).total_seconds())
