"""HTTP requests of operations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from attrs import evolve

from basespace_openapi.client import Request
from basespace_openapi.types import UNSET, CommaSeparated, Model, Unset, comma_separated

from .._codec import converter
from .._util.redact import redacted_url
from .._version import __version__
from ..config.server import API_VERSION
from ..errors import ConfigurationError
from ..transport.origin import Origin
from ..transport.types import HTTPRequest, Priority, Timeouts
from .options import CallSettings

USER_AGENT = f"basespace-async/{__version__}"
_HEADERS: Mapping[str, str] = {"Accept": "application/json", "User-Agent": USER_AGENT}
_NO_HEADERS: Mapping[str, str] = {}
_JSON: Mapping[str, str] = {"Content-Type": "application/json"}
_BYTES: Mapping[str, str] = {"Content-Type": "application/octet-stream"}
_SLOWEST = 40_000  # bytes a second


def http_request(
    request: Request[object],
    settings: CallSettings,
    priority: Priority,
    *,
    server: str,
    query: Mapping[str, Any] | None = None,
) -> HTTPRequest:
    """Return the HTTP request for an operation's request.

    Args:
        request: from a generated endpoint module.
        settings: how it is sent.
        priority: priority, unless the settings have one.
        server: the API's root, without a trailing slash.
        query: query values in place of the request's.

    Raises:
        ConfigurationError: If an argument cannot be sent; the message names it.
    """
    _check_path(request.path, request.operation)
    url = _below(server, request.path)
    if values := request.query if query is None else query:
        sent_query = _query(request.operation, values)
        url = f"{url}?{sent_query}" if sent_query else url
    content, content_type = _body(request.body)
    headers = {**_HEADERS, **content_type} if content_type else _HEADERS
    return _sent(request.method, url, headers, content, request.operation, settings, priority)


def _body(body: Model | bytes | Unset) -> tuple[bytes | None, Mapping[str, str]]:
    if isinstance(body, Unset):
        return None, _NO_HEADERS
    return (body, _BYTES) if isinstance(body, bytes) else (converter.encode(body), _JSON)


def json_request(
    method: str,
    url: str,
    *,
    body: Any,
    headers: Mapping[str, str],
    operation: str,
    settings: CallSettings,
    priority: Priority,
) -> HTTPRequest:
    """Return a request for JSON, with `body` as JSON unless it is None."""
    content, content_type = (None, {}) if body is None else (converter.encode(body), _JSON)
    return _sent(method, url, {**_HEADERS, **content_type, **headers}, content, operation, settings, priority)


def content_request(
    url: str,
    headers: Mapping[str, str],
    *,
    operation: str,
    settings: CallSettings,
    priority: Priority,
    send_token: bool,
) -> HTTPRequest:
    """Return a GET whose response is streamed."""
    return _sent("GET", url, headers, None, operation, settings, priority, stream=True, send_token=send_token)


def timeouts_for(timeouts: Timeouts, size: int) -> Timeouts:
    """Return timeouts with as much more time for the whole as a slow network needs for a body of `size` bytes."""
    return timeouts if timeouts.total is None else evolve(timeouts, total=timeouts.total + size / _SLOWEST)


def body_request(
    method: str,
    url: str,
    headers: Mapping[str, str],
    body: bytes | memoryview,
    *,
    operation: str,
    settings: CallSettings,
    send_token: bool,
) -> HTTPRequest:
    """Return a request that carries bytes of a file."""
    settings = evolve(settings, timeouts=timeouts_for(settings.timeouts, len(body)))
    return _sent(method, url, headers, body, operation, settings, "background", send_token=send_token)


def _sent(
    method: str,
    url: str,
    headers: Mapping[str, str],
    content: bytes | memoryview | None,
    operation: str,
    settings: CallSettings,
    priority: Priority,
    *,
    stream: bool = False,
    send_token: bool = True,
) -> HTTPRequest:
    return HTTPRequest(
        method,
        url,
        headers,
        content,
        settings.timeouts,
        stream,
        operation,
        priority=settings.priority or priority,
        idempotent=settings.idempotent,
        max_response_size=settings.max_response_size,
        send_token=send_token,
    )


def url_of(
    path: str, query: Mapping[str, str | int | bool | Iterable[str | int]], *, server: str, operation: str
) -> str:
    """Return the URL of `path` and `query`.

    Args:
        path: below the API's root, or beside it with a version, or an absolute URL of the API's own origin.
        query: values by name; several of one name are joined by commas.
        server: the API's root.
        operation: name of the operation, for errors.

    Raises:
        ConfigurationError: If it leads to another host, or has an empty or a dot segment.
    """
    if "://" in path or path.startswith("//"):
        if not Origin(server).has(path):
            raise ConfigurationError(f"{redacted_url(path)} is not on {server}; requests go to the API's own host only")
        url = path
    else:
        url = _below(server, "/" + path.lstrip("/"))
    bare = url.partition("?")[0].partition("#")[0]
    _check_path("/" + bare.partition("://")[2].partition("/")[2], operation)
    values = {name: _comma_separated(value) for name, value in query.items()}
    added = _query(operation, values)
    if not added:
        return url
    return f"{url}{'&' if '?' in url else '?'}{added}"


def _below(server: str, path: str) -> str:
    """Return the URL of a path below the API's root, or beside it where the path begins with a version."""
    versioned = path.split("/", 2)[1] in (API_VERSION, "v1pre3")
    return f"{server.removesuffix(f'/{API_VERSION}') if versioned else server}{path}"


def _comma_separated(value: str | int | bool | Iterable[str | int]) -> str | int | bool | CommaSeparated | Unset:
    return value if isinstance(value, str | int) else comma_separated(value)


def _check_path(path: str, operation: str) -> None:
    # Servers and proxies resolve these segments, so that the request would reach another resource.
    segments = f"{path}/"
    for segment in ("//", "/./", "/../"):
        if segment in segments:
            raise ConfigurationError(
                f"{operation}: {segment[1:-1]!r} is not an id; pass the id of an existing resource"
            )


def _query(operation: str, query: Mapping[str, Any]) -> str:
    pairs: list[str] = []
    for name, value in query.items():
        if value is UNSET:
            continue
        if isinstance(value, list):
            pairs += [f"{name}={_text(item)}" for item in value]
        elif isinstance(value, CommaSeparated):
            pairs.append(f"{name}={_comma_text(operation, name, value)}")
        else:
            pairs.append(f"{name}={_text(value)}")
    return "&".join(pairs)


def shown_query(query: Mapping[str, Any]) -> dict[str, object]:
    """Return the query values that are sent, as a repr shows them."""
    return {
        name: ",".join(map(str, value.values)) if isinstance(value, CommaSeparated) else value
        for name, value in query.items()
        if value is not UNSET
    }


def _comma_text(operation: str, name: str, value: CommaSeparated) -> str:
    if not value.values:
        raise ConfigurationError(f"{operation}: {name} is an empty list, which would not filter; leave it out")
    for item in value.values:
        if isinstance(item, str) and "," in item:
            raise ConfigurationError(f"{operation}: {name} has a value with a comma, which separates values: {item!r}")
    return ",".join(_text(item) for item in value.values)


def _text(value: object) -> str:
    """Percent-encode a value as it stands in a query."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Model):
        return quote(converter.encode(value), safe="")
    text = str(value)
    return text if text.isascii() and text.isalnum() else quote(text, safe="~")
