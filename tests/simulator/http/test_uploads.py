"""Uploads through the API, by a plain HTTP client."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import io
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from basespace_async import ConfigurationError
from basespace_async.simulator import Simulator
from tests.support.plain_client import Reader

MIB = 1024 * 1024

pytestmark = pytest.mark.usefixtures("no_task_left")


def md5(data: bytes) -> bytes:
    return hashlib.md5(data, usedforsecurity=False).digest()


class Uploader(Reader):
    """A plain client that uploads, in one of the versions."""

    async def call(self, method: str, path: str, data: Any = None, **headers: str) -> tuple[int, Any]:
        """Send a request below `/v2` or `/v1pre3`; an answer without its wrapping."""
        sent = {"x-access-token": self.simulator.token, **headers}
        url = self.simulator.page.rstrip("/") + path
        data = io.BytesIO(data) if isinstance(data, bytes) and len(data) > MIB else data
        async with self.session.request(method, url, data=data, headers=sent) as response:
            body = await response.json() if await response.read() else None
        wrapped = isinstance(body, dict) and "Response" in body
        return response.status, body["Response"] if wrapped else body

    async def content(self, file_id: str) -> tuple[bytes, str]:
        """Return the bytes of a file, and their ETag."""
        headers = {"x-access-token": self.simulator.token}
        async with self.session.get(
            f"{self.simulator.url}/files/{file_id}/content?redirect=meta", headers=headers
        ) as a:
            link = (await a.json())["Response"]["HrefContent"]
        async with self.session.get(link) as response:
            return await response.read(), response.headers["ETag"].strip('"')

    async def new_dataset(self, type_id: str = "common.files", session: str | None = None) -> str:
        """Create a dataset; its id."""
        fields = {"Name": "new", "DatasetTypeId": type_id, "AppSessionId": session}
        body = {name: value for name, value in fields.items() if value is not None}
        status, made = await self.send("POST", "/projects/86000000/datasets", body)
        assert status == 200
        return str(made["Id"])


@pytest.fixture
async def uploader() -> AsyncIterator[Uploader]:
    async with Simulator(biosamples=4, seed=3, strict=True) as simulator, aiohttp.ClientSession() as session:
        yield Uploader(simulator, session)


@pytest.fixture(params=["v2", "v1pre3"])
def version(request: pytest.FixtureRequest) -> str:
    return str(request.param)


async def place_for(uploader: Uploader, version: str) -> tuple[str, str]:
    """Where files are posted in a version, and where they are listed."""
    if version == "v2":
        path = f"/v2/datasets/{await uploader.new_dataset()}/files"
        return path, f"{path}?includesubdirectories=true"
    status, made = await uploader.call("POST", "/v1pre3/projects/86000000/appresults", b'{"Name": "mine"}')
    assert status == 201
    path = f"/v1pre3/appresults/{made['Id']}/files"
    return path, path


@pytest.mark.parametrize("size", [0, 5, 200_000, 25 * MIB])
async def test_a_file_of_one_request_is_there_at_once(uploader: Uploader, version: str, size: int) -> None:
    path, listed = await place_for(uploader, version)
    data = bytes(range(256)) * (size // 256) + bytes(size % 256)
    status, file = await uploader.call("POST", f"{path}?name=a%20b.txt&directory=x/y", data)
    assert status == 201
    assert (file["UploadStatus"], file["Size"], file["Path"]) == ("complete", size, "x/y/a b.txt")
    assert await uploader.content(file["Id"]) == (data, md5(data).hex())
    _, page = await uploader.call("GET", listed)
    assert [each["Path"] for each in page["Items"]] == ["x/y/a b.txt"]


async def test_a_form_has_the_file_in_it(uploader: Uploader, version: str) -> None:
    path, _ = await place_for(uploader, version)
    form = aiohttp.FormData()
    form.add_field("file", b"abc" * 100_000, filename="form.csv")
    status, file = await uploader.call("POST", f"{path}?directory=in", form)
    assert (status, file["Path"], file["UploadStatus"]) == (201, "in/form.csv", "complete")
    assert await uploader.content(file["Id"]) == (b"abc" * 100_000, md5(b"abc" * 100_000).hex())


async def test_parts_are_joined_in_ascending_order_when_the_upload_is_completed(
    uploader: Uploader, version: str
) -> None:
    path, listed = await place_for(uploader, version)
    status, file = await uploader.call("POST", f"{path}?name=big.bin&multipart=true")
    assert (status, file["UploadStatus"], file["Size"]) == (201, "pending", 0)
    parts = {1: b"a" * (5 * MIB), 7: b"b" * (6 * MIB), 10_000: b"end"}
    at = f"/{version}/files/{file['Id']}"
    assert (await uploader.call("PUT", f"{at}/parts/7", b"replaced"))[0] == 200
    for number in (10_000, 7, 1):
        check = base64.b64encode(md5(parts[number])).decode()
        status, answer = await uploader.call("PUT", f"{at}/parts/{number}", parts[number], **{"Content-MD5": check})
        expected = {"Number": number, "ETag": md5(parts[number]).hex(), "Size": len(parts[number])}
        assert (status, answer) == (200, expected)
    assert (await uploader.call("GET", at))[1]["HrefParts"].endswith(f"/{file['Id']}/parts")
    _, there = await uploader.call("GET", f"{at}/parts?limit=2&offset=1")
    assert [(each["Number"], each["Size"]) for each in there["Items"]] == [(7, 6 * MIB), (10_000, 3)]
    assert (await uploader.call("GET", listed))[1]["Items"] == []
    for _ in range(2):
        status, done = await uploader.call("POST", f"{at}?uploadstatus=complete")
        assert (status, done["UploadStatus"], done["Size"]) == (200, "complete", 11 * MIB + 3)
    etag = f"{md5(b''.join(md5(parts[number]) for number in (1, 7, 10_000))).hex()}-3"
    assert await uploader.content(file["Id"]) == (parts[1] + parts[7] + parts[10_000], etag)
    assert [each["ETag"] for each in (await uploader.call("GET", listed))[1]["Items"]] == [etag]
    assert (await uploader.call("PUT", f"{at}/parts/2", b"late"))[0] == 409
    assert (await uploader.call("POST", f"{at}?uploadstatus=aborted"))[0] == 409


async def test_an_upload_that_is_given_up_leaves_nothing(uploader: Uploader, version: str) -> None:
    path, listed = await place_for(uploader, version)
    for gives_up in ("POST", "DELETE"):
        _, file = await uploader.call("POST", f"{path}?name=big.bin&multipart=true")
        at = f"/{version}/files/{file['Id']}"
        await uploader.call("PUT", f"{at}/parts/1", b"x" * 100_000)
        status, answer = await uploader.call(gives_up, f"{at}{'?uploadstatus=aborted' * (gives_up == 'POST')}")
        assert (status, answer and answer["UploadStatus"]) in ((200, "aborted"), (204, None))
        assert (await uploader.call("POST", f"{at}?uploadstatus=complete"))[0] in (403, 409)
        assert (await uploader.call("GET", at))[0] == (200 if gives_up == "POST" else 403)
    assert (await uploader.call("GET", listed))[1]["Items"] == []
    assert list(uploader.simulator.world.blobs.new_path().parent.iterdir()) == []


async def test_what_breaks_a_limit_is_refused(uploader: Uploader, version: str) -> None:
    path, listed = await place_for(uploader, version)
    _, file = await uploader.call("POST", f"{path}?name=big.bin&multipart=true")
    at = f"/{version}/files/{file['Id']}"
    for number in ("0", "10001", "-1", "x"):
        assert (await uploader.call("PUT", f"{at}/parts/{number}", b"x"))[0] == 400
    wrong = base64.b64encode(md5(b"other")).decode()
    assert (await uploader.call("PUT", f"{at}/parts/1", b"x", **{"Content-MD5": wrong}))[0] == 400
    assert (await uploader.call("PUT", f"{at}/parts/1", bytes(25 * MIB + 1)))[0] == 400
    assert (await uploader.call("GET", f"{at}/parts"))[1]["Items"] == []
    assert (await uploader.call("POST", f"{at}?uploadstatus=complete"))[0] == 409
    assert (await uploader.call("POST", f"{at}?uploadstatus=done"))[0] == 400
    await uploader.call("PUT", f"{at}/parts/1", bytes(5 * MIB - 1))
    await uploader.call("PUT", f"{at}/parts/2", b"x")
    assert (await uploader.call("POST", f"{at}?uploadstatus=complete"))[0] == 409
    await uploader.call("PUT", f"{at}/parts/1", bytes(5 * MIB))
    assert (await uploader.call("POST", f"{at}?uploadstatus=complete"))[0] == 200
    for query in ("", "?name=a/b", "?name=..", "?name=a&directory=../b", "?name=a&directory=b//c"):
        assert (await uploader.call("POST", f"{path}{query}", b"x"))[0] == 400
    assert len((await uploader.call("GET", listed))[1]["Items"]) == 1


async def test_a_client_that_goes_away_leaves_no_part(uploader: Uploader) -> None:
    path, _ = await place_for(uploader, "v2")
    _, file = await uploader.call("POST", f"{path}?name=big.bin&multipart=true")

    async def broken() -> AsyncIterator[bytes]:
        yield bytes(4 * MIB)
        raise RuntimeError("gone")

    with pytest.raises((RuntimeError, aiohttp.ClientError)):
        await uploader.call("PUT", f"/v2/files/{file['Id']}/parts/1", broken())
    async with asyncio.timeout(60):
        while list(uploader.simulator.world.blobs.new_path().parent.iterdir()):  # noqa: ASYNC110 - no event tells it
            await asyncio.sleep(0.01)
    assert (await uploader.call("GET", f"/v2/files/{file['Id']}/parts"))[1]["Items"] == []


async def test_a_dataset_becomes_readable_with_its_files(uploader: Uploader) -> None:
    dataset = await uploader.new_dataset()
    at = f"/datasets/{dataset}"
    _, before, _ = await uploader.get(at)
    assert (before["UploadStatus"], before["TotalSize"]) == ("Pending", 0)
    await uploader.call("POST", f"/v2{at}/files?name=a", b"12345")
    _, during, _ = await uploader.get(at)
    assert (during["UploadStatus"], during["TotalSize"]) == ("Uploading", 5)
    assert during["DateModified"] > before["DateModified"]
    _, after = await uploader.send("POST", at, {"UploadStatus": "Complete"})
    assert after["UploadStatus"] == "Complete"
    assert after["DateModified"] > during["DateModified"]


async def test_runs_logs_and_samples_take_files_too(uploader: Uploader) -> None:
    _, run = await uploader.send("POST", "/runs?experimentname=E&instrumenttype=MiSeq", {})
    status, _ = await uploader.call("POST", f"/v2/runs/{run['Id']}/files?name=a.bin&directory=InterOp", b"1")
    assert status == 201
    status, _ = await uploader.call("POST", f"/v1pre3/runs/{run['V1Pre3Id']}/files?name=RunInfo.xml", b"<RunInfo/>")
    assert status == 201
    paths = [each["Path"] for each in await uploader.items(f"/runs/{run['Id']}/files?recursive=true")]
    assert paths == ["InterOp/a.bin", "RunInfo.xml"]
    _, session = await uploader.send("POST", "/appsessions", {"Name": "mine"})
    logs = f"/appsessions/{session['Id']}/logfiles"
    _, page = await uploader.send("POST", logs, {"Name": "big.log", "Directory": "sub", "MultiPart": True})
    [log] = page["Items"]
    assert (await uploader.call("PUT", f"/v2/files/{log['Id']}/parts/1", b"log"))[0] == 200
    assert (await uploader.call("POST", f"/v2/files/{log['Id']}?uploadstatus=complete"))[0] == 200
    assert (await uploader.call("POST", f"/v2{logs}?name=small.log", b"log"))[0] == 200
    paths = [each["Path"] for each in await uploader.items(f"{logs}?includesubdirectories=true")]
    assert {"sub/big.log", "small.log"} < set(paths)
    _, sample = await uploader.call("POST", "/v1pre3/projects/86000000/samples", b'{"Name": "S"}')
    status, file = await uploader.call("POST", f"/v1pre3/samples/{sample['Id']}/files?name=S_S1_R1_001.fastq.gz", b"1")
    assert (status, file["ParentSample"]["Id"]) == (201, sample["Id"])


async def test_a_way_of_uploading_can_be_refused() -> None:
    with pytest.raises(ConfigurationError, match="upload_ways are v2, v1pre3, presigned, credentials"):
        Simulator(upload_ways={"ftp"})  # type: ignore[arg-type]
    async with Simulator(biosamples=4, upload_ways={"v1pre3"}) as simulator, aiohttp.ClientSession() as session:
        uploader = Uploader(simulator, session)
        path, _ = await place_for(uploader, "v2")
        assert (await uploader.call("POST", f"{path}?name=a", b"1"))[0] == 404
        path, _ = await place_for(uploader, "v1pre3")
        assert (await uploader.call("POST", f"{path}?name=a", b"1"))[0] == 201


async def test_what_was_uploaded_is_spooled_to_a_directory_that_goes_with_the_simulator() -> None:
    async with Simulator(biosamples=4) as simulator, aiohttp.ClientSession() as session:
        uploader = Uploader(simulator, session)
        path, _ = await place_for(uploader, "v2")
        await uploader.call("POST", f"{path}?name=a", bytes(MIB))
        directory: Path = simulator.world.blobs.new_path().parent
        assert [each.stat().st_size for each in directory.iterdir()] == [MIB]
        assert simulator.world.blobs.in_memory == 0
    assert not directory.exists()


ATTRIBUTES = {
    "common_fastq": {"IsPairedEnd": True, "TotalClustersPF": 1000, "MaxLengthRead1": 100, "MaxLengthRead2": 50}
}


async def put_fastqs(uploader: Uploader, sample: str, session: str, type_id: str) -> str:
    """Upload a pair of FASTQ files into a new dataset, and complete it; the dataset's id."""
    dataset = await uploader.new_dataset(type_id, session)
    for read in (1, 2):
        name = f"{sample}_S1_L003_R{read}_001.fastq.gz"
        assert (await uploader.call("POST", f"/v2/datasets/{dataset}/files?name={name}", b"x"))[0] == 201
    body = {"UploadStatus": "Completed", "Attributes": ATTRIBUTES}
    assert (await uploader.send("POST", f"/datasets/{dataset}", body))[0] == 200
    return dataset


@pytest.mark.parametrize("type_id", ["illumina.fastq.v1.8", "common.fastq"])
async def test_fastqs_land_in_the_biosample_that_the_analysis_has_as_its_input(
    uploader: Uploader, type_id: str
) -> None:
    _, session = await uploader.send("POST", "/appsessions", {"Name": "upload"})
    first, second = list(uploader.simulator.world.biosamples.values())[:2]
    items = [f"biosamples/{first.id}", f"biosamples/{second.id}"]
    inputs = {"Properties": [{"Type": "biosample[]", "Name": "Input.BioSamples", "Items": items}]}
    assert (await uploader.send("POST", f"/appsessions/{session['Id']}/properties", inputs))[0] in (200, 201)
    _, before, _ = await uploader.get(f"/biosamples/{second.id}?include=Yields")
    dataset = await put_fastqs(uploader, second.name, session["Id"], type_id)
    listed = await uploader.items(f"/datasets?inputbiosamples={second.id}&limit=100")
    assert dataset in [each["Id"] for each in listed]
    other = await put_fastqs(uploader, "Unknown", session["Id"], type_id)
    listed = await uploader.items(f"/datasets?inputbiosamples={first.id}&limit=100")
    assert other in [each["Id"] for each in listed]
    _, after, _ = await uploader.get(f"/biosamples/{second.id}?include=Yields")
    grown = [sum(part["TotalActualYield"] for part in each["Yields"]) for each in (before, after)]
    assert grown[1] - grown[0] == 1000 * 150
    _, properties, _ = await uploader.get(f"/datasets/{dataset}/properties/Input.BioSamples")
    assert [each["Id"] for each in properties["BioSampleItems"]] == [second.id]
    outputs = await uploader.items(f"/appsessions/{session['Id']}/properties/Output.Datasets/items")
    assert {each["Dataset"]["Id"] for each in outputs} == {dataset, other}


async def test_without_that_property_the_names_of_the_files_tell_the_biosample(uploader: Uploader) -> None:
    world = uploader.simulator.world
    there = next(each for each in world.biosamples.values() if each.project_id == "86000000")
    _, session = await uploader.send("POST", "/appsessions", {"Name": "upload"})
    known = await put_fastqs(uploader, there.name.replace("_", "-").upper(), session["Id"], "illumina.fastq.v1.8")
    assert world.datasets[known].biosample_id == there.id
    for _ in range(2):
        fresh = await put_fastqs(uploader, "Fresh-1", session["Id"], "illumina.fastq.v1.8")
        [made] = [each for each in world.biosamples.values() if each.name == "Fresh-1"]
        assert (made.project_id, world.datasets[fresh].biosample_id) == ("86000000", made.id)
    assert world.datasets[fresh].lane == 3


async def test_samples_of_v1pre3_are_complete_with_their_analysis(uploader: Uploader) -> None:
    _, sample = await uploader.call("POST", "/v1pre3/projects/86000000/samples", b'{"Name": "Fresh-2"}')
    at = f"/v1pre3/samples/{sample['Id']}"
    await uploader.call("POST", f"{at}/files?name=Fresh-2_S1_L001_R1_001.fastq.gz", b"x")
    assert (await uploader.call("GET", at))[1]["Status"] == "Running"
    body = b'{"Status": "complete", "StatusSummary": "done"}'
    assert (await uploader.call("POST", f"/v1pre3/appsessions/{sample['AppSession']['Id']}", body))[0] == 200
    assert (await uploader.call("GET", at))[1]["Status"] == "Complete"
    assert any(each.name == "Fresh-2" for each in uploader.simulator.world.biosamples.values())


async def test_a_run_is_complete_when_its_upload_is(uploader: Uploader) -> None:
    _, run = await uploader.send("POST", "/runs?experimentname=E&instrumenttype=MiSeq", {})
    assert (run["UploadStatus"], run["Status"], run["TotalSize"]) == ("Uploading", "Uploading", 0)
    await uploader.call("POST", f"/v2/runs/{run['Id']}/files?name=RunInfo.xml", b"<RunInfo/>")
    _, run = await uploader.send("POST", f"/runs/{run['Id']}?uploadstatus=Completed")
    _, run, _ = await uploader.get(f"/runs/{run['Id']}")
    assert (run["UploadStatus"], run["Status"], run["TotalSize"]) == ("Completed", "Complete", 10)
    assert run["Id"] in [each["Id"] for each in await uploader.items("/runs?statuses=Complete&limit=100")]
