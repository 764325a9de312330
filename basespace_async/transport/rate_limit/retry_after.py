"""Parser of the `Retry-After` header."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

MAX_PAUSE: Final = 3600.0
"""Longest pause in seconds that is believed. Longer ones come from wrong clocks, and stop a whole client."""

_MAX_TEXT = 64  # a date has 29 characters
_SECONDS = re.compile(r"[0-9]{1,64}(?:\.[0-9]{1,64})?")


def retry_after(headers: Mapping[str, str], *, now: datetime | None = None) -> float | None:
    """Return the seconds that a response's `Retry-After` asks to wait, an hour at most.

    A date counts from the response's own `Date`, because the client's clock may be wrong.

    Args:
        headers: Headers of the response, by name in any case.
        now: Time from which a date counts if the response has no `Date`; the present by default.

    Returns:
        Seconds, or None if the header is missing, or neither a number of seconds nor a date.
    """
    text = headers.get("Retry-After", "").strip()
    if _SECONDS.fullmatch(text):
        return min(float(text), MAX_PAUSE)
    if (until := _date(text)) is None:
        return None
    sent = _date(headers.get("Date", "").strip()) or now or datetime.now(UTC)
    return min(max(0.0, (until - sent).total_seconds()), MAX_PAUSE)


def _date(text: str) -> datetime | None:
    if not text.isascii() or len(text) > _MAX_TEXT:
        return None
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, IndexError, TypeError, OverflowError):
        return None
    return date.replace(tzinfo=UTC) if date.tzinfo is None else date
