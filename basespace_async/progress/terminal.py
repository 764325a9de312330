"""Progress display for a terminal or a log, whichever there is."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from typing import IO, TYPE_CHECKING

from .lines import INTERVAL, LineProgress

if TYPE_CHECKING:
    from rich.console import Console

    from .bars import LiveProgress


def terminal_progress(
    stream: IO[str] | None = None, *, console: Console | None = None, interval: float = INTERVAL
) -> LiveProgress | LineProgress:
    """Return a display: bars in a terminal, plain lines elsewhere. Both are context managers.

    Args:
        stream: Output stream. [default: standard error]
        console: Rich console instead of a stream.
        interval: Minimum seconds between two plain lines of one meter.

    Returns:
        A `LiveProgress` if the terminal can move its cursor and rich is installed (extra `basespace-async[cli]`), else
        a `LineProgress`.

    Example:
        ```python
        with terminal_progress() as progress:
            await basespace.runs.download(run, "run", progress=progress)
        ```
    """
    target = (console.file if console is not None else stream) or sys.stderr
    moves = console.is_terminal and not console.is_dumb_terminal if console is not None else _can_move(target)
    if not moves or find_spec("rich") is None:
        return LineProgress(target, interval=interval)

    from rich.console import Console

    from .bars import LiveProgress

    return LiveProgress(console or Console(file=target))


def _can_move(stream: IO[str] | None) -> bool:
    return stream is not None and stream.isatty() and os.environ.get("TERM", "").lower() not in ("dumb", "unknown")
