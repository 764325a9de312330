"""Downloads, next to curl, a program on aiohttp and one on httpx."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from contextlib import aclosing, contextmanager
from pathlib import Path

from attrs import frozen

from basespace_async import BaseSpace

from . import download_clients as clients
from .download_clients import CONCURRENCY, Client, Cost, Remote
from .measuring import Spread, in_process, in_turn, ratios
from .report import Goal, Section, Table
from .service import Service, simulated

MIB = 1 << 20
MEMORY = Path("/dev/shm")
_CURL, _AIOHTTP, _HTTPX, _OURS = "curl --parallel", "aiohttp", "httpx", 'ours, `checksum="skip"`'
_ALONE, _DIRECT = f"{_OURS}, one connection", f"{_OURS}, links from the list"
_RANGES, _AIOHTTP_MD5, _VERIFIED = "aiohttp in 16 ranges", "aiohttp and MD5", "ours, verified"
LIKE_FOR_LIKE: Mapping[str, Client] = {
    _CURL: clients.curl,
    _AIOHTTP: clients.raw_aiohttp,
    _HTTPX: clients.plain_httpx,
    _OURS: clients.ours,
    _AIOHTTP_MD5: clients.raw_aiohttp_md5,
    _VERIFIED: clients.ours_verified,
}
BESIDE_ONE: Mapping[str, Client] = {_ALONE: clients.ours_alone, _RANGES: clients.raw_aiohttp_ranges}
BESIDE_SMALL: Mapping[str, Client] = {_DIRECT: clients.ours_direct}
ON_DISK: Mapping[str, Client] = {
    _AIOHTTP: clients.raw_aiohttp,
    _OURS: clients.ours,
    f"{_OURS}, nothing flushed": clients.ours_unflushed,
}


@frozen
class Case:
    """Files of one size."""

    name: str
    count: int
    size: int

    @property
    def small(self) -> bool:
        return self.size < MIB


def cases(quick: bool) -> list[Case]:
    if quick:
        return [
            Case("One file of 128 MiB", 1, 128 * MIB),
            Case("100 files of 64 KiB", 100, MIB // 16),
        ]
    return [
        Case("One file of 1 GiB", 1, 1024 * MIB),
        Case("64 files of 16 MiB", 64, 16 * MIB),
        Case("1,000 files of 64 KiB", 1000, MIB // 16),
    ]


def measure(quick: bool) -> Section:
    runs = 1 if quick else 3
    compared = dict(LIKE_FOR_LIKE)
    parts: list[Table | str] = []
    goals: list[Goal] = []
    if shutil.which("curl") is None:
        del compared[_CURL]
        parts.append("There is no curl here; its rows are left out.")
    for case in cases(quick):
        beside = BESIDE_ONE if case.count == 1 else BESIDE_SMALL if case.small else {}
        with simulated(file_size=case.size) as service:
            files = asyncio.run(listed(service, case.count))
            with folder_in(MEMORY) as folder:
                found = _measured({**compared, **beside}, service, files, folder, runs)
            parts += [f"{case.name}:", _table(case, files, found)]
            goals += _goals(case, found)
            if quick or not case.small:
                continue  # what is done for each file counts most where files are small
            with folder_in(None) as folder:
                found = _measured(ON_DISK, service, files, folder, runs)
            parts += [f"{case.name}, onto the disk:", _table(case, files, found)]
    return Section("Downloads", _about(), parts, goals)


def _about() -> str:
    return (
        f"The same links for each client, {CONCURRENCY} requests at a time: the API redirects each to the object "
        "store. Files go into memory (`/dev/shm`, where there is one), so that the clients are measured and not a "
        "disk; then some once more onto the disk of temporary files. Only ours asks the disk to write what it has "
        "before a file gets its name; what that costs is the difference to the row without it. Each client is a fresh "
        "process on one core, so that the threads in which ours writes and computes MD5s gain nothing by running "
        "beside the rest; with more cores they do. CPU is of the client, with the system's calls. `aiohttp` and "
        "`httpx` are short programs that write what arrives where it arrives, in the event loop's own thread, which a "
        "slow disk would hold up."
    )


@contextmanager
def folder_in(parent: Path | None) -> Iterator[Path]:
    """Make a folder that is removed: below `parent`, where that can be had, or with other temporary files."""
    usable = parent is not None and parent.is_dir()
    with tempfile.TemporaryDirectory(prefix="benchmark-", dir=parent if usable else None) as name:
        yield Path(name)


async def listed(service: Service, count: int) -> list[Remote]:
    """List so many files of the service, all of one size or nearly so."""
    files: list[Remote] = []
    async with BaseSpace(service.token, server=service.url) as basespace, aclosing(_remotes(basespace)) as remotes:
        async for remote in remotes:
            files.append(remote)
            if len(files) == count:
                return files
    raise AssertionError(f"the service has {len(files)} files, {count} are needed")


async def _remotes(basespace: BaseSpace) -> AsyncGenerator[Remote, None]:
    async for dataset in basespace.datasets.list():
        async for file in basespace.datasets.files(dataset, extensions=".fastq.gz", resolve_links=True):
            name, etag, direct = f"{file.id}.fastq.gz", file.etag or "", file.href_content or ""
            yield Remote(file.id or "", name, file.size or 0, etag, direct)


def _measured(
    compared: Mapping[str, Client], service: Service, files: Sequence[Remote], folder: Path, runs: int
) -> dict[str, list[Cost]]:
    needed, free = sum(file.size for file in files), shutil.disk_usage(folder).free
    if free < 2 * needed:
        raise OSError(f"{folder} has room for {free} bytes; twice {needed} are needed")
    work = {
        name: lambda client=client: in_process(clients.fetch, client, service, files, folder)
        for name, client in compared.items()
    }
    return in_turn(work, runs)


def _table(case: Case, files: Sequence[Remote], found: Mapping[str, Sequence[Cost]]) -> Table:
    size = sum(file.size for file in files)
    rates: list[tuple[str, float, int]] = [("files/s", len(files), 0)] if case.small else []
    rates += [("MB/s", size / 1e6, 0)]
    columns = ["client", *(unit for unit, *_ in rates), "CPU s per GiB", "time, to aiohttp's"]
    rows = []
    for name, costs in found.items():
        figures = [Spread.of(amount / cost.seconds for cost in costs).text(digits) for _, amount, digits in rates]
        cpu = Spread.of(cost.cpu / size * 2**30 for cost in costs)
        rows.append([name, *figures, cpu.text(2), f"{_times(found, name, _AIOHTTP).text(2)}x"])
    return Table(columns, rows)


def _times(found: Mapping[str, Sequence[Cost]], name: str, reference: str) -> Spread:
    """Return the time of one client as a ratio to that of another."""
    return ratios((cost.seconds for cost in found[name]), (cost.seconds for cost in found[reference]))


def _goals(case: Case, found: Mapping[str, Sequence[Cost]]) -> list[Goal]:
    if case.small:
        return [_in_time(case, found, 1.2)] if _CURL in found else []
    one = case.count == 1
    goals = [
        _throughput(case, found, _OURS, _AIOHTTP, 0.95, _CONNECTIONS if one else _THREADS),
        _throughput(case, found, _VERIFIED, _AIOHTTP_MD5, 0.95, _CONNECTIONS if one else _THREADS),
        _throughput(case, found, _OURS, _HTTPX, 1.5, _CONNECTIONS if one else _THREADS),
    ]
    return [*goals, _throughput(case, found, _OURS, _RANGES, 0.95, _THREADS)] if one else goals


def _throughput(
    case: Case, found: Mapping[str, Sequence[Cost]], name: str, reference: str, least: float, why: str
) -> Goal:
    speed = 1 / _times(found, name, reference).median
    wanted = f"{case.name}: {name}, at least {least}x the throughput of {reference}"
    return Goal(wanted, f"{speed:.2f}x", speed >= least, why)


def _in_time(case: Case, found: Mapping[str, Sequence[Cost]], most: float) -> Goal:
    took = _times(found, _OURS, _CURL).median
    return Goal(f"{case.name}: at most {most}x the time of {_CURL}", f"{took:.2f}x", took <= most, _EACH_FILE)


_CONNECTIONS = (
    "Ours reads one file over 16 connections, which a network rewards and loopback does not: a program on aiohttp that "
    "does the same (the row in 16 ranges) pays for it as well. Over one connection, what is left of the difference is "
    "the same as with many files, below."
)
_THREADS = (
    "Ours makes room for the whole file before its first byte, so that a full disk is found out at once, and writes in "
    "threads, so that a slow disk holds up no other task of the loop: each megabyte is a call in a thread, and here all"
    " threads share one core. Programs that write in the loop's own thread do neither."
)
_EACH_FILE = (
    "Each file is two requests, most of the cost: on aiohttp alone they take what curl takes, and the client's layers "
    "(rate limit, retry, statistics, hooks) come on top. Then each file is locked, flushed and renamed, in two calls "
    "in threads; curl writes it where it goes, whole or not."
)
