"""The seam over HTTP and what stands on it.

`AiohttpTransport` is the default. `HttpxTransport` needs the extra `basespace-async[httpx]`; httpx is imported
when the name is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._aiohttp import AiohttpTransport
from .base import DEFAULT_TIMEOUTS, HTTPRequest, HTTPResponse, Timeouts, Transport

if TYPE_CHECKING:
    from ._httpx import HttpxTransport

__all__ = [
    "DEFAULT_TIMEOUTS",
    "AiohttpTransport",
    "HTTPRequest",
    "HTTPResponse",
    "HttpxTransport",
    "Timeouts",
    "Transport",
]


def __getattr__(name: str) -> object:
    if name == "HttpxTransport":
        from ._httpx import HttpxTransport

        return HttpxTransport
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
