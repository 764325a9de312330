"""The display that suits where progress is shown."""

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
    """Bars in a terminal, and plain lines elsewhere. A context manager in both cases.

    Args:
        stream: where it is shown; standard error where neither this nor `console` is given.
        console: a rich console, instead of a stream.
        interval: seconds between two plain lines of one meter, at least.

    Returns:
        A `LiveProgress` where a terminal that can move its cursor is there and rich is installed (extra
        `basespace-async[cli]`), and otherwise a `LineProgress`.

    Example:
        with terminal_progress() as progress:
            await basespace.runs.download(run, "run", progress=progress)
    """
    target = (console.file if console is not None else stream) or sys.stderr
    moves = console.is_terminal and not console.is_dumb_terminal if console is not None else _can_move(target)
    if not moves or find_spec("rich") is None:
        return LineProgress(target, interval=interval)

    from rich.console import Console

    from .bars import LiveProgress

    return LiveProgress(console or Console(file=target))


def _can_move(stream: IO[str]) -> bool:
    return stream.isatty() and os.environ.get("TERM", "").lower() not in ("dumb", "unknown")
