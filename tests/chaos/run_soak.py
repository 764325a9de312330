"""Loads a client for a while, and says whether anything grew.

python -m tests.chaos.run_soak --seconds 1800
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys

from tests.support.chaos.soaking import Soak, served, soak


def tell(line: str) -> None:
    """Write a line at once."""
    print(line, flush=True)


async def run(seconds: float) -> Soak:
    """Load a client of a simulator in another process."""
    async with served() as (server, token):
        return await soak(server, token, seconds, tell=tell)


def main() -> int:
    """The exit code: 1 where something grew."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=1800.0)
    seconds = parser.parse_args().seconds
    logging.getLogger("basespace_async").setLevel(logging.ERROR)
    tell("every half a minute: seconds, bytes resident, tasks, sockets, descriptors, threads")
    soaked = asyncio.run(run(seconds))
    tell(soaked.summary())
    problems = soaked.problems()
    tell("; ".join(problems) if problems else f"nothing grew in {seconds:.0f} s")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
