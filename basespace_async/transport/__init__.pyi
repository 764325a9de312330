# ruff: noqa: I001 (one import for each module)
from .adapters.aiohttp import AiohttpTransport as AiohttpTransport
from .adapters.responses import BufferedResponse as BufferedResponse
from .adapters.httpx import HttpxTransport as HttpxTransport
from .middleware.events import RequestEvent as RequestEvent, ResponseEvent as ResponseEvent, RetryEvent as RetryEvent
from .middleware.retry import RetryMiddleware as RetryMiddleware
from .middleware.retry_policy import RetryPolicy as RetryPolicy
from .rate_limit.limit import RateLimit as RateLimit
from .statistics import Statistics as Statistics
from .types import (
    DEFAULT_TIMEOUTS as DEFAULT_TIMEOUTS,
    HTTPRequest as HTTPRequest,
    HTTPResponse as HTTPResponse,
    Priority as Priority,
    Timeouts as Timeouts,
    Transport as Transport,
)

__all__: list[str]
