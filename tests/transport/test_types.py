"""A request that is sent with something else in it is otherwise the same."""

from __future__ import annotations

from attrs import evolve, fields

from basespace_async.transport import HTTPRequest, Timeouts
from basespace_async.transport.types import replace

REQUEST = HTTPRequest(
    "PUT",
    "https://api.example.org/v2/runs/7",
    headers={"Accept": "application/json"},
    body=b"{}",
    timeouts=Timeouts(read=1),
    stream=True,
    operation="updateRun",
    attempt=2,
    priority="background",
    idempotent=True,
    deadline=5.0,
    max_response_size=7,
    send_token=False,
)


def test_what_is_not_given_is_kept() -> None:
    default = HTTPRequest("GET", "https://api.example.org/v2")
    names = [field.name for field in fields(HTTPRequest)]
    assert all(getattr(REQUEST, name) != getattr(default, name) for name in names)
    assert replace(REQUEST) == REQUEST


def test_what_is_given_is_taken() -> None:
    new = {"headers": {"x-access-token": "t"}, "attempt": 3, "deadline": 9.0}
    assert replace(REQUEST, **new) == evolve(REQUEST, **new)  # type: ignore[arg-type]
