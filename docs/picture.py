"""Make the picture of the README: what the demo reports, as a terminal shows it. Run: python docs/picture.py."""

from __future__ import annotations

import asyncio
import io
import tempfile
from pathlib import Path

from rich.console import Console

from basespace_async import BaseSpace, demo
from basespace_async.progress import silent
from basespace_async.simulator import Simulator

PICTURE = Path(__file__).parent / "picture.svg"


async def outcome(folder: Path) -> demo.DemoReport:
    async with (
        Simulator(biosamples=2000, seed=1, latency=0.02) as simulator,
        BaseSpace(simulator.token, server=simulator.url) as basespace,
    ):
        return await demo.main_job(basespace, folder, files=24, progress=silent)


def main() -> None:
    console = Console(record=True, width=72, file=io.StringIO(), force_terminal=True)
    with tempfile.TemporaryDirectory() as folder:
        console.print(demo.summary(asyncio.run(outcome(Path(folder)))))
    PICTURE.write_text(console.export_svg(title="make demo"), encoding="utf-8")


if __name__ == "__main__":
    main()
