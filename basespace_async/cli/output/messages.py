"""What is told beside the output: one line each on standard error, with nothing in it that a terminal acts on."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

import click

from ...progress.text import printable

_LOGGER = "basespace_async"


def echo_err(text: str) -> None:
    """One line on standard error."""
    click.echo(printable(text), err=True)


class _Lines(logging.Handler):
    """Log records as lines; as remarks, or, where requests are logged too, with their time and source."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            if logging.getLogger(_LOGGER).level == logging.DEBUG:
                moment = logging.Formatter().formatTime(record)
                echo_err(f"{moment} {record.name}: {record.getMessage()}")
            else:
                echo_err(f"warning: {record.getMessage()}")
        except Exception:  # noqa: BLE001 (as every handler: what cannot be told stops nothing)
            self.handleError(record)


@contextmanager
def messages_to_stderr() -> Iterator[None]:
    """Within the block, what the package logs and warns of is told on standard error."""
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
    """Tell of every request, until `told` ends."""
    logging.getLogger(_LOGGER).setLevel(logging.DEBUG)


def log_errors_only() -> None:
    """Tell of no warning, until `told` ends."""
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
