"""A scheduler of Dask, and workers in processes of their own that can be killed."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from attrs import define, field
from distributed import Scheduler


@define
class DaskCluster:
    """A scheduler in this process, and workers that a test starts and kills; no nanny starts them again."""

    scheduler: Scheduler
    folder: Path
    workers: list[subprocess.Popen[bytes]] = field(factory=list)

    @property
    def address(self) -> str:
        return str(self.scheduler.address)

    @property
    def logs(self) -> str:
        return "".join(path.read_text() for path in sorted(self.folder.glob("worker-*.log")))

    async def start(self, count: int) -> None:
        """Start so many workers, and wait until the scheduler has them."""
        expected = len(self.scheduler.workers) + count
        for _ in range(count):
            log = self.folder / f"worker-{len(self.workers)}.log"
            command = [
                sys.executable,
                "-m",
                "distributed.cli.dask_worker",
                self.address,
                "--no-nanny",
                "--no-dashboard",
            ]
            command += ["--nthreads", "1", "--local-directory", str(self.folder)]
            with log.open("wb") as output:
                self.workers.append(subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT))  # noqa: ASYNC220
        await self._until_workers(expected)

    async def kill(self, number: int) -> None:
        """Kill a worker with SIGKILL, and wait until the scheduler has seen it."""
        expected = len(self.scheduler.workers) - 1
        self._end(number)
        await self._until_workers(expected)

    def end(self) -> None:
        for number in range(len(self.workers)):
            self._end(number)

    def _end(self, number: int) -> None:
        self.workers[number].kill()
        self.workers[number].wait()

    async def _until_workers(self, count: int) -> None:
        async with asyncio.timeout(120):
            while len(self.scheduler.workers) != count:  # noqa: ASYNC110
                await asyncio.sleep(0.05)


@asynccontextmanager
async def dask_cluster(folder: Path, workers: int) -> AsyncIterator[DaskCluster]:
    async with Scheduler(host="127.0.0.1", port=0, dashboard=False, dashboard_address="127.0.0.1:0") as scheduler:
        cluster = DaskCluster(scheduler, folder)
        try:
            await cluster.start(workers)
            yield cluster
        finally:
            cluster.end()
