"""Protocols of progress, and progress that shows nothing."""

from __future__ import annotations

from typing import Protocol


class Meter(Protocol):
    """Count of files, rows or bytes. A job calls it from the event loop's thread."""

    @property
    def total(self) -> float | None:
        """Expected count, or None while it is unknown; the job sets it when it learns more."""
        ...

    @total.setter
    def total(self, value: float | None, /) -> None: ...

    def update(self, n: float | None = 1, /) -> object:
        """Add to the count.

        Args:
            n: Number of further items or bytes that are done.
        """
        ...

    def close(self) -> object:
        """End the count, whether or not it is complete. Safe to call twice."""
        ...


class Progress(Protocol):
    """Callable that starts meters.

    Example:
        ```python
        def progress(*, desc: str, total: float | None, unit: str) -> Meter:
            return tqdm(desc=desc, total=total, unit=unit)
        ```
    """

    def __call__(self, *, desc: str, total: float | None, unit: str) -> Meter:
        """Start a meter.

        Args:
            desc: Description for people.
            total: Expected count, or None if it is unknown.
            unit: `B` for bytes, else the name of one item, such as `file` or `row`.
        """
        ...


class _Silent:
    """Meter that shows nothing."""

    def __init__(self, total: float | None) -> None:
        self.total = total

    def update(self, n: float | None = 1, /) -> None:
        """Show nothing."""

    def close(self) -> None:
        """Show nothing."""


def silent(*, desc: str, total: float | None, unit: str) -> Meter:
    """Start a meter that shows nothing; the default of jobs.

    Args:
        desc: Not used.
        total: Expected count, or None.
        unit: Not used.
    """
    return _Silent(total)
