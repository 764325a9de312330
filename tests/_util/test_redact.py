"""URLs, headers and loopback."""

from __future__ import annotations

import pytest

from basespace_async._util.loopback import is_loopback
from basespace_async._util.redact import redacted_headers, redacted_url


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://user:secret@store.example/a?x=SECRET#SECRET", "https://store.example/a"),
        ("runs?x=SECRET&y=http://z", "runs"),
        ("runs#SECRET://z", "runs"),
        ("https://store.example?x=http://SECRET", "https://store.example"),
        ("/v2/runs?x=SECRET", "/v2/runs"),
        ("//user:SECRET@store.example/a", "//store.example/a"),
        ("/v2//runs@1", "/v2//runs@1"),
    ],
)
def test_a_url_is_shown_without_query_fragment_and_credentials(url: str, shown: str) -> None:
    assert redacted_url(url) == shown


def test_secret_headers_are_blotted_out_in_any_case() -> None:
    headers = {"X-Access-Token": "SECRET", "authorization": "SECRET", "Accept": "*/*"}
    assert redacted_headers(headers) == {"X-Access-Token": "***", "authorization": "***", "Accept": "*/*"}


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("localhost", True),
        ("api.localhost", True),
        ("127.0.0.9", True),
        ("::1", True),
        ("10.0.0.1", False),
        ("localhost.example", False),
        ("", False),
    ],
)
def test_loopback_is_told_from_other_hosts(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected
