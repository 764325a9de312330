"""FASTQ of samples in four lanes, merged, next to curl and aria2c with `cat`."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from attrs import evolve, frozen

from basespace_async import BaseSpace
from basespace_async.downloads import Checksum
from basespace_async.fastqs import FastqCollection, FastqFile, FastqPlan, FastqSample

from .download_clients import CONCURRENCY, Client, Cost, Remote, cpu_seconds, curl
from .downloads import MEMORY, MIB, folder_in, listed
from .measuring import Spread, in_process, in_turn, ratios
from .report import Goal, Section, Table
from .service import Service, simulated

_LANES, _READS = 4, ("R1", "R2")
_INTERVAL = 0.01  # seconds between two looks at the disk
_OURS, _VERIFIED, _APART = 'ours, merged, `checksum="skip"`', "ours, merged, verified", "ours, lanes kept, verified"
_CURL, _CURL_CAT, _CURL_MD5 = "curl, downloads alone", "curl, then cat", "curl, md5sum, then cat"
_ARIA2C, _ARIA2C_CAT = "aria2c, downloads alone", "aria2c, then cat"


@frozen
class Measured:
    """What one run took: its cost, and the most bytes on the disk as a ratio to the result."""

    cost: Cost
    peak: float


def measure(quick: bool) -> Section:
    samples, size, runs = (4, MIB, 1) if quick else (24, 2 * MIB, 3)
    compared = dict(_CLIENTS)
    parts: list[Table | str] = []
    for program in ("curl", "aria2c"):
        if shutil.which(program) is None:
            compared = {name: client for name, client in compared.items() if not name.startswith(program)}
            parts.append(f"There is no {program} here; its rows are left out.")
    with simulated(file_size=size, biosamples=samples * _LANES) as service, folder_in(MEMORY) as folder:
        files = _named(asyncio.run(listed(service, samples * _LANES * len(_READS))))
        work = {name: lambda client=client: _run(client, service, files, folder) for name, client in compared.items()}
        found = in_turn(work, runs)
    total = sum(file.size for file in files)
    parts.append(_table(found, total))
    return Section("FASTQ of samples", _about(samples, total), parts, _goals(found))


def _about(samples: int, total: int) -> str:
    return (
        f"{samples} samples of {_LANES} lanes, R1 and R2: {samples * _LANES * len(_READS)} files, "
        f"{total / MIB:,.0f} MiB, into {samples * len(_READS)} merged ones in memory (`/dev/shm`, where there is "
        f"one). The same links for each client, {CONCURRENCY} requests at a time, each client in a fresh process on "
        "one core. *md5sum* takes the files whose ETag is an MD5, not those that were uploaded in parts; ours compares "
        "all. *Then cat*: the lanes of a file are joined with `cat` and removed, one file after the other, once all "
        "have come; a script that removes them at the end needs 2.0x. CPU is of the client and its programs. "
        "*Peak disk* is the most that was allocated in the folder, looked at every 10 ms, as a ratio to the result."
    )


def _named(files: Sequence[Remote]) -> list[Remote]:
    """Name files as the lanes of samples, in order: the lanes of R1 of a sample, then those of R2."""
    return [
        evolve(
            file,
            name=f"S{number // (_LANES * len(_READS)):02}_{_READS[number // _LANES % len(_READS)]}"
            f"_L{number % _LANES + 1:03}.fastq.gz",
        )
        for number, file in enumerate(files)
    ]


def _run(client: Client, service: Service, files: Sequence[Remote], parent: Path) -> Measured:
    """Run a client in a process of its own, into a folder that is removed, and watch the folder from here."""
    folder = parent / "fetched"
    folder.mkdir()
    try:
        with _watched(folder) as seen:
            cost = in_process(_cost, client, service, files, folder)
        return Measured(cost, max(seen) / sum(file.size for file in files))
    finally:
        shutil.rmtree(folder)


def _cost(client: Client, service: Service, files: Sequence[Remote], folder: Path) -> Cost:
    client(service, [], folder)  # imports what it needs
    before, started = cpu_seconds(), time.perf_counter()
    client(service, files, folder)
    cost = Cost(time.perf_counter() - started, cpu_seconds() - before)
    found = sum(path.stat().st_size for path in folder.iterdir())
    if found != sum(file.size for file in files):
        raise AssertionError(f"{client.__name__} left {found} bytes")
    return cost


@contextmanager
def _watched(folder: Path) -> Iterator[list[int]]:
    """Note again and again what is allocated in a folder."""
    seen = [0]
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(_INTERVAL):
            seen.append(_allocated(folder))

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield seen
    finally:
        ended.set()
        thread.join()


def _allocated(folder: Path) -> int:
    """Return the bytes that the files of a folder take, all blocks of a file up to its size."""
    taken = 0
    with os.scandir(folder) as entries:
        for entry in entries:
            with suppress(FileNotFoundError):
                status = entry.stat()
                taken += min(status.st_blocks * 512, status.st_size)
    return taken


def _merged(files: Sequence[Remote]) -> dict[str, list[Remote]]:
    """Return the lanes of each merged file, by its name."""
    names: dict[str, list[Remote]] = {}
    for file in files:
        names.setdefault(f"{file.name.rpartition('_L')[0]}.fastq.gz", []).append(file)
    return names


def _cat(files: Sequence[Remote], folder: Path) -> None:
    for name, lanes in _merged(files).items():
        paths = [folder / lane.name for lane in lanes]
        with (folder / name).open("wb") as target:
            subprocess.run(["cat", *paths], stdout=target, check=True)
        for path in paths:
            path.unlink()


def _curl_cat(service: Service, files: Sequence[Remote], folder: Path) -> None:
    curl(service, files, folder)
    _cat(files, folder)


def _curl_md5_cat(service: Service, files: Sequence[Remote], folder: Path) -> None:
    curl(service, files, folder)
    if files:
        sums = "".join(f"{file.etag}  {folder / file.name}\n" for file in files if "-" not in file.etag)
        subprocess.run(["md5sum", "--check", "--quiet"], input=sums, text=True, check=True)
    _cat(files, folder)


def _aria2c(service: Service, files: Sequence[Remote], folder: Path) -> None:
    """Run one process for all files; it shows the access token to the object store."""
    if not files:
        return
    lines = "".join(f"{file.link(service)}\n  out={file.name}\n" for file in files)
    command = ["aria2c", "--quiet", "--input-file=-", f"--dir={folder}", f"--max-concurrent-downloads={CONCURRENCY}"]
    command += ["--max-connection-per-server=1", "--file-allocation=none", f"--header=x-access-token: {service.token}"]
    subprocess.run(command, input=lines, text=True, check=True)


def _aria2c_cat(service: Service, files: Sequence[Remote], folder: Path) -> None:
    _aria2c(service, files, folder)
    _cat(files, folder)


def _plan(files: Sequence[Remote]) -> FastqPlan:
    samples: dict[str, list[FastqFile]] = {}
    for file in files:
        sample, read, lane = file.name.removesuffix(".fastq.gz").split("_")
        fastq = FastqFile(file.id, file.name, file.size, file.etag, read, int(lane[1:]), 1, sample)
        samples.setdefault(sample, []).append(fastq)
    found = tuple(FastqSample(name, tuple(fastqs), {name: name}) for name, fastqs in samples.items())
    return FastqPlan(FastqCollection("project", "1", "Benchmark"), found)


def _fetch(
    service: Service, files: Sequence[Remote], folder: Path, checksum: Checksum, *, keep_lanes: bool = False
) -> None:
    async def run() -> None:
        async with BaseSpace(service.token, server=service.url) as basespace:
            await basespace.fastqs.fetch(
                _plan(files), to=folder, keep_lanes=keep_lanes, checksum=checksum, concurrency=CONCURRENCY
            )

    asyncio.run(run())


def _ours(service: Service, files: Sequence[Remote], folder: Path) -> None:
    _fetch(service, files, folder, "skip")


def _ours_verified(service: Service, files: Sequence[Remote], folder: Path) -> None:
    _fetch(service, files, folder, "require")


def _ours_apart(service: Service, files: Sequence[Remote], folder: Path) -> None:
    _fetch(service, files, folder, "require", keep_lanes=True)


_CLIENTS: Mapping[str, Callable[[Service, Sequence[Remote], Path], None]] = {
    _VERIFIED: _ours_verified,
    _APART: _ours_apart,
    _OURS: _ours,
    _CURL: curl,
    _CURL_CAT: _curl_cat,
    _CURL_MD5: _curl_md5_cat,
    _ARIA2C: _aria2c,
    _ARIA2C_CAT: _aria2c_cat,
}


def _times(found: Mapping[str, Sequence[Measured]], name: str, reference: str) -> Spread:
    return ratios((one.cost.seconds for one in found[name]), (one.cost.seconds for one in found[reference]))


def _table(found: Mapping[str, Sequence[Measured]], total: int) -> Table:
    reference = _CURL if _CURL in found else _APART
    rows = []
    for name, runs in found.items():
        rate = Spread.of(total / 1e6 / one.cost.seconds for one in runs).text(0)
        cpu = Spread.of(one.cost.cpu / total * 2**30 for one in runs).text(2)
        peak = f"{max(one.peak for one in runs):.3f}x"
        rows.append([name, rate, cpu, peak, f"{_times(found, name, reference).text(2)}x"])
    return Table(["client", "MB/s", "CPU s per GiB", "peak disk", f"time, to that of {reference}"], rows)


def _goals(found: Mapping[str, Sequence[Measured]]) -> list[Goal]:
    peak = max(one.peak for name in (_OURS, _VERIFIED) for one in found[name])
    goals = [
        Goal("merged: at most 1.00x the result on the disk, journals apart", f"{peak:.3f}x", round(peak, 2) <= 1.0)
    ]
    compared = ((_VERIFIED, _APART, _APART_WHY), (_OURS, _CURL, _THREADS), (_OURS, _ARIA2C, _THREADS))
    for name, reference, why in (*compared, (_VERIFIED, _CURL_MD5, _THREADS)):
        if reference in found:
            took = _times(found, name, reference).median
            goals.append(Goal(f"{name}: at most 1.0x the time of {reference}", f"{took:.2f}x", took <= 1.0, why))
    return goals


_APART_WHY = (
    "Both fetch the same bytes with the same requests and compare the same checksums. Merged, each lane is recorded "
    "and flushed when it has come, and waits for the others in the one file; apart, each is renamed at once."
)
_THREADS = (
    "Each file is two requests through the client's layers (rate limit, retry, statistics, hooks), and each write and "
    "each flush is a call in a thread, so that a slow disk holds up no other download; here all threads share one "
    "core. curl and aria2c are C, write what comes where it goes, flush nothing, and neither compares nor resumes it."
)
