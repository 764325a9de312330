"""Messages beside the output: one line each on standard error, without escape codes."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

import click

from ..progress.text import printable

_LOGGER = "basespace_async"


def echo_err(text: str) -> None:
    """Print one line on standard error, with control characters escaped."""
    click.echo(printable(text), err=True)


class _Lines(logging.Handler):
    """Log records as lines: as warnings, or with their time and source where requests are logged too."""

    def emit(self, record: logging.LogRecord) -> None:
        """Print a record."""
        try:
            if logging.getLogger(_LOGGER).level == logging.DEBUG:
                time = logging.Formatter().formatTime(record)
                echo_err(f"{time} {record.name}: {record.getMessage()}")
            else:
                echo_err(f"warning: {record.getMessage()}")
        except Exception:  # noqa: BLE001 (as every handler: what cannot be logged stops nothing)
            self.handleError(record)


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
