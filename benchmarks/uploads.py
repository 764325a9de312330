"""Uploads of one large file, of many, and of small ones, next to raw aiohttp, curl and an S3 client."""

from __future__ import annotations

import asyncio
import hashlib
import os
import shutil
import subprocess
import tempfile
import time
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import aiohttp
from attrs import frozen

from basespace_async import BaseSpace
from basespace_async.uploads.options import DEFAULT_PART_SIZE

from .download_clients import CONCURRENCY, Cost, cpu_seconds
from .downloads import MEMORY, MIB, folder_in
from .measuring import Spread, in_process, in_turn, peak_memory, ratios
from .report import Goal, Section, Table
from .service import Service, simulated

_OURS, _RAW, _RAW_MD5, _CURL, _S3 = "ours", "raw aiohttp", "raw aiohttp with MD5", "curl --parallel", "aiobotocore"
_S3_PART = 8 * MIB
_MAX_GROWTH = 64.0  # MiB


@frozen
class Measured:
    """What one run took, and by how many MiB the memory grew."""

    cost: Cost
    memory: float


@frozen
class Case:
    """Files of one size."""

    name: str
    count: int
    size: int


def measure(quick: bool) -> Section:
    cases = [Case("1 of 1 GiB", 1, 1 << 30), Case("64 of 16 MiB", 64, 16 * MIB), Case("1,000 of 64 KiB", 1000, 1 << 16)]
    if quick:
        cases = [Case("1 of 32 MiB", 1, 32 * MIB), Case("50 of 64 KiB", 50, 1 << 16)]
    parts: list[Table | str] = []
    goals: list[Goal] = []
    compared = {name: client for name, client in _CLIENTS.items() if name != _CURL or shutil.which("curl")}
    for case in cases:
        with simulated(biosamples=2) as service, folder_in(MEMORY) as folder:
            _make(folder, case)
            work = {
                name: lambda client=client: in_process(_run, client, service, folder)
                for name, client in compared.items()
            }
            found = in_turn(work, 1 if quick else 3)
        parts += [f"### {case.name}", _table(found, case)]
        goals += _goals(found, case)
    return Section("Uploads", _ABOUT, parts, goals)


_ABOUT = (
    f"Files in memory (`/dev/shm`, where there is one), {CONCURRENCY} requests at a time, each client in a fresh "
    "process on one core, each time into a new dataset of the simulator. *Ours* computes the MD5 of each part, keeps a "
    "journal, and compares what the service lists at the end. *Raw aiohttp* makes the same requests of the same parts "
    "and does none of this, but for the MD5 where its name says so. *curl* puts whole files to presigned addresses, "
    "*aiobotocore* sends parts of 8 MiB with temporary credentials. *Memory* is by how much the process grew."
)


def _make(folder: Path, case: Case) -> None:
    block = os.urandom(MIB)
    for number in range(case.count):
        with (folder / f"{number:04}.bin").open("wb") as stream:
            for start in range(0, case.size, MIB):
                stream.write(block[: min(MIB, case.size - start)])


def _run(client: Callable[[Service, str, list[Path]], None], service: Service, folder: Path) -> Measured:
    files = sorted(folder.iterdir())
    dataset = asyncio.run(_new_dataset(service))
    with suppress(Exception):
        client(service, dataset, [])  # imports what it needs
    memory, before, started = peak_memory(), cpu_seconds(), time.perf_counter()
    client(service, dataset, files)
    measured = Measured(Cost(time.perf_counter() - started, cpu_seconds() - before), peak_memory() - memory)
    asyncio.run(_check(service, dataset, files))
    return measured


async def _new_dataset(service: Service) -> str:
    async with BaseSpace(service.token, server=service.url) as basespace:
        session = await basespace.appsessions.create("benchmark")
        project = await basespace.projects.create("benchmark", exist_ok=True)
        return (await basespace.datasets.create("benchmark", project=project, appsession=session)).id


async def _check(service: Service, dataset: str, files: Sequence[Path]) -> None:
    async with BaseSpace(service.token, server=service.url) as basespace:
        sizes = {file.name: file.size async for file in basespace.datasets.files(dataset)}
    if sizes != {path.name: _size(path) for path in files}:
        raise AssertionError(f"{len(sizes)} of {len(files)} files have arrived")


def _size(path: Path) -> int:
    return path.stat().st_size


def _content(path: Path) -> bytes:
    return path.read_bytes()


def _ours(service: Service, dataset: str, files: Sequence[Path]) -> None:
    async def run() -> None:
        with tempfile.TemporaryDirectory() as state:
            async with BaseSpace(service.token, server=service.url) as basespace:
                await basespace.datasets.add_files(dataset, files, state=state, concurrency=CONCURRENCY)

    asyncio.run(run())


def _raw(service: Service, dataset: str, files: Sequence[Path]) -> None:
    asyncio.run(_send_raw(service, dataset, files, lambda data: {}))


def _raw_with_md5(service: Service, dataset: str, files: Sequence[Path]) -> None:
    asyncio.run(_send_raw(service, dataset, files, _md5_header))


def _md5_header(data: bytes) -> dict[str, str]:
    return {"Content-MD5": b64encode(hashlib.md5(data, usedforsecurity=False).digest()).decode()}


async def _send_raw(
    service: Service, dataset: str, files: Sequence[Path], headers: Callable[[bytes], dict[str, str]]
) -> None:
    turns = asyncio.Semaphore(CONCURRENCY)
    older = service.url.replace("/v2", "/v1pre3")
    async with aiohttp.ClientSession(headers=service.headers) as session:

        async def post(url: str, data: bytes | None = None) -> Any:
            async with turns, session.post(url, data=data, headers=headers(data or b"")) as response:
                response.raise_for_status()
                return await response.json()

        async def put(url: str, descriptor: int, offset: int) -> None:
            async with turns:
                data = os.pread(descriptor, DEFAULT_PART_SIZE, offset)
                async with session.put(url, data=data, headers=headers(data)) as response:
                    response.raise_for_status()
                    await response.read()

        async def send(path: Path) -> None:
            size, url = _size(path), f"{service.url}/datasets/{dataset}/files?name={path.name}"
            if size <= DEFAULT_PART_SIZE:
                await post(url, _content(path))
                return
            file = (await post(f"{url}&multipart=true"))["Id"]
            descriptor = os.open(path, os.O_RDONLY)
            async with asyncio.TaskGroup() as group:
                for number, offset in enumerate(range(0, size, DEFAULT_PART_SIZE), start=1):
                    group.create_task(put(f"{older}/files/{file}/parts/{number}", descriptor, offset))
            os.close(descriptor)
            await post(f"{older}/files/{file}?uploadstatus=complete")

        async with asyncio.TaskGroup() as group:
            for path in files:
                group.create_task(send(path))


def _curl(service: Service, dataset: str, files: Sequence[Path]) -> None:
    asyncio.run(_put_by_curl(service, dataset, files))


async def _put_by_curl(service: Service, dataset: str, files: Sequence[Path]) -> None:
    url = f"{service.url}/datasets/{dataset}/file-upload-info"
    async with aiohttp.ClientSession(headers=service.headers) as session:
        turns = asyncio.Semaphore(CONCURRENCY)

        async def address(path: Path) -> Any:
            async with turns, session.get(url, params={"filepath": path.name}) as response:
                return await response.json()

        infos = await asyncio.gather(*map(address, files))
        lines = "\n".join(
            f'upload-file = "{path}"\nurl = "{info["SinglePartUrl"]}"\n'
            f'header = "x-amz-server-side-encryption: {info["ServerSideEncryptionMethod"]}"\noutput = /dev/null\nnext'
            for path, info in zip(files, infos, strict=True)
        )
        command = ["curl", "--silent", "--fail", "--parallel", "--parallel-max", str(CONCURRENCY), "--config", "-"]
        sent = lines.removesuffix("\nnext")
        await asyncio.to_thread(subprocess.run, command, input=sent, text=True, check=bool(files))

        async def complete(path: Path) -> None:
            body = {"FilePath": path.name, "Size": _size(path)}
            async with turns, session.post(url, json=body) as response:
                response.raise_for_status()

        await asyncio.gather(*map(complete, files))


def _s3(service: Service, dataset: str, files: Sequence[Path]) -> None:
    asyncio.run(_send_by_s3(service, dataset, files))


async def _send_by_s3(service: Service, dataset: str, files: Sequence[Path]) -> None:
    from aiobotocore.session import get_session

    url = f"{service.url}/datasets/{dataset}/direct-upload-info"
    turns = asyncio.Semaphore(CONCURRENCY)
    async with aiohttp.ClientSession(headers=service.headers) as session:
        async with session.get(url) as response:
            info = await response.json()
        keys = {"aws_access_key_id": info["AuthKey"], "aws_secret_access_key": info["AuthSecret"]}
        client = get_session().create_client(
            "s3",
            region_name=info["Region"],
            endpoint_url=info["ObjectStoreUrl"],
            aws_session_token=info["AuthToken"],
            **keys,
        )
        async with client as s3:

            async def send(path: Path) -> dict[str, Any]:
                size = _size(path)
                where = {"Bucket": info["BucketName"], "Key": f"{info['Prefix'].rstrip('/')}/{path.name}"}
                if size <= _S3_PART:
                    async with turns:
                        etag = (await s3.put_object(Body=_content(path), **where))["ETag"]
                else:
                    etag = await parts(path, size, where)
                return {"RelativePath": path.name, "Size": size, "Etag": etag.strip('"')}

            async def parts(path: Path, size: int, where: dict[str, str]) -> str:
                upload = (await s3.create_multipart_upload(**where))["UploadId"]
                descriptor = os.open(path, os.O_RDONLY)

                async def part(number: int, offset: int) -> dict[str, Any]:
                    async with turns:
                        data = os.pread(descriptor, _S3_PART, offset)
                        sent = await s3.upload_part(UploadId=upload, PartNumber=number, Body=data, **where)
                    return {"PartNumber": number, "ETag": sent["ETag"]}

                sent = await asyncio.gather(
                    *(part(number, offset) for number, offset in enumerate(range(0, size, _S3_PART), start=1))
                )
                os.close(descriptor)
                ended = await s3.complete_multipart_upload(UploadId=upload, MultipartUpload={"Parts": sent}, **where)
                return str(ended["ETag"])

            registered = await asyncio.gather(*map(send, files))
        async with session.post(url, json={"Files": registered}) as response:
            response.raise_for_status()


_CLIENTS: Mapping[str, Callable[[Service, str, list[Path]], None]] = {
    _OURS: _ours,
    _RAW: _raw,
    _RAW_MD5: _raw_with_md5,
    _CURL: _curl,
    _S3: _s3,
}


def _rates(runs: Iterable[Measured], case: Case) -> list[float]:
    return [case.count * case.size / 1e6 / one.cost.seconds for one in runs]


def _table(found: Mapping[str, Sequence[Measured]], case: Case) -> Table:
    reference = _rates(found[_RAW], case)
    gib = case.count * case.size / 2**30
    rows = [
        [
            name,
            Spread.of(_rates(runs, case)).text(0),
            Spread.of(one.cost.cpu / gib for one in runs).text(2),
            f"{max(one.memory for one in runs):.0f}",
            f"{ratios(_rates(runs, case), reference).text(2)}x",
        ]
        for name, runs in found.items()
    ]
    return Table(["client", "MB/s", "CPU s per GiB", "memory, MiB", f"throughput, to that of {_RAW}"], rows)


def _goals(found: Mapping[str, Sequence[Measured]], case: Case) -> list[Goal]:
    ratio = ratios(_rates(found[_OURS], case), _rates(found[_RAW], case)).median
    memory = max(one.memory for one in found[_OURS])
    return [
        Goal(f"{case.name}: at least 0.9x the throughput of {_RAW}", f"{ratio:.2f}x", ratio >= 0.9, _WHY),
        Goal(f"{case.name}: memory grows by at most 64 MiB", f"{memory:.0f} MiB", memory <= _MAX_GROWTH, _HELD),
    ]


_WHY = (
    "The MD5 of the parts takes as much of the one core as the sending, which raw aiohttp with MD5 shows; small files "
    "cost a call in a thread each, for reading and the journal, and the client's layers."
)
_HELD = "At most 48 MiB of parts are held; what the sockets and the interpreter hold comes on top."
