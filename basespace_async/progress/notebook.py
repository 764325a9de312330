"""Progress bars in a notebook. Needs IPython, which every notebook has."""

from __future__ import annotations

import time
from html import escape
from typing import Any

try:
    import IPython.display
except ImportError:
    raise ImportError("progress in a notebook needs IPython, and a notebook to run in") from None

from .count import Clock, Count
from .text import duration, part, printable, rate

_ipython: Any = IPython.display  # not typed

MAX_BARS = 12
"""Bars that are shown, before ended ones make room for new ones."""
_INTERVAL = 0.25
"""Seconds between two changes of what is shown."""


class NotebookProgress:
    """Display with a bar for each meter below the cell: its count, its current rate and the time left.

    It works in Jupyter, VS Code and Colab without further packages, and what it showed last stays in the notebook.

    Args:
        clock: Function that returns monotonic seconds.

    Example:
        ```python
        await basespace.datasets.download(dataset, "fastq", progress=NotebookProgress())
        ```
    """

    def __init__(self, *, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._meters: list[_NotebookMeter] = []
        self._shown: Any = None
        self._next = float("-inf")

    def __call__(self, *, desc: str, total: float | None, unit: str) -> _NotebookMeter:
        """Start a bar.

        Args:
            desc: Description for people.
            total: Expected count, or None if it is unknown.
            unit: `B` for bytes, else the name of one item.
        """
        ended = [meter for meter in self._meters if meter.closed]
        for meter in ended[: max(0, len(self._meters) - MAX_BARS + 1)]:
            self._meters.remove(meter)
        meter = _NotebookMeter(self, printable(desc), Count(total, self._clock), unit)
        self._meters.append(meter)
        self.show(at_once=True)
        return meter

    def show(self, *, at_once: bool = False) -> None:
        """Show how far the meters are, if that was not done a moment ago."""
        now = self._clock()
        if not at_once and now < self._next:
            return
        self._next = now + _INTERVAL
        bars = _ipython.HTML(f"<table>{''.join(meter.row() for meter in self._meters)}</table>")
        if self._shown is None:
            self._shown = _ipython.display(bars, display_id=True)
        else:
            self._shown.update(bars)


class _NotebookMeter:
    """Meter that is shown as a bar."""

    def __init__(self, display: NotebookProgress, name: str, count: Count, unit: str) -> None:
        self.closed = False
        self._display = display
        self._name = name
        self._count = count
        self._unit = unit

    @property
    def total(self) -> float | None:
        """Expected count, or None."""
        return self._count.total

    @total.setter
    def total(self, value: float | None) -> None:
        self._count.total = value
        self._display.show()

    def update(self, n: float | None = 1, /) -> None:
        """Add to the count."""
        if not self.closed:
            self._count.add(n or 0)
            self._display.show()

    def close(self) -> None:
        """End the count; the bar stays as it is."""
        if not self.closed:
            self.closed = True
            self._count.end()
            self._display.show(at_once=True)

    def row(self) -> str:
        """Return the bar as a row of a table."""
        count = self._count
        value = "" if count.total is None else f' value="{count.done}" max="{max(count.total, count.done)}"'
        speed = count.average if count.complete else count.per_second
        left = None if count.complete else count.seconds_left
        texts = (
            part(count.done, count.total, self._unit),
            "" if speed is None else rate(speed, self._unit),
            "" if left is None else f"{duration(left)} left",
        )
        cells = "".join(f"<td>{escape(text)}</td>" for text in texts)
        return f"<tr><td>{escape(self._name)}</td><td><progress{value}></progress></td>{cells}</tr>"
