"""Downloads on two workers of Dask, next to one process: TLS and MD5."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import multiprocessing
import os
import shutil
import time
from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

from attrs import frozen
from distributed import Client, LocalCluster

from basespace_async import BaseSpace
from basespace_async._util.platform.processes import usable_cores
from basespace_async.models import File

from .content_server import BLOCK, MAX_WRITE, MIB, Network, Served, served
from .download_clients import Remote
from .downloads import MEMORY, folder_in
from .measuring import Spread, in_turn, ratios
from .report import Goal, Section, Table

_WORKERS = 2
_GOAL = 1.6
_ONE, _DASK = "one process", "two workers of Dask"


@frozen
class Measured:
    """What one run took: seconds, and seconds of the processor of the service, of this process and of the workers."""

    seconds: float
    service: float
    driver: float
    workers: float

    @property
    def cpu(self) -> float:
        """Seconds of all processors."""
        return self.service + self.driver + self.workers


def measure(quick: bool) -> Section:
    """Measure both in turn; quickly with few files, once."""
    size, count = (4 * MIB, 16) if quick else (16 * MIB, 32)
    found = _run([size] * count, 1 if quick else 3)
    speed = ratios((one.seconds for one in found[_ONE]), (one.seconds for one in found[_DASK]))
    rows = [_row(name, runs, size * count) for name, runs in found.items()]
    columns = ["downloads", "seconds", "MB/s", "CPU s per GiB: service", "driver", "workers", "cores in use"]
    goal = Goal(
        f"at least {_GOAL}x the throughput of one process", f"{speed.text(2)}x", speed.median >= _GOAL, _why(found)
    )
    return Section("Dask", _about(size, count), [Table(columns, rows)], [goal])


def _about(size: int, count: int) -> str:
    return (
        f"{count} files of {size // MIB} MiB over TLS, each compared with its MD5, by one process and by a LocalCluster"
        f" of {_WORKERS} workers that runs already. The service is a process of its own on the same machine. Files go "
        "into memory (`/dev/shm`, where there is one). Nothing but the service is bound to a core."
    )


def _row(name: str, runs: Sequence[Measured], size: int) -> list[str]:
    seconds = Spread.of(one.seconds for one in runs)
    cpu = [Spread.of(getattr(one, who) / size * 2**30 for one in runs) for who in ("service", "driver", "workers")]
    cores = Spread.of(one.cpu / one.seconds for one in runs)
    return [name, seconds.text(2), f"{size / 1e6 / seconds.median:,.0f}", *(one.text(2) for one in cpu), cores.text(2)]


def _why(found: dict[str, list[Measured]]) -> str:
    one = Spread.of(run.seconds for run in found[_ONE]).median
    cpu = Spread.of(run.cpu for run in found[_DASK]).median
    cores = usable_cores()
    return (
        f"The service encrypts on the same {cores} cores, and one process uses the second core too: MD5 and the disk "
        f"have threads. With all cores to themselves, the two workers, the driver and the service need at least "
        f"{cpu / cores:.2f} s for their {cpu:.2f} s of processor; one process took {one:.2f} s. Where fewer than "
        f"{cores} cores were in use, other programs had the rest, or something was waited for."
    )


def _run(sizes: Sequence[int], runs: int) -> dict[str, list[Measured]]:
    with served(Network(tls=True), [sizes]) as service, folder_in(MEMORY) as parent:
        (process,) = (child.pid for child in multiprocessing.active_children() if child.name.startswith("Spawn"))
        os.environ["SSL_CERT_FILE"] = service.authority  # the workers read it, too
        options: dict[str, Any] = {"dashboard_address": "127.0.0.1:0", "silence_logs": logging.ERROR}
        cluster: Any = LocalCluster(n_workers=_WORKERS, threads_per_worker=1, **options)  # type: ignore[no-untyped-call]
        with cluster, Client(cluster) as client:  # type: ignore[no-untyped-call]
            work = {_ONE: None, _DASK: client}
            for dask in work.values():  # what is imported when it is first needed
                _download(service, parent, dask, client, process)
            return in_turn({n: partial(_download, service, parent, c, client, process) for n, c in work.items()}, runs)


def _download(service: Served, parent: Path, dask: Client | None, cluster: Client, server: int | None) -> Measured:
    folder = parent / "fetched"

    def cpu() -> list[float]:
        return [_cpu(server), _cpu(None), sum(cluster.run(_cpu, None).values())]

    try:
        before, started = cpu(), time.perf_counter()
        asyncio.run(_fetch(service, folder, dask))
        took, after = time.perf_counter() - started, cpu()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return Measured(took, *(end - begin for begin, end in zip(before, after, strict=True)))


def _cpu(process: int | None) -> float:
    if process is None:
        return time.process_time()
    user, system = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


async def _fetch(service: Served, folder: Path, dask: Client | None) -> None:
    async with BaseSpace("token", server=f"{service.api}/v2") as basespace:
        files = [_listed(file) for file in service.files]
        report = await basespace.files.download_many(files, folder, dask=dask)
    if {file.verification.method for file in report.files} != {"md5"} or len(report.files) != len(files):
        raise AssertionError("not all files are there and verified")


def _listed(file: Remote) -> File:
    return File(
        id=file.id, name=file.name, path=file.name, size=file.size, href_content=file.direct, etag=_etag(file.size)
    )


@cache  # of the benchmark's own, and not measured
def _etag(size: int) -> str:
    digest = hashlib.md5(usedforsecurity=False)
    for start in range(0, size, MAX_WRITE):
        digest.update(BLOCK[: min(MAX_WRITE, size - start)])
    return digest.hexdigest()
