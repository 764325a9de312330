"""The clients that the downloads are compared with, and ours: each gets the same links of the API, and a folder.

A request for a file's content is answered with a redirect to the object store, which refuses whoever shows it the
access token; a script has to see to that.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import resource
import shutil
import subprocess
import time
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from io import RawIOBase
from pathlib import Path
from unittest.mock import patch

import aiohttp
import httpx
from attrs import frozen

from basespace_async import BaseSpace
from basespace_async.downloads import Checksum
from basespace_async.models import File

from .service import Service

CONCURRENCY = 16
_CHUNK = 1 << 18


@frozen
class Remote:
    """A file to download, as a list of files tells of it."""

    id: str
    name: str
    size: int
    etag: str
    direct: str
    """Into the object store, which saves the request that would ask for it; the list has it where it is asked to."""

    def link(self, service: Service) -> str:
        return f"{service.url}/files/{self.id}/content"


@frozen
class Cost:
    """What one run took: seconds, and seconds of the processor, in the system's calls too."""

    seconds: float
    cpu: float


Client = Callable[[Service, Sequence[Remote], Path], None]


def fetch(client: Client, service: Service, files: Sequence[Remote], parent: Path) -> Cost:
    """Download files by a client into a folder that is removed, and see that all are there."""
    folder = parent / "fetched"
    folder.mkdir()
    try:
        client(service, [], folder)  # imports what it needs
        before, started = cpu_seconds(), time.perf_counter()
        client(service, files, folder)
        cost = Cost(time.perf_counter() - started, cpu_seconds() - before)
        for file in files:
            found = (folder / file.name).stat().st_size
            if found != file.size:
                raise AssertionError(f"{client.__name__} left {found} bytes of {file.size}")
    finally:
        shutil.rmtree(folder)
    return cost


def cpu_seconds() -> float:
    """Return the CPU seconds of this process, its threads, and its children that have ended."""
    used = (resource.getrusage(which) for which in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def curl(service: Service, files: Sequence[Remote], folder: Path) -> None:
    """Run one process for all files. It keeps `Authorization` from other hosts, which it does for no other header."""
    if not files:
        return
    lines = [line for file in files for line in (f'url = "{file.link(service)}"', f'output = "{folder / file.name}"')]
    command = ["curl", "--silent", "--fail", "--location", "--parallel", "--parallel-immediate"]
    command += ["--parallel-max", str(CONCURRENCY), "--config", "-"]
    command += ["--header", f"Authorization: Bearer {service.token}"]
    # In parallel it shows its progress, silent or not.
    subprocess.run(command, input="\n".join(lines), text=True, check=True, stderr=subprocess.DEVNULL)


def raw_aiohttp(service: Service, files: Sequence[Remote], folder: Path) -> None:
    _aiohttp(service, files, folder, verify=False)


def raw_aiohttp_md5(service: Service, files: Sequence[Remote], folder: Path) -> None:
    _aiohttp(service, files, folder, verify=True)


def _aiohttp(service: Service, files: Sequence[Remote], folder: Path, *, verify: bool) -> None:
    """Do what is least work: chunks go from the connection to the file in the loop's own thread."""

    async def run() -> None:
        async with _aiohttp_session() as session:
            await _several(files, partial(_aiohttp_file, session, service, folder, verify))

    asyncio.run(run())


def _aiohttp_session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(), read_bufsize=_CHUNK)


async def _aiohttp_link(session: aiohttp.ClientSession, service: Service, file: Remote) -> str:
    async with session.get(file.link(service), headers=service.headers, allow_redirects=False) as response:
        return response.headers["Location"]


async def _aiohttp_file(
    session: aiohttp.ClientSession, service: Service, folder: Path, verify: bool, file: Remote
) -> None:
    link = await _aiohttp_link(session, service, file)
    async with session.get(link) as response:
        response.raise_for_status()
        with (folder / file.name).open("wb", buffering=0) as target:
            await _write(response, target, verify)


async def _write(response: aiohttp.ClientResponse, target: RawIOBase, verify: bool) -> None:
    digest = hashlib.md5(usedforsecurity=False)
    async for chunk in response.content.iter_any():
        target.write(chunk)
        if verify:
            digest.update(chunk)


def raw_aiohttp_ranges(service: Service, files: Sequence[Remote], folder: Path) -> None:
    """Download the stretches of each file side by side, over a connection each, as ours does it."""

    async def run() -> None:
        async with _aiohttp_session() as session:
            for file in files:
                await _stretches(session, service, folder, file)

    asyncio.run(run())


async def _stretches(session: aiohttp.ClientSession, service: Service, folder: Path, file: Remote) -> None:
    link = await _aiohttp_link(session, service, file)
    step = -(-file.size // CONCURRENCY)
    with (folder / file.name).open("wb", buffering=0) as target:
        async with asyncio.TaskGroup() as group:
            for start in range(0, file.size, step):
                group.create_task(_stretch(session, link, start, start + step, target.fileno()))


async def _stretch(session: aiohttp.ClientSession, link: str, start: int, stop: int, descriptor: int) -> None:
    async with session.get(link, headers={"Range": f"bytes={start}-{stop - 1}"}) as response:
        response.raise_for_status()
        async for chunk in response.content.iter_any():
            start += os.pwrite(descriptor, chunk, start)


def plain_httpx(service: Service, files: Sequence[Remote], folder: Path) -> None:
    async def run() -> None:
        async with httpx.AsyncClient(timeout=None) as client:
            await _several(files, partial(_httpx_file, client, service, folder))

    asyncio.run(run())


async def _httpx_file(client: httpx.AsyncClient, service: Service, folder: Path, file: Remote) -> None:
    redirect = await client.get(file.link(service), headers=service.headers)
    async with client.stream("GET", redirect.headers["Location"]) as response:
        response.raise_for_status()
        with (folder / file.name).open("wb", buffering=0) as target:
            async for chunk in response.aiter_raw():
                target.write(chunk)


async def _several(files: Sequence[Remote], one: Callable[[Remote], Coroutine[None, None, None]]) -> None:
    waiting = iter(files)

    async def work() -> None:
        for file in waiting:
            await one(file)

    async with asyncio.TaskGroup() as group:
        for _ in range(CONCURRENCY):
            group.create_task(work())


def ours(service: Service, files: Sequence[Remote], folder: Path) -> None:
    _ours(service, files, folder, checksum="skip")


def ours_alone(service: Service, files: Sequence[Remote], folder: Path) -> None:
    """Download over one connection at a time."""
    _ours(service, files, folder, checksum="skip", concurrency=1)


def ours_direct(service: Service, files: Sequence[Remote], folder: Path) -> None:
    """Use the links that came with the list, as downloads of datasets and of what holds them do."""
    _ours(service, files, folder, direct=True, checksum="skip")


def ours_verified(service: Service, files: Sequence[Remote], folder: Path) -> None:
    _ours(service, files, folder, checksum="require")


def ours_unflushed(service: Service, files: Sequence[Remote], folder: Path) -> None:
    """Do not ask the disk to write at once, to see what that costs."""
    with patch("os.fsync"):
        ours(service, files, folder)


def _ours(
    service: Service,
    files: Sequence[Remote],
    folder: Path,
    *,
    checksum: Checksum,
    concurrency: int = CONCURRENCY,
    direct: bool = False,
) -> None:
    listed = [
        File(
            id=file.id,
            name=file.name,
            path=file.name,
            size=file.size,
            etag=file.etag,
            href_content=file.direct if direct else None,
        )
        for file in files
    ]

    async def run() -> None:
        async with BaseSpace(service.token, server=service.url) as basespace:
            await basespace.files.download_many(listed, folder, checksum=checksum, concurrency=concurrency)

    asyncio.run(run())
