"""A service behind a network as laboratories have it: answers come late, connections are slow, and some break."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import ssl
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import parse_qs, urlsplit

import orjson
from attrs import frozen

from .download_clients import Remote
from .measuring import SERVER_CORE, pin

MIB = 1 << 20
BLOCK = memoryview(Random(1).randbytes(MIB))
"""What every file consists of, in pieces of at most `MAX_WRITE` bytes where nothing is paced."""
MAX_WRITE = 1 << 18
_TICK = 0.004  # seconds between two turns of those that are paced
_NO_CAP = 1e12
_MAX_BURST = 0.05  # seconds' worth that may be made up for


@frozen
class Network:
    """How a network behaves.

    Attributes:
        delay: seconds until an answer begins.
        connection: bytes a second of each connection; 0 for no cap.
        link: bytes a second of all connections; 0 for no cap.
        breaks_after: mean of the bytes after which a connection breaks; 0 for never.
        tls: whether everything is encrypted.
    """

    delay: float = 0.0
    connection: float = 0.0
    link: float = 0.0
    breaks_after: float = 0.0
    tls: bool = False


@frozen
class Served:
    """Where the service listens. It can be handed to other processes.

    Attributes:
        api: root of the API, which lists a project's datasets and their files with links into the store.
        store: root of the object store.
        authority: file of the certificate authority, or "".
        files: all files.
    """

    api: str
    store: str
    authority: str
    files: Sequence[Remote]


@contextmanager
def served(network: Network, datasets: Sequence[Sequence[int]]) -> Iterator[Served]:
    """Serve datasets of files of these sizes in a process of its own until the context ends."""
    context = multiprocessing.get_context("spawn")
    ended = context.Event()
    here, there = context.Pipe()
    with tempfile.TemporaryDirectory(prefix="benchmark-tls-") as folder:
        authority = _make_certificates(Path(folder)) if network.tls else ""
        process = context.Process(target=_serve, args=(network, datasets, authority, there, ended), daemon=True)
        process.start()
        there.close()
        try:
            yield here.recv()
        finally:
            ended.set()
            process.join()


def _make_certificates(folder: Path) -> str:
    import trustme

    authority = trustme.CA()
    authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(os.fspath(folder / "server.pem"))
    authority.cert_pem.write_to_path(os.fspath(folder / "authority.pem"))
    return os.fspath(folder / "authority.pem")


def _serve(
    network: Network, datasets: Sequence[Sequence[int]], authority: str, started: Connection, ended: Event
) -> None:
    pin(SERVER_CORE)
    context = None
    if authority:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(Path(authority).with_name("server.pem"))

    async def run() -> None:
        loop = asyncio.get_running_loop()
        link = _Link(network)
        tree: list[list[Remote]] = []
        listen = partial(loop.create_server, host="127.0.0.1", port=0, ssl=context, backlog=1024)
        async with await listen(lambda: _StoreConnection(link)) as store:
            root = _root(store, authority)
            tree += [[_remote(root, index, place, size) for place, size in enumerate(sizes)]
                     for index, sizes in enumerate(datasets)]  # fmt: skip
            async with await listen(lambda: _APIConnection(network.delay, tree)) as api:
                started.send(Served(_root(api, authority), root, authority, [file for files in tree for file in files]))
                pacing = asyncio.create_task(link.pace()) if link.is_paced else None
                await asyncio.to_thread(ended.wait)
                if pacing is not None:
                    pacing.cancel()

    asyncio.run(run())


def _root(server: asyncio.Server, authority: str) -> str:
    return f"{'https' if authority else 'http'}://127.0.0.1:{server.sockets[0].getsockname()[1]}"


def _remote(root: str, dataset: int, place: int, size: int) -> Remote:
    name = f"{dataset:04}-{place:04}-{size}.bin"
    return Remote(f"{dataset}-{place}", name, size, "", f"{root}/{name}")


class _HTTPConnection(asyncio.Protocol):
    """A connection of one request after another."""

    transport: asyncio.Transport

    def __init__(self, delay: float) -> None:
        self._delay = delay
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, end, rest = self._received.partition(b"\r\n\r\n")
        if not end:
            return
        self._received = rest
        first, *lines = head.decode("latin-1").split("\r\n")
        method, target, _ = first.split(" ")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        asyncio.get_running_loop().call_later(self._delay, self._answer, method, target, headers)

    def _answer(self, method: str, target: str, headers: Mapping[str, str]) -> None:
        raise NotImplementedError

    def _head(self, status: int, length: int, more: str = "") -> bytes:
        phrase = HTTPStatus(status).phrase
        return f"HTTP/1.1 {status} {phrase}\r\nContent-Length: {length}\r\n{more}\r\n".encode()


class _APIConnection(_HTTPConnection):
    """Lists of the one project's datasets and of their files."""

    def __init__(self, delay: float, tree: Sequence[Sequence[Remote]]) -> None:
        super().__init__(delay)
        self._tree = tree

    def _answer(self, method: str, target: str, headers: Mapping[str, str]) -> None:
        url = urlsplit(target)
        *_, kind, number, _ = url.path.split("/")
        records = [_file(file) for file in self._tree[int(number)]] if kind == "datasets" else self._datasets()
        query = {name.lower(): values[0] for name, values in parse_qs(url.query).items()}
        offset, limit = int(query.get("offset", 0)), int(query.get("limit", 10))
        page = records[offset : offset + limit]
        paging = {"DisplayedCount": len(page), "TotalCount": len(records), "Offset": offset, "Limit": limit}
        body = orjson.dumps({"Items": page, "Paging": paging})
        self.transport.write(self._head(200, len(body), "Content-Type: application/json\r\n") + body)

    def _datasets(self) -> list[dict[str, Any]]:
        return [{"Id": str(index), "Name": f"dataset {index}"} for index in range(len(self._tree))]


def _file(file: Remote) -> dict[str, Any]:
    return {"Id": file.id, "Name": file.name, "Path": file.name, "Size": file.size, "HrefContent": file.direct}


class _StoreConnection(_HTTPConnection):
    """Content, whose size its name tells; paced by the link."""

    def __init__(self, link: _Link) -> None:
        super().__init__(link.network.delay)
        self._link = link
        self._is_paused = False
        self._breaks_in = link.break_in()
        self.left = 0
        self.credit = 0.0

    def connection_lost(self, error: Exception | None) -> None:
        self._link.active.discard(self)

    def pause_writing(self) -> None:
        self._is_paused = True

    def resume_writing(self) -> None:
        self._is_paused = False
        if not self._link.is_paced:
            self._pump()

    @property
    def ready(self) -> int:
        """Bytes that can be sent now."""
        return 0 if self._is_paused else self.left

    def _answer(self, method: str, target: str, headers: Mapping[str, str]) -> None:
        size = int(target.rpartition("-")[2].removesuffix(".bin"))
        start, stop, status, more = 0, size, 200, 'Accept-Ranges: bytes\r\nETag: "1"\r\n'
        if "range" in headers:
            first, _, last = headers["range"].removeprefix("bytes=").partition("-")
            start, stop, status = int(first), min(int(last or size) + 1, size), 206
            more += f"Content-Range: bytes {start}-{stop - 1}/{size}\r\n"
        self.transport.write(self._head(status, stop - start, more))
        if method == "HEAD":
            return
        self.left, self.credit = stop - start, 0.0
        if self._link.is_paced:
            self._link.active.add(self)
        else:
            self._pump()

    def _pump(self) -> None:
        while self.ready and not self.transport.is_closing():
            self.send(min(self.left, MAX_WRITE))

    def send(self, size: int) -> None:
        """Send so many bytes, at most 1 MiB, or break."""
        if self.transport.is_closing():
            return
        self.transport.write(BLOCK[:size])
        self.left -= size
        self._breaks_in -= size
        if not self.left:
            self._link.active.discard(self)
        if self._breaks_in < 0:
            self.transport.abort()


class _Link:
    """What all connections share."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.active: set[_StoreConnection] = set()
        self._random = Random(1)

    @property
    def is_paced(self) -> bool:
        """Whether there is a cap."""
        return bool(self.network.connection or self.network.link)

    def break_in(self) -> float:
        """Return the bytes after which a new connection breaks."""
        mean = self.network.breaks_after
        return self._random.expovariate(1 / mean) if mean else float("inf")

    async def pace(self) -> None:
        """Share what may be sent, a little at a time, evenly among those that can take it."""
        loop = asyncio.get_running_loop()
        before, credit = loop.time(), 0.0
        while True:
            await asyncio.sleep(_TICK)
            now = loop.time()
            passed, before = min(now - before, _MAX_BURST), now
            credit = min(credit + self.network.link * passed, self.network.link * _MAX_BURST)
            credit -= self._share(passed, credit if self.network.link else _NO_CAP)

    def _share(self, passed: float, credit: float) -> int:
        connection = self.network.connection or _NO_CAP
        sent, waiting = 0, [one for one in self.active if one.ready]
        for index, one in enumerate(waiting):
            one.credit = min(one.credit + connection * passed, connection * _MAX_BURST)
            share = (credit - sent) / (len(waiting) - index)
            size = int(min(one.ready, one.credit, share, MIB))
            if size > 0:
                one.credit -= size
                sent += size
                one.send(size)
        return sent
