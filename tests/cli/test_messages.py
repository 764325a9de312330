"""What is told beside the output."""

from __future__ import annotations

import logging
import re
import warnings

import pytest

from basespace_async import ConfigurationWarning
from basespace_async.cli.messages import log_errors_only, log_requests, messages_to_stderr

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
    assert capsys.readouterr().err.endswith("warning: next\n")


def test_what_was_set_before_is_restored_after_an_error() -> None:
    shown = warnings.showwarning
    with pytest.raises(ZeroDivisionError), messages_to_stderr():
        raise ZeroDivisionError
    assert warnings.showwarning is shown
    assert logging.getLogger("basespace_async").handlers == []
