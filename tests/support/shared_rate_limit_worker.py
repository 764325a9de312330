"""A process of its own that asks as fast as it can: `python -m ... URL TOKEN REDIS RATE REQUESTS`.

It says `ready`, begins when it is sent a line, and prints what came of it, as JSON.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys

from basespace_async import BaseSpace, BaseSpaceError, RateLimit, RedisBudget

TASKS = 8


async def main(url: str, token: str, redis: str, rate: float, requests: int) -> None:
    log: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: log.append(record.getMessage())  # type: ignore[method-assign]
    logging.getLogger("basespace_async.budget").addHandler(handler)
    logging.getLogger("basespace_async.budget").setLevel(logging.INFO)
    failed: list[str] = []
    async with BaseSpace(
        token, server=url, rate_limit=RateLimit(rate=rate), shared_budget=RedisBudget(redis, workers=8)
    ) as basespace:
        print("ready", flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        numbers = iter(range(requests))

        async def ask() -> None:
            for _ in numbers:  # which all tasks share
                try:
                    await basespace.users.current()
                except BaseSpaceError as error:
                    failed.append(str(error))

        await asyncio.gather(*(ask() for _ in range(TASKS)))
        stats = basespace.stats
        found = {"requests": stats.requests, "throttled": stats.throttled, "shared": stats.shared}
        print(json.dumps({**found, "failed": failed, "log": log}), flush=True)


if __name__ == "__main__":
    address, secret, store, allowed, many = sys.argv[1:]
    asyncio.run(main(address, secret, store, float(allowed), int(many)))
