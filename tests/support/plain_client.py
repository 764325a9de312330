"""A plain client of the simulator."""

from __future__ import annotations

import json
from typing import Any

import aiohttp

from basespace_async.simulator import Simulator


class Reader:
    """A plain client."""

    def __init__(self, simulator: Simulator, session: aiohttp.ClientSession) -> None:
        self.simulator, self.session = simulator, session

    async def get(self, path: str, *, token: str | None = None, **headers: str) -> tuple[int, Any, dict[str, str]]:
        sent = {"x-access-token": self.simulator.token if token is None else token, **headers}
        async with self.session.get(self.simulator.url + path, headers=sent, allow_redirects=False) as response:
            text = await response.text()
            return response.status, json.loads(text) if text else None, dict(response.headers)

    async def send(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        """A request with a body: JSON, or bytes as they are."""
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        sent = {"x-access-token": self.simulator.token, "Content-Type": "application/json", **headers}
        url = self.simulator.url + path
        async with self.session.request(method, url, data=data, headers=sent, allow_redirects=False) as response:
            text = await response.text()
            return response.status, json.loads(text) if text else None

    async def items(self, path: str) -> list[Any]:
        _, body, _ = await self.get(path)
        return list(body["Items"])
