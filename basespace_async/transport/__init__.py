"""HTTP transport: the interface, the adapters over aiohttp and httpx, and the middleware.

`AiohttpTransport` is the default. `HttpxTransport` needs the extra `basespace-async[httpx]`; httpx is imported
when the name is first used. A middleware is a `Transport` around another that adds one thing: `retry`, `auth`,
`rate_limit` (rate and concurrency), `metrics`, `events` (hooks and log).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .adapters.aiohttp import AiohttpTransport
from .adapters.base import BufferedResponse
from .middleware.events import RequestEvent, ResponseEvent, RetryEvent
from .middleware.retry import RetryMiddleware, RetryPolicy
from .rate_limit.limit import RateLimit
from .statistics import Statistics
from .types import DEFAULT_TIMEOUTS, HTTPRequest, HTTPResponse, Priority, Timeouts, Transport

if TYPE_CHECKING:
    from .adapters.httpx import HttpxTransport

__all__ = [
    "DEFAULT_TIMEOUTS",
    "AiohttpTransport",
    "BufferedResponse",
    "HTTPRequest",
    "HTTPResponse",
    "HttpxTransport",
    "Priority",
    "RateLimit",
    "RequestEvent",
    "ResponseEvent",
    "RetryEvent",
    "RetryMiddleware",
    "RetryPolicy",
    "Statistics",
    "Timeouts",
    "Transport",
]


def __getattr__(name: str) -> object:
    if name == "HttpxTransport":
        from .adapters.httpx import HttpxTransport

        return HttpxTransport
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
