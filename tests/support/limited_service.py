"""A service in simulated time that refuses more requests a second than it allows."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from multidict import CIMultiDict

from basespace_async import HTTPRequest
from basespace_async.simulator.http.rate_limit import TokenBucket
from basespace_async.transport import BufferedResponse, Priority

SERVER = "https://api.example.org/v2"


Latency = Callable[[], float]


class Service:
    """Answers after a latency; refuses more requests a second than it allows."""

    def __init__(self, rate: float | None = None, *, latency: float = 0.05, retry_after: str | None = "1") -> None:
        self.rate, self.latency, self.retry_after = rate, latency, retry_after
        self.bucket: TokenBucket | None = None
        self.served: list[float] = []
        self.refused: list[float] = []
        self.in_flight = self.peak = 0
        self.statuses: list[int | Exception] = []

    async def send(self, request: HTTPRequest) -> BufferedResponse:
        loop = asyncio.get_running_loop()
        if self.rate is not None and self.bucket is None:
            self.bucket = TokenBucket(self.rate, loop.time)
        self.in_flight += 1
        self.peak = max(self.peak, self.in_flight)
        try:
            await asyncio.sleep(self.latency / 2)
            status = self._status()
            await asyncio.sleep(self.latency / 2)
        finally:
            self.in_flight -= 1
        headers: CIMultiDict[str] = CIMultiDict()
        if status in (429, 503) and self.retry_after is not None:
            headers["Retry-After"] = self.retry_after
        (self.refused if status == 429 else self.served).append(loop.time())
        return BufferedResponse(status, headers, b"")

    def _status(self) -> int:
        if self.statuses:
            status = self.statuses.pop(0)
            if isinstance(status, Exception):
                raise status
            return status
        return 429 if self.bucket is not None and self.bucket.take() else 200

    async def aclose(self) -> None:
        pass


def request(priority: Priority = "background", **options: object) -> HTTPRequest:
    return HTTPRequest("GET", f"{SERVER}/biosamples", priority=priority, **options)  # type: ignore[arg-type]
