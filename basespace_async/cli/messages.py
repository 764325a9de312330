"""Messages beside the output: one line each on standard error, without escape codes."""

from __future__ import annotations

import logging
import re
import sys
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from ..progress.text import printable

if TYPE_CHECKING:
    from ..transport.middleware.events import RetryEvent

NAME = "basespace-async"
"""The program."""
_LOGGER = "basespace_async"
_ARGUMENT = re.compile("`(exist_ok|if_exists|on_collision|project|run)`")  # as errors of the package name them


def echo_err(text: str) -> None:
    """Print one line on standard error, with control characters escaped, and arguments of Python as options."""
    text = _ARGUMENT.sub(lambda match: f"--{match[1].replace('_', '-')}", text)
    text = text.replace("`storage.restore`", f"`{NAME} restore`")
    _write(f"{printable(text)}\n")


def _write(text: str) -> None:
    # Not by click, which writes past the stream that rich puts in the place of standard error while bars are shown.
    if sys.stderr is not None:
        sys.stderr.write(text)
        sys.stderr.flush()


class _Lines(logging.Handler):
    """Log records as lines: as warnings, or with their time and source where requests are logged too."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print a record."""
        try:
            if logging.getLogger(_LOGGER).level == logging.DEBUG:
                written = logging.Formatter().formatTime(record)
                echo_err(f"{written} {record.name}: {record.getMessage()}")
            else:
                echo_err(f"warning: {record.getMessage()}")
        except Exception as error:  # noqa: BLE001 (as every handler: what cannot be logged stops nothing)
            echo_err(f"warning: {record.name} cannot write a message: {error!r}")


class RetryMessages:
    """Hook of a client that says on standard error what a command waits for.

    In a terminal it says waits of a second or more, elsewhere those of ten seconds or more. Of requests that wait at
    the same time it says the first.
    """

    def __init__(self) -> None:
        self._told_until = 0.0

    def __call__(self, event: RetryEvent) -> None:
        """Print a line for a wait, unless a wait that was said lasts as long."""
        from urllib.parse import urlsplit

        minimum = 1.0 if sys.stderr.isatty() else 10.0
        until = time.monotonic() + event.seconds
        if event.seconds < minimum or until < self._told_until + minimum:
            return
        self._told_until = until
        where = urlsplit(event.url).hostname or "the service"
        reason = f"{where} answered {event.reason}" if event.reason.isdigit() else f"{where}: {event.reason}"
        echo_err(f"waiting {event.seconds:.0f} s: {reason}")


def print_traceback(error: BaseException, *secrets: str) -> None:
    """Print where an error comes from on standard error, with control characters escaped.

    Args:
        error: What ended the command.
        *secrets: Texts that are replaced.
    """
    import traceback

    text = "".join(traceback.format_exception(error))
    for secret in filter(None, secrets):
        text = text.replace(secret, "***")
    _write(printable(text, keep="\n"))


@contextmanager
def messages_to_stderr() -> Iterator[None]:
    """Print what the package logs and warns of on standard error within the block."""
    logger = logging.getLogger(_LOGGER)
    level, handler = logger.level, _Lines()
    logger.addHandler(handler)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("default", UserWarning)
            warnings.showwarning = _warn
            yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)


def log_requests() -> None:
    """Log every request, until `messages_to_stderr` ends."""
    logging.getLogger(_LOGGER).setLevel(logging.DEBUG)


def log_errors_only() -> None:
    """Log no warning, until `messages_to_stderr` ends."""
    logging.getLogger(_LOGGER).setLevel(logging.ERROR)


def _warn(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    if logging.getLogger(_LOGGER).level != logging.ERROR:
        echo_err(f"warning: {message}")
