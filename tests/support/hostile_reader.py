"""Reads one answer in a process of its own, and says what became of it and how much memory that took.

python hostile_reader.py ADAPTER URL LARGEST
"""

from __future__ import annotations

import asyncio
import json
import resource
import sys

import httpx

from basespace_async.errors import BaseSpaceError
from basespace_async.transport import AiohttpTransport, HTTPRequest, HttpxTransport, Timeouts, Transport


def peak() -> int:
    """The most memory that this process had, in KiB (Linux) or bytes (macOS)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


async def read(adapter: str, url: str, largest: int) -> str:
    transport: Transport = AiohttpTransport()
    if adapter == "httpx":
        transport = HttpxTransport(httpx.AsyncClient(trust_env=False, verify=False), close_client=True)
    request = HTTPRequest("GET", url, timeouts=Timeouts(total=60.0), max_response_size=largest)
    try:
        response = await transport.send(request)
        return f"{len(await response.read())} bytes"
    except BaseSpaceError as error:
        return type(error).__name__
    finally:
        await transport.aclose()


if __name__ == "__main__":
    asyncio.run(read(sys.argv[1], "http://127.0.0.1:9", 1))  # imports what is imported late
    before = peak()
    outcome = asyncio.run(read(sys.argv[1], sys.argv[2], int(sys.argv[3])))
    print(json.dumps({"outcome": outcome, "grown": (peak() - before) * (1 if sys.platform == "darwin" else 1024)}))
