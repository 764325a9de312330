"""The seam over HTTP and what stands on it.

`AiohttpTransport` is the default. `HttpxTransport` needs the extra `basespace-async[httpx]`; httpx is imported
when the name is first used. The layers, each a `Transport` over another, add one thing each: `retry`,
`authentication`, `budget` (rate and concurrency), `statistics`, `observation` (hooks and log).
"""

from __future__ import annotations

from .._lazy import attach

__getattr__, __dir__, __all__ = attach(__name__, __file__)
