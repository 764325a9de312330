"""Progress as plain lines, for logs and other output that is not a terminal."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import IO, Self

from ..errors import ConfigurationError
from .count import Clock, Count
from .text import amount, duration, part, printable, rate

INTERVAL = 10.0
"""Seconds between two lines of one meter."""


class LineProgress:
    """Display with a line for each meter every few seconds, and one when it ends. No escape codes.

    A context manager, which closes the meters that are still open.

    Args:
        stream: Output stream. [default: standard error]
        interval: Minimum seconds between two lines of one meter.
        clock: Function that returns monotonic seconds.

    Raises:
        ConfigurationError: If the interval is negative.

    Example:
        ```python
        with LineProgress() as progress:
            await basespace.datasets.download(dataset, "fastq", progress=progress)
        ```
    """

    def __init__(
        self, stream: IO[str] | None = None, *, interval: float = INTERVAL, clock: Clock = time.monotonic
    ) -> None:
        if not interval >= 0:
            raise ConfigurationError(f"interval is {interval} seconds; give 0 or more")
        self._stream: IO[str] | None = sys.stderr if stream is None else stream
        self._interval = interval
        self._clock = clock
        self._open: list[_LineMeter] = []

    def __call__(self, *, desc: str, total: float | None, unit: str) -> _LineMeter:
        """Start a meter.

        Args:
            desc: Description for people.
            total: Expected count, or None if it is unknown.
            unit: `B` for bytes, else the name of one item.
        """
        meter = _LineMeter(self, desc, Count(total, self._clock), unit, interval=self._interval)
        self._open.append(meter)
        return meter

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, error_type: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        for meter in [*self._open]:
            meter.close()

    def closed(self, meter: _LineMeter) -> None:
        """Note that a meter has ended."""
        self._open.remove(meter)

    def write(self, line: str) -> None:
        """Write one line. A stream that fails is given up: no job ends because it cannot be watched."""
        if self._stream is None:
            return
        encoding = getattr(self._stream, "encoding", None) or "utf-8"
        try:
            self._stream.write(f"{line.encode(encoding, 'backslashreplace').decode(encoding)}\n")
            self._stream.flush()
        except (OSError, ValueError):  # full, gone or closed
            self._stream = None


class _LineMeter:
    """Meter that is shown as lines."""

    def __init__(self, display: LineProgress, desc: str, count: Count, unit: str, *, interval: float) -> None:
        self._display = display
        self._name = printable(desc)
        self._count = count
        self._unit = unit
        self._interval = interval
        self._next = interval
        self._closed = False

    @property
    def total(self) -> float | None:
        """Expected count, or None."""
        return self._count.total

    @total.setter
    def total(self, value: float | None) -> None:
        self._count.total = value

    def update(self, n: float | None = 1, /) -> None:
        """Add to the count, and write a line if the last one is old enough."""
        self._count.add(n or 0)
        if self._closed or self._count.elapsed < self._next:
            return
        self._next = self._count.elapsed + self._interval
        self._display.write(f"{self._name}: {', '.join(self._parts())}")

    def close(self) -> None:
        """End the count, and write the last line, once."""
        if self._closed:
            return
        self._closed = True
        self._count.end()
        self._display.closed(self)
        count, unit = self._count, self._unit
        if count.total is not None and not count.complete:
            ended = f"ended at {part(count.done, count.total, unit)} after {duration(count.elapsed)}"
        else:
            ended = f"{amount(count.done, unit)} in {duration(count.elapsed)}"
            if count.average is not None:
                ended += f", {rate(count.average, unit)}"
        self._display.write(f"{self._name}: {ended}")

    def _parts(self) -> list[str]:
        count = self._count
        parts = [part(count.done, count.total, self._unit)]
        speed, left = count.per_second, count.seconds_left
        if speed is not None:
            parts.append(rate(speed, self._unit))
        if left is not None:
            parts.append(f"{duration(left)} left")
        return parts
