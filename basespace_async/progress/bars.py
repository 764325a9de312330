"""Progress bars in a terminal. Needs the extra `basespace-async[cli]`."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

try:
    from rich.console import Console
    from rich.progress import BarColumn, ProgressColumn, Task, TaskID, TextColumn
    from rich.progress import Progress as Bars
    from rich.table import Column
    from rich.text import Text
except ImportError:
    raise ImportError("the live display of progress needs rich: pip install 'basespace-async[cli]'") from None

from ..errors import ConfigurationError
from .count import Clock, Count
from .text import duration, part, printable, rate

MAX_BARS = 12
"""Bars on the screen, before ended ones make room for new ones."""


class LiveProgress:
    """Display with a bar for each meter: its count, its current rate and the time left.

    A context manager: the bars are on the screen within the block, and the cursor is always restored.

    Args:
        console: Rich console. [default: standard error]
        clock: Function that returns monotonic seconds.

    Example:
        ```python
        with LiveProgress() as progress:
            await basespace.datasets.download(dataset, "fastq", progress=progress)
        ```
    """

    def __init__(self, console: Console | None = None, *, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._shown = False
        self._meters: list[_Bar] = []
        self._bars = Bars(
            TextColumn("{task.description}", markup=False, table_column=Column(max_width=40, no_wrap=True)),
            BarColumn(),
            _CountColumn(_progress_of),
            _CountColumn(_rate_of),
            _CountColumn(_left_of),
            console=console or Console(stderr=True),
            redirect_stdout=False,
        )

    def __call__(self, *, desc: str, total: float | None, unit: str) -> _Bar:
        """Start a bar.

        Args:
            desc: Description for people.
            total: Expected count, or None if it is unknown.
            unit: `B` for bytes, else the name of one item.

        Raises:
            ConfigurationError: If the display was not entered as a context manager.
        """
        if not self._shown:
            raise ConfigurationError("the live display is a context manager: with LiveProgress() as progress: ...")
        self._make_room()
        count = Count(total, self._clock)
        task = self._bars.add_task(printable(desc), total=total, count=count, unit=unit)
        meter = _Bar(self._bars, task, count)
        self._meters.append(meter)
        return meter

    def __enter__(self) -> Self:
        self._bars.start()
        self._shown = True
        return self

    def __exit__(
        self, error_type: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._shown = False
        for meter in self._meters:
            meter.close()
        self._bars.stop()

    def _make_room(self) -> None:
        ended = [meter for meter in self._meters if meter.closed]
        for meter in ended[: max(0, len(self._meters) - MAX_BARS + 1)]:
            self._bars.remove_task(meter.task)
            self._meters.remove(meter)


class _Bar:
    """Meter that is shown as a bar."""

    def __init__(self, bars: Bars, task: TaskID, count: Count) -> None:
        self.task = task
        self.closed = False
        self._bars = bars
        self._count = count

    @property
    def total(self) -> float | None:
        """Expected count, or None."""
        return self._count.total

    @total.setter
    def total(self, value: float | None) -> None:
        self._count.total = value
        self._bars.update(self.task, total=value)

    def update(self, n: float | None = 1, /) -> None:
        """Add to the count."""
        if self.closed:
            return
        self._count.add(n or 0)
        self._bars.update(self.task, completed=self._count.done)

    def close(self) -> None:
        """End the count; the bar stays as it is."""
        if not self.closed:
            self.closed = True
            self._count.end()
            self._bars.stop_task(self.task)


class _CountColumn(ProgressColumn):
    """Column with a text about the count of a bar."""

    def __init__(self, describe: Callable[[Count, str], str]) -> None:
        super().__init__(table_column=Column(no_wrap=True, justify="right"))
        self._describe = describe

    def render(self, task: Task) -> Text:
        """Return the text."""
        return Text(self._describe(task.fields["count"], task.fields["unit"]))


def _progress_of(count: Count, unit: str) -> str:
    return part(count.done, count.total, unit)


def _rate_of(count: Count, unit: str) -> str:
    speed = count.average if count.complete else count.per_second
    return "" if speed is None else rate(speed, unit)


def _left_of(count: Count, _unit: str) -> str:
    if count.complete:
        return ""
    left = count.seconds_left
    return "" if left is None else f"{duration(left)} left"
