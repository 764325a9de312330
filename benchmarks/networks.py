"""Downloads over networks as laboratories have them, next to aria2c, curl, rclone, aiohttp and httpx."""

from __future__ import annotations

import argparse
import shutil
import time
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from attrs import field, frozen

from . import network_clients as clients
from .content_server import MIB, Network, Served, served
from .download_clients import Remote, cpu_seconds
from .downloads import MEMORY, folder_in
from .measuring import Spread, in_process, in_turn, peak_memory, ratios
from .network_clients import CONNECTIONS, Client
from .report import Goal, Section, Table, text

_ARIA2C, _CURL, _RCLONE, _AIOHTTP, _HTTPX, _OURS = "aria2c", "curl --parallel", "rclone", "aiohttp", "httpx", "ours"
_PEERS: Mapping[str, Client] = {
    _ARIA2C: clients.aria2c,
    _CURL: clients.curl,
    _RCLONE: clients.rclone,
    _AIOHTTP: clients.bare_aiohttp,
    _HTTPX: clients.plain_httpx,
}
_AT_MOST: Mapping[str, Client] = {
    f"ours, at most {number} at a time": partial(clients.ours, concurrency=number) for number in (16, 32, 128)
}
_PROGRAMS = {_ARIA2C: "aria2c", _CURL: "curl", _RCLONE: "rclone"}
_MAX_MEMORY = 64.0  # MiB
_QUICK = 1 / 16

_CAPPED = Network(delay=0.03, connection=10e6, link=400e6)
_FAST = Network(delay=0.03, link=100e6)
_LOSSY = Network(delay=0.03, connection=10e6, link=400e6, breaks_after=24 * MIB)
_TLS = Network(tls=True)
_LOOPBACK = Network()


@frozen
class Case:
    """Files, a network, and who is compared.

    Attributes:
        datasets: sizes of the files of each dataset, in bytes.
        listed: whether the time includes listing the project.
        peers: names of those that ours is compared with.
        fast: what ours is to be as fast as, with the least ratio of the throughputs.
        cheap: whose processor time ours is compared with, with the most of the ratio.
        ideal: whether the network alone sets a time that ours is to be near, with the most by which it is longer.
    """

    name: str
    network: Network
    datasets: Sequence[Sequence[int]]
    peers: Sequence[str] = tuple(_PEERS)
    fast: Mapping[str, float] = field(factory=dict)
    cheap: Mapping[str, float] = field(factory=dict)
    ideal: float = 0.0
    listed: bool = False

    @property
    def size(self) -> int:
        """All bytes."""
        return sum(map(sum, self.datasets))

    @property
    def ideal_seconds(self) -> float:
        """The least time that the network allows for."""
        count = sum(map(len, self.datasets))
        answers = -(-count // CONNECTIONS) * self.network.delay
        return max(answers, self.network.delay + self.size / self.network.link if self.network.link else 0.0)


def cases(scale: float) -> list[Case]:
    """Return the cases, their files' sizes or numbers scaled."""

    def of(count: int, size: int) -> list[list[int]]:
        return [[max(int(size * scale), MIB // 4)] * count]

    small = [[MIB // 16] * max(int(1000 * scale), CONNECTIONS)]
    one, eight, many = of(1, 1024 * MIB), of(8, 64 * MIB), of(64, 16 * MIB)
    dataset = [int(32 * MIB * scale), *[int(4 * MIB * scale)] * 2, *[MIB // 16] * 8]
    as_aria2c = {_ARIA2C: 1.0}
    raw = (_CURL, _AIOHTTP)
    slow = "30 ms, 10 MB/s a connection, 400 MB/s in all"
    return [
        Case(f"1 of 1 GiB; {slow}", _CAPPED, one, fast=as_aria2c, ideal=1 / 0.95),
        Case(f"8 of 64 MiB; {slow}", _CAPPED, eight, fast=as_aria2c, ideal=1 / 0.95),
        Case(f"64 of 16 MiB; {slow}", _CAPPED, many, (*_PEERS, *_AT_MOST), as_aria2c, ideal=1 / 0.95),
        Case(f"1,000 of 64 KiB; {slow}", _CAPPED, small, fast=as_aria2c, ideal=1.2),
        Case(f"a project of mixed sizes; {slow}", _CAPPED, [dataset] * 20, fast=as_aria2c, listed=True),
        Case(f"64 of 16 MiB; {slow}; connections break", _LOSSY, many, (_ARIA2C,), as_aria2c),
        Case(
            "8 of 64 MiB; 30 ms, 100 MB/s in all", _FAST, eight, (_ARIA2C, _AIOHTTP), {_AIOHTTP: 0.97}, ideal=1 / 0.95
        ),
        Case("1,000 of 64 KiB; loopback", _LOOPBACK, small, raw, {_CURL: 1 / 1.3}),
        Case("1 of 1 GiB; loopback", _LOOPBACK, one, raw, {_AIOHTTP: 0.95}),
        Case("16 of 64 MiB; loopback, TLS", _TLS, of(16, 64 * MIB), raw, cheap={_AIOHTTP: 1.0, _CURL: 1.3}),
    ]


@frozen
class Measured:
    """What one run took: seconds, seconds of the processor, and MiB by which the memory grew."""

    seconds: float
    cpu: float
    memory: float


def measure(quick: bool) -> Section:
    """Measure all cases; quickly with small files, once."""
    parts: list[Table | str] = []
    goals: list[Goal] = []
    absent = [name for name, program in _PROGRAMS.items() if shutil.which(program) is None]
    if absent:
        parts.append(f"Not installed here, and left out: {', '.join(absent)}.")
    for case in cases(_QUICK if quick else 1.0):
        found = run(case, [name for name in case.peers if name not in absent], 1 if quick else 3)
        parts += [f"{case.name}:", _table(case, found)]
        goals += _goals(case, found)
    return Section("Networks", _ABOUT, parts, goals)


_ABOUT = (
    "Links from a list into an object store in a process of its own, over loopback: each answer comes late, and each "
    f"connection and all of them together have a cap. Peers have {CONNECTIONS} connections, and large files in ranges "
    "where they can; aria2c has 16 files with 16 ranges each. Ours has its defaults, 16 responses at first and at most "
    "64, and nothing is verified; one case has rows with other maxima. Files go into memory (`/dev/shm`, where there "
    "is one). Each client is a fresh process on one core. *Memory* is by how much it grew. *Link* is the share of what "
    "the network could have carried, or of the answers that it could have given."
)


def run(case: Case, peers: Sequence[str], runs: int) -> dict[str, list[Measured]]:
    """Measure a case, client after client, so many times."""
    compared: dict[str, Client] = {_OURS: clients.ours_project if case.listed else clients.ours}
    for name in peers:
        client = _PEERS.get(name) or _AT_MOST[name]
        compared[name] = clients.after_listing(client) if case.listed else client
    with served(case.network, case.datasets) as service, folder_in(MEMORY) as parent:
        work = {
            name: lambda client=client: in_process(_measured, client, service, parent)
            for name, client in compared.items()
        }
        return in_turn(work, runs)


def _measured(client: Client, service: Served, parent: Path) -> Measured:
    folder, warm = parent / "fetched", [Remote("warm", "warm-1.bin", 1, "", f"{service.store}/warm-1.bin")]
    folder.mkdir()
    try:
        (clients.ours if client is clients.ours_project else client)(service, warm, folder)  # imports what it needs
        memory, before, started = peak_memory(), cpu_seconds(), time.perf_counter()
        client(service, service.files, folder)
        measured = Measured(time.perf_counter() - started, cpu_seconds() - before, peak_memory() - memory)
        there = sum(path.stat().st_size for path in folder.rglob("*.bin") if path.name != "warm-1.bin")
        if there != sum(file.size for file in service.files):
            raise AssertionError(f"{client} left {there} bytes")
    finally:
        shutil.rmtree(folder)
    return measured


def _times(found: Mapping[str, Sequence[Measured]], name: str) -> Spread:
    return ratios((one.seconds for one in found[name]), (one.seconds for one in found[_OURS]))


def _table(case: Case, found: Mapping[str, Sequence[Measured]]) -> Table:
    rows = []
    for name, runs in found.items():
        seconds = Spread.of(one.seconds for one in runs)
        cpu = Spread.of(one.cpu / case.size * 2**30 for one in runs).text(2)
        link = f"{case.ideal_seconds / seconds.median:.0%}" if case.ideal_seconds else ""
        memory = f"{max(one.memory for one in runs):.0f}"
        rows.append([name, seconds.text(2), f"{case.size / 1e6 / seconds.median:,.0f}", link, cpu, memory,
                     f"{_times(found, name).text(2)}x"])  # fmt: skip
    return Table(["client", "seconds", "MB/s", "link", "CPU s per GiB", "memory", "time, to ours"], rows)


def _goals(case: Case, found: Mapping[str, Sequence[Measured]]) -> list[Goal]:
    goals = []
    for name, least in case.fast.items():
        if name in found:
            speed = _times(found, name).median
            wanted = f"{case.name}: at least {least:.2f}x the throughput of {name}"
            goals.append(Goal(wanted, f"{speed:.2f}x", round(speed, 2) >= round(least, 2), _why(case)))
    if case.ideal:
        took = Spread.of(one.seconds for one in found[_OURS]).median / case.ideal_seconds
        wanted = f"{case.name}: at most {case.ideal:.2f}x the time that the network takes"
        goals.append(Goal(wanted, f"{took:.2f}x", took <= case.ideal, _why(case)))
    for name, most in case.cheap.items():
        if name in found:
            cpu = ratios((one.cpu for one in found[_OURS]), (one.cpu for one in found[name])).median
            wanted = f"{case.name}: at most {most:.2f}x the CPU of {name}"
            goals.append(Goal(wanted, f"{cpu:.2f}x", round(cpu, 2) <= most, _LAYERS))
    memory = max(one.memory for one in found[_OURS])
    wanted = f"{case.name}: at most {_MAX_MEMORY:.0f} MiB of memory"
    return [*goals, Goal(wanted, f"{memory:.0f} MiB", memory <= _MAX_MEMORY, _BUFFERS)]


def _why(case: Case) -> str:
    """Return what keeps ours from the goals of speed."""
    largest = max(map(max, case.datasets))
    return _SMALL_FILES if largest < MIB else _LARGE_FILES


_SMALL_FILES = (
    "Each file has a request of its own, and what is left is processor time on one core. Of some 0.75 ms a file, "
    "aiohttp and its sockets take 0.27, the adapter over it 0.06, the layers above it and the reader 0.13, the disk "
    "0.15 (ten system calls: look for the file, create and lock its part file, write, flush, rename), and the job 0.13 "
    "(a task, paths, the hand-over to threads, eight calls at a time, and the garbage collector). Bare aiohttp takes "
    "0.36 with files that it neither locks nor flushes nor renames, and curl, in C, 0.18. On the slow network, the "
    "number of responses also has to grow from 16, and 64 KiB take 6.6 ms at a connection's 10 MB/s beside the delay: "
    "64 connections that cost nothing take 1.22 times the delays alone."
)
_LARGE_FILES = (
    "The peers begin with 64 responses. Ours begins with 16, sees for a tenth of a second what they bring, and then "
    "opens more files: the first 0.4 s bring half of what the link could. In the last half second, parts of 8 MiB end "
    "one after another, at 10 MB/s each. Between the two the link is full, at 0.9 of one core: each file and each "
    "range is a request through the client's layers, and its bytes are written in threads."
)


_LAYERS = (
    "Each piece passes the client's layers, and each quarter of a mebibyte is a call in a thread, which writes it; "
    "asyncio's TLS, in Python, is what curl does not have. Receiving into a buffer of its own below aiohttp (asyncio's "
    "BufferedProtocol) was tried: a bare loop over it took 22% less processor than bare aiohttp with TLS, and 26% less "
    "without, but a whole download a tenth to a fifth less, and no less time: too little for a second way to read."
)
_BUFFERS = "Each connection has buffers of up to a mebibyte, most of them asyncio's for TLS."


def main() -> None:
    """Measure some cases with some clients, for work on the downloads."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.networks", description=main.__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="of the files' sizes, or of the number of small ones")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--case", default="", help="text in the names of the cases")
    parser.add_argument("--peers", default=",".join(_PEERS), help="of those of the case; ours is always measured")
    arguments = parser.parse_args()
    for case in cases(arguments.scale):
        if arguments.case in case.name:
            peers = [name for name in case.peers if name in _AT_MOST or name in arguments.peers.split(",")]
            found = run(case, peers, arguments.runs)
            print(text(Section(case.name, "", [_table(case, found)], _goals(case, found))), flush=True)


if __name__ == "__main__":
    main()
