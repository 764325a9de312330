"""Harvests or downloads in a process of its own, to be killed.

    python child.py <options as JSON>

The options: `server`, `token`, `kind` (`harvest` or `download`), `folder`, `how` (of the call), `retry` (of the client),
and for downloads `project`. With `kill_after_requests`, the process kills itself when it has sent so many.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from basespace_async import BaseSpace
from basespace_async.harvest import harvest
from basespace_async.harvest.store import index
from basespace_async.transport import RateLimit, RetryPolicy


def fewer_rows_in_a_part() -> None:
    """Let a small harvest have several part files, so that there is more to be interrupted."""
    index.PART_ROWS = 9


async def run(options: dict[str, Any]) -> None:
    """Do what the options say."""
    sent = 0

    def count(_: object) -> None:
        nonlocal sent
        sent += 1
        if sent == options.get("kill_after_requests"):
            os.kill(os.getpid(), signal.SIGKILL)

    async with BaseSpace(
        options["token"],
        server=options["server"],
        retry=RetryPolicy(**options.get("retry", {})),
        rate_limit=RateLimit(adaptive=False),
        on_request=count,
    ) as basespace:
        folder = Path(options["folder"])
        if options["kind"] == "harvest":
            await harvest(basespace, folder, **options["how"])
        else:
            await basespace.projects.download(options["project"], folder, **options["how"])


if __name__ == "__main__":
    fewer_rows_in_a_part()
    asyncio.run(run(json.loads(sys.argv[1])))
