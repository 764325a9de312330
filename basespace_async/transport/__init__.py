"""Transport interface, its adapters, and the middleware over them.

`AiohttpTransport` is the default. `HttpxTransport` needs the extra `basespace-async[httpx]`; httpx is imported
when the name is first used. Each middleware is a `Transport` around another and adds one thing: retries,
authentication, the rate limit, counters, events.
"""

from __future__ import annotations

from .._lazy import attach

__getattr__, __dir__, __all__ = attach(__name__, __file__)
