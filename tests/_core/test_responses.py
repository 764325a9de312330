"""What a response stands for."""

from __future__ import annotations

import math
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from multidict import CIMultiDict

from basespace_async import errors
from basespace_async._core.responses import redirect_target, result
from basespace_async.transport import BufferedResponse
from basespace_async.transport.rate_limit.retry_after import retry_after
from basespace_openapi.api.analyses import delete_appsession, delete_appsession_property, get_appsession

NOW = datetime(2025, 5, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0.0),
        (" 120 ", 120.0),
        ("Thu, 01 May 2025 12:00:30 GMT", 30.0),
        ("Thu, 01 May 2025 12:00:30", 30.0),
        ("Thu, 01 May 2025 11:00:00 GMT", 0.0),
        ("", None),
        ("-5", None),
        ("1.5", 1.5),
        ("1.", None),
        ("1e3", None),
        ("soon", None),
        ("²", None),
    ],
)
def test_a_time_to_wait_is_seconds_or_a_date(value: str, seconds: float | None) -> None:
    assert retry_after({"Retry-After": value}, now=NOW) == seconds


def test_a_date_counts_from_the_date_of_the_answer_and_not_from_the_clients_clock() -> None:
    headers = {"Retry-After": "Wed, 25 Nov 2026 12:00:07 GMT", "Date": "Wed, 25 Nov 2026 12:00:00 GMT"}
    assert retry_after(headers, now=NOW) == 7
    assert retry_after({**headers, "Date": "soon"}, now=NOW) == 3600


@given(st.text() | st.text(alphabet="0123456789 :,GMTadehnoruy-+."))
def test_any_time_to_wait_is_finite_and_not_negative_or_not_said(value: str) -> None:
    seconds = retry_after({"Retry-After": value}, now=NOW)
    assert seconds is None or (seconds >= 0 and math.isfinite(seconds))


@pytest.mark.parametrize(
    ("status", "location", "target"),
    [
        (302, "https://store.example/x?sig=1", "https://store.example/x?sig=1"),
        (307, "/elsewhere", "https://api.example.org/elsewhere"),
        (302, "", None),
        (304, "https://store.example/x", None),
        (200, "https://store.example/x", None),
    ],
)
def test_a_redirect_says_where_to(status: int, location: str, target: str | None) -> None:
    response = BufferedResponse(status, CIMultiDict(Location=location), b"")
    assert redirect_target("https://api.example.org/v2/x", response) == target


def test_an_operation_without_a_result_gives_none_and_an_optional_one_may() -> None:
    assert result(delete_appsession_property.request("1", "p"), b"") is None
    assert result(delete_appsession.request("1"), b"") is None
    item = result(delete_appsession.request("1"), b'{"Id": "9"}')
    assert item is not None
    assert item.id == "9"
    with pytest.raises(errors.DecodeError, match="getAppSession: the body is empty"):
        result(get_appsession.request("1"), b"")
