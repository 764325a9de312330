"""The clients that are compared on slow networks: each gets links into the object store, as a list has them."""

from __future__ import annotations

import asyncio
import os
import ssl
import subprocess
from collections.abc import Callable, Coroutine, Mapping, Sequence
from pathlib import Path

import aiohttp
import httpx

from basespace_async import BaseSpace
from basespace_async.downloads.options import DEFAULT_CONCURRENCY
from basespace_async.models import File
from basespace_async.transport import AiohttpTransport

from .content_server import MIB, Served
from .download_clients import Remote

CONNECTIONS = 64  # of the peers; aria2c has what it can
_CHUNK = 1 << 18
_MIN_STRETCH = 4 * MIB

Client = Callable[[Served, Sequence[Remote], Path], None]


def curl(served: Served, files: Sequence[Remote], folder: Path) -> None:
    lines = "".join(f'url = "{file.direct}"\noutput = "{folder / file.name}"\n' for file in files)
    command = ["curl", "--silent", "--fail", "--parallel", "--parallel-immediate", "--parallel-max", str(CONNECTIONS)]
    command += ["--cacert", served.authority] if served.authority else []
    _run([*command, "--config", "-"], lines)


def aria2c(served: Served, files: Sequence[Remote], folder: Path) -> None:
    """Run it with as many connections as it can be made to open: 16 files, and 16 ranges of each."""
    lines = "".join(f"{file.direct}\n  out={file.name}\n" for file in files)
    command = ["aria2c", "--quiet", "--no-conf", "--input-file=-", f"--dir={folder}", "--file-allocation=none"]
    command += ["--max-concurrent-downloads=16", "--max-connection-per-server=16", "--split=16", "--min-split-size=1M"]
    command += [f"--ca-certificate={served.authority}"] if served.authority else []
    _run([*command, "--max-tries=0", "--retry-wait=0"], lines)


def rclone(served: Served, files: Sequence[Remote], folder: Path) -> None:
    command = ["rclone", "copy", ":http:", os.fspath(folder), f"--http-url={served.store}/", "--no-traverse"]
    command += ["--files-from-raw=-", f"--transfers={CONNECTIONS}", "--multi-thread-streams=16", "--config="]
    command += [f"--ca-cert={served.authority}"] if served.authority else []
    _run(command, "".join(f"{file.name}\n" for file in files))


def _run(command: Sequence[str], lines: str) -> None:
    if lines:
        # In parallel curl shows its progress, silent or not.
        subprocess.run(command, input=lines, text=True, check=True, stderr=subprocess.DEVNULL)


def bare_aiohttp(served: Served, files: Sequence[Remote], folder: Path) -> None:
    """Read files, large ones in ranges, side by side, and write in the loop's own thread."""

    async def main() -> None:
        connector = aiohttp.TCPConnector(limit=CONNECTIONS, ssl=_context(served) or True)
        timeout = aiohttp.ClientTimeout()
        async with aiohttp.ClientSession(connector=connector, timeout=timeout, read_bufsize=_CHUNK) as session:

            async def get(file: Remote, start: int, stop: int) -> None:
                descriptor = os.open(folder / file.name, os.O_WRONLY | os.O_CREAT)
                try:
                    async with session.get(file.direct, headers=_range(file, start, stop)) as response:
                        response.raise_for_status()
                        async for chunk in response.content.iter_any():
                            start += os.pwrite(descriptor, chunk, start)
                finally:
                    os.close(descriptor)

            await _several(files, get)

    asyncio.run(main())


def plain_httpx(served: Served, files: Sequence[Remote], folder: Path) -> None:
    async def main() -> None:
        limits = httpx.Limits(max_connections=CONNECTIONS)
        async with httpx.AsyncClient(timeout=None, limits=limits, verify=_context(served) or True) as client:

            async def get(file: Remote, start: int, stop: int) -> None:
                descriptor = os.open(folder / file.name, os.O_WRONLY | os.O_CREAT)
                try:
                    async with client.stream("GET", file.direct, headers=_range(file, start, stop)) as response:
                        response.raise_for_status()
                        async for chunk in response.aiter_raw():
                            start += os.pwrite(descriptor, chunk, start)
                finally:
                    os.close(descriptor)

            await _several(files, get)

    asyncio.run(main())


def _context(served: Served) -> ssl.SSLContext | None:
    return ssl.create_default_context(cafile=served.authority) if served.authority else None


def _range(file: Remote, start: int, stop: int) -> Mapping[str, str]:
    return {} if stop - start == file.size else {"Range": f"bytes={start}-{stop - 1}"}


async def _several(files: Sequence[Remote], one: Callable[[Remote, int, int], Coroutine[None, None, None]]) -> None:
    stretches = iter([(file, *stretch) for file in files for stretch in _stretches(file, len(files))])

    async def work() -> None:
        for file, start, stop in stretches:
            await one(file, start, stop)

    async with asyncio.TaskGroup() as group:
        for _ in range(CONNECTIONS):
            group.create_task(work())


def _stretches(file: Remote, files: int) -> list[tuple[int, int]]:
    """Cut a file so that all files together keep all connections busy."""
    step = max(-(-file.size * files // CONNECTIONS), _MIN_STRETCH)
    return [(start, min(start + step, file.size)) for start in range(0, file.size, step)]


def ours(served: Served, files: Sequence[Remote], folder: Path, *, concurrency: int = DEFAULT_CONCURRENCY) -> None:
    """Download listed files; nothing is verified, as by the peers."""
    listed = [
        File(id=file.id, name=file.name, path=file.name, size=file.size, href_content=file.direct) for file in files
    ]

    async def main() -> None:
        async with _client(served) as basespace:
            await basespace.files.download_many(listed, folder, checksum="skip", concurrency=concurrency)

    asyncio.run(main())


def ours_project(served: Served, files: Sequence[Remote], folder: Path) -> None:
    """Download a project, its lists included."""

    async def main() -> None:
        async with _client(served) as basespace:
            if files:
                await basespace.projects.download("1", folder, checksum="skip")

    asyncio.run(main())


def _client(served: Served) -> BaseSpace:
    context = _context(served)
    transport = AiohttpTransport(ssl_context=context) if context else None
    return BaseSpace("token", server=f"{served.api}/v2", transport=transport)


def after_listing(client: Client) -> Client:
    """Return a client that first lists the project, several datasets at a time."""
    return _Listing(client)


class _Listing:
    """Lists a project, then runs a client. It can be handed to other processes."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self.__name__ = client.__name__

    def __call__(self, served: Served, files: Sequence[Remote], folder: Path) -> None:
        if files:
            asyncio.run(_list(served))
        self._client(served, files, folder)


async def _list(served: Served) -> None:
    connector = aiohttp.TCPConnector(ssl=_context(served) or True)
    async with aiohttp.ClientSession(connector=connector) as session:

        async def page(path: str) -> list[dict[str, str]]:
            async with session.get(f"{served.api}/v2{path}?limit=1000") as response:
                items: list[dict[str, str]] = (await response.json())["Items"]
                return items

        datasets = await page("/projects/1/datasets")
        await asyncio.gather(*(page(f"/datasets/{dataset['Id']}/files") for dataset in datasets))
