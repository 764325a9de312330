"""Progress: what long jobs tell of themselves, to a terminal, to a log or to a program.

Whatever shows progress is a callable that starts a meter, as `tqdm` is, so that `progress=tqdm` works as it stands:

    from tqdm import tqdm

    await basespace.datasets.download(dataset, "fastq", progress=tqdm)

`terminal_progress` has bars for terminals (`live.LiveProgress`) and plain lines for logs (`lines.LineProgress`).
"""

from __future__ import annotations

from typing import Protocol

from .terminal import terminal_progress

__all__ = ["Meter", "Progress", "silent", "terminal_progress"]


class Meter(Protocol):
    """One count that grows: files, rows or bytes. A job calls it from the event loop's thread."""

    @property
    def total(self) -> float | None:
        """What the count comes to, or None while it is not known; the job sets it when it learns more."""
        ...

    @total.setter
    def total(self, value: float | None, /) -> None: ...

    def update(self, n: float | None = 1, /) -> object:
        """So much more is done."""
        ...

    def close(self) -> object:
        """No more will come, whether or not all is done; safe to call twice."""
        ...


class Progress(Protocol):
    """Starts meters.

    A meter's `unit` is `B` for bytes and the name of one thing otherwise, such as `file` or `row`.
    """

    def __call__(self, *, desc: str, total: float | None, unit: str) -> Meter:
        """A new meter.

        Args:
            desc: what is counted, for people.
            total: what it comes to, or None where it is not known yet.
            unit: of the count.
        """
        ...


class _Silent:
    """A meter that nobody looks at."""

    def __init__(self, total: float | None) -> None:
        self.total = total

    def update(self, n: float | None = 1, /) -> None:
        """Nothing is shown."""

    def close(self) -> None:
        """Nothing is shown."""


def silent(*, desc: str, total: float | None, unit: str) -> Meter:
    """Progress that is not shown: what jobs use where none is given."""
    return _Silent(total)
