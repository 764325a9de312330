"""From an operation's request to what is sent."""

from __future__ import annotations

from urllib.parse import quote

from basespace_openapi.client import Request
from basespace_openapi.types import CommaSeparated, Model, Unset

from . import converter
from ._version import __version__
from .errors import ConfigurationError
from .transport.base import HTTPRequest, Timeouts

USER_AGENT = f"basespace-async/{__version__}"


def http_request(request: Request[object], *, server: str, timeouts: Timeouts) -> HTTPRequest:
    """What is sent for `request`.

    Args:
        request: from a generated endpoint module.
        server: the API's root, without a trailing slash.
        timeouts: limits for this exchange.

    Raises:
        ConfigurationError: an argument cannot be sent; the message names it.
    """
    _check_path(request)
    headers = {"Accept": "application/json", "User-Agent": USER_AGENT}
    body = None
    if not isinstance(request.body, Unset):
        body = converter.encode(request.body)
        headers["Content-Type"] = "application/json"
    query = _query(request)
    url = f"{server}{request.path}?{query}" if query else f"{server}{request.path}"
    return HTTPRequest(method=request.method, url=url, headers=headers, body=body, timeouts=timeouts)


def _check_path(request: Request[object]) -> None:
    # Servers and proxies resolve these segments, so that the request would reach another resource.
    unusable = {"", ".", ".."} & set(request.path.split("/")[1:])
    if unusable:
        shown = unusable.pop()
        raise ConfigurationError(f"{request.operation}: {shown!r} is not an id; pass the id of an existing resource")


def _query(request: Request[object]) -> str:
    pairs: list[str] = []
    for name, value in request.query.items():
        if isinstance(value, Unset):
            continue
        if isinstance(value, list):
            pairs += [f"{name}={_text(item)}" for item in value]
        elif isinstance(value, CommaSeparated):
            pairs.append(f"{name}={_joined(request.operation, name, value)}")
        else:
            pairs.append(f"{name}={_text(value)}")
    return "&".join(pairs)


def _joined(operation: str, name: str, value: CommaSeparated) -> str:
    if not value.values:
        raise ConfigurationError(f"{operation}: {name} is an empty list, which would not filter; leave it out")
    for item in value.values:
        if isinstance(item, str) and "," in item:
            raise ConfigurationError(f"{operation}: {name} has a value with a comma, which separates values: {item!r}")
    return ",".join(_text(item) for item in value.values)


def _text(value: object) -> str:
    """A value as it stands in a query, percent-encoded."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Model):
        return quote(converter.encode(value), safe="")
    return quote(str(value), safe="~")
