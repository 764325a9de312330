"""What is told beside the output."""

from __future__ import annotations

import io
import logging
import re
import sys
import warnings

import pytest

from basespace_async import ConfigurationWarning, RetryEvent
from basespace_async.cli.messages import (
    RetryMessages,
    echo_err,
    log_errors_only,
    log_requests,
    messages_to_stderr,
    print_traceback,
)

logger = logging.getLogger("basespace_async.somewhere")


def test_warnings_and_the_log_are_lines_within_the_block(capsys: pytest.CaptureFixture[str]) -> None:
    before = logging.getLogger("basespace_async").level
    with messages_to_stderr():
        logger.warning("%s was late", "evil\x1b[2J")
        logger.info("not told")
        warnings.warn("mode 644", ConfigurationWarning, stacklevel=1)
    assert capsys.readouterr().err == "warning: evil\\x1b[2J was late\nwarning: mode 644\n"
    assert logging.getLogger("basespace_async").handlers == []
    assert logging.getLogger("basespace_async").level == before


def test_arguments_of_python_are_told_as_options(capsys: pytest.CaptureFixture[str]) -> None:
    echo_err("exists (`if_exists`); take it with `exist_ok`, not `run_type`; `storage.restore`")
    assert capsys.readouterr().err == (
        "exists (--if-exists); take it with --exist-ok, not `run_type`; `basespace-async restore`\n"
    )


def test_requests_are_logged_with_their_time_and_source(capsys: pytest.CaptureFixture[str]) -> None:
    with messages_to_stderr():
        log_requests()
        logger.debug("GET %s", "x")
    line = capsys.readouterr().err
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} basespace_async\.somewhere: GET x\n", line)
    with messages_to_stderr():
        logger.debug("GET again")
    assert capsys.readouterr().err == ""


def test_errors_only_leave_warnings_out(capsys: pytest.CaptureFixture[str]) -> None:
    with messages_to_stderr():
        log_errors_only()
        logger.warning("late")
        warnings.warn("mode 644", ConfigurationWarning, stacklevel=1)
    assert capsys.readouterr().err == ""


def test_a_record_that_cannot_be_told_stops_nothing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging.getLogger("basespace_async"), "propagate", False)  # pytest looks at records too
    with messages_to_stderr():
        logger.warning("%d", "no number")
        logger.warning("next")
        logger.warning("%d", "evil\x1b[2J")
    first, second, third = capsys.readouterr().err.splitlines()
    assert first.startswith("warning: basespace_async.somewhere cannot write a message: TypeError(")
    assert second == "warning: next"
    assert third.isprintable()


def test_what_was_set_before_is_restored_after_an_error() -> None:
    shown = warnings.showwarning
    with pytest.raises(ZeroDivisionError), messages_to_stderr():
        raise ZeroDivisionError
    assert warnings.showwarning is shown
    assert logging.getLogger("basespace_async").handlers == []


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def waiting(seconds: float, reason: str = "503", host: str = "api.example") -> RetryEvent:
    return RetryEvent("GET", f"https://{host}/v2/x", "getX", 0, reason, seconds)


@pytest.mark.parametrize(("stream", "minimum"), [(Terminal, 1.0), (io.StringIO, 10.0)])
def test_a_wait_is_said_with_its_seconds_and_reason(
    stream: type[io.StringIO], minimum: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr(sys, "stderr", written := stream())
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    tell = RetryMessages()
    tell(waiting(minimum - 0.1))
    assert written.getvalue() == ""
    for _ in range(16):
        tell(waiting(30))
    assert written.getvalue() == "waiting 30 s: api.example answered 503\n"
    now[0] += 5
    tell(waiting(25))
    tell(waiting(60, "ConnectionFailedError"))
    now[0] += 70
    tell(waiting(minimum))
    assert written.getvalue().splitlines()[1:] == [
        "waiting 60 s: api.example: ConnectionFailedError",
        f"waiting {minimum:.0f} s: api.example answered 503",
    ]


def test_a_traceback_shows_no_secret_and_moves_no_cursor(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        raise ValueError("evil\x1b[2J\x9b1m\u202e for token-42")
    except ValueError as error:
        print_traceback(error, "token-42", "")
    shown = capsys.readouterr().err
    assert shown.startswith("Traceback (most recent call last):\n")
    assert shown.endswith("ValueError: evil\\x1b[2J\\x9b1m\\u202e for ***\n")
