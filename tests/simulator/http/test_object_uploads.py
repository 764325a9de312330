"""Uploads to the simulator's object store: by presigned links with plain HTTP, and by aiobotocore and s3fs."""

from __future__ import annotations

import hashlib
import io
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import aiohttp
import pytest
from aiobotocore.session import get_session
from botocore.config import Config
from botocore.exceptions import ClientError
from yarl import URL

from basespace_async.simulator import Clock, Simulator
from tests.simulator.http.test_uploads import MIB, Uploader, md5

PARTS = {1: b"a" * (5 * MIB), 2: b"b" * (5 * MIB), 3: b"end"}
ETAG = f"{md5(b''.join(md5(part) for part in PARTS.values())).hex()}-3"


@pytest.fixture
async def uploader() -> AsyncIterator[Uploader]:
    clock = Clock(datetime(2026, 5, 1, tzinfo=UTC), still=True)
    async with (
        Simulator(biosamples=4, seed=3, strict=True, clock=clock) as simulator,
        aiohttp.ClientSession() as session,
    ):
        yield Uploader(simulator, session)


async def put(uploader: Uploader, links: Any, data: bytes, number: int | None = None, **headers: str) -> Any:
    """Put bytes to a link; the status and the ETag."""
    url = links["SinglePartUrl"]
    if number is not None:
        at = links["MultipartSignatures"][number - 1]
        places = {"part": number, "date": at["Date"], "datetime": at["DateTime"], "signature": at["Signature"]}
        url = links["MultipartTemplate"].format(**places)
    sent = {"x-amz-server-side-encryption": links["ServerSideEncryptionMethod"], **headers}
    async with uploader.session.put(url, data=io.BytesIO(data), headers=sent) as response:
        return response.status, response.headers.get("ETag", "").strip('"')


async def test_a_file_goes_to_one_presigned_link(uploader: Uploader) -> None:
    at = f"/datasets/{await uploader.new_dataset()}"
    _, links, _ = await uploader.get(f"{at}/file-upload-info?filepath=x/a%20b.txt")
    assert "MultipartUploadId" not in links
    completion = {"FilePath": "x/a b.txt", "Size": 3, "PartEtags": [], "ContentType": "text/plain"}
    assert (await uploader.send("POST", f"{at}/file-upload-info", completion))[0] == 409
    assert await put(uploader, links, b"abc") == (200, md5(b"abc").hex())
    assert await uploader.items(f"{at}/files?includesubdirectories=true") == []
    assert (await uploader.send("POST", f"{at}/file-upload-info", {**completion, "Size": 4}))[0] == 400
    status, file = await uploader.send("POST", f"{at}/file-upload-info", completion)
    assert (status, file["Path"], file["Size"], file["ContentType"]) == (200, "x/a b.txt", 3, "text/plain")
    assert (await uploader.send("POST", f"{at}/file-upload-info", completion))[1]["Id"] == file["Id"]
    assert await uploader.content(file["Id"]) == (b"abc", md5(b"abc").hex())


async def test_parts_go_to_presigned_links(uploader: Uploader) -> None:
    _, run = await uploader.send("POST", "/runs?experimentname=E&instrumenttype=MiSeq", {})
    at = f"/runs/{run['Id']}"
    _, links, _ = await uploader.get(f"{at}/file-upload-info?filepath=Data/big.bin&uploadpartcount=3")
    for number, data in reversed(PARTS.items()):
        assert await put(uploader, links, data, number) == (200, md5(data).hex())
    etags = [{"Part": number, "Etag": md5(data).hex()} for number, data in PARTS.items()]
    size = sum(map(len, PARTS.values()))
    completion = {"UploadId": links["MultipartUploadId"], "FilePath": "Data/big.bin", "PartEtags": etags, "Size": size}
    for wrong in ({"PartEtags": etags[:2]}, {"PartEtags": [etags[1], *etags[1:]]}, {"Size": 1}, {"PartEtags": []}):
        assert (await uploader.send("POST", f"{at}/file-upload-info", completion | wrong))[0] == 409
    wrong_etag = [{"Part": 1, "Etag": "0" * 32}, *etags[1:]]
    assert (await uploader.send("POST", f"{at}/file-upload-info", completion | {"PartEtags": wrong_etag}))[0] == 409
    status, file = await uploader.send("POST", f"{at}/file-upload-info", completion)
    assert (status, file["ETag"], file["Size"]) == (200, ETAG, size)
    assert (await uploader.send("POST", f"{at}/file-upload-info", completion))[1]["Id"] == file["Id"]
    assert await uploader.content(file["Id"]) == (b"".join(PARTS.values()), ETAG)


async def test_a_link_is_for_one_object_and_for_some_time(uploader: Uploader) -> None:
    at = f"/datasets/{await uploader.new_dataset()}"
    _, links, _ = await uploader.get(f"{at}/file-upload-info?filepath=a&uploadpartcount=2")
    other = {**links, "SinglePartUrl": links["SinglePartUrl"].replace("/a?", "/b?")}
    assert (await put(uploader, other, b"x"))[0] == 403
    swapped = {**links, "MultipartSignatures": links["MultipartSignatures"][::-1]}
    assert (await put(uploader, swapped, b"x", 1))[0] == 403
    assert (await put(uploader, links, b"x", **{"x-amz-acl": "public-read"}))[0] == 403
    assert (await put(uploader, links, b"x", **{"x-access-token": uploader.simulator.token}))[0] == 400
    assert (await put(uploader, links, b"x", **{"Content-MD5": "AAAA"}))[0] == 400
    assert uploader.simulator.statistics.leaked_tokens == 1
    uploader.simulator.clock.advance(hours=1, seconds=1)
    assert (await put(uploader, links, b"x"))[0] == 403
    assert (await put(uploader, links, b"x", 1))[0] == 403
    assert uploader.simulator.world.objects.contents == {}


async def test_an_instrument_can_check_its_connection(uploader: Uploader) -> None:
    _, links, _ = await uploader.get("/instrumentconnectioncheck/file-upload-info")
    assert (await put(uploader, links, b"x"))[0] == 200


def client(given: Any) -> Any:
    """The client of S3 that goes with some credentials."""
    return get_session().create_client(
        "s3",
        region_name=given["Region"],
        endpoint_url=given["ObjectStoreUrl"],
        aws_access_key_id=given["AuthKey"],
        aws_secret_access_key=given["AuthSecret"],
        aws_session_token=given["AuthToken"],
        config=Config(retries={"total_max_attempts": 1}),
    )


async def test_an_s3_client_puts_files_that_are_registered_then(uploader: Uploader) -> None:
    at = f"/datasets/{await uploader.new_dataset()}/direct-upload-info"
    _, given, _ = await uploader.get(at)
    place = {"Bucket": given["BucketName"], "Key": given["Prefix"] + "x/big file.bin"}
    async with client(given) as s3:
        await s3.put_object(Bucket=given["BucketName"], Key=given["Prefix"] + "empty", Body=b"")
        made = await s3.create_multipart_upload(**place)
        upload = {**place, "UploadId": made["UploadId"]}
        etags = []
        for number, data in PARTS.items():
            answer = await s3.upload_part(**upload, PartNumber=number, Body=data)
            etags.append({"PartNumber": number, "ETag": answer["ETag"]})
        listed = await s3.list_parts(**upload)
        assert [(each["PartNumber"], each["Size"]) for each in listed["Parts"]] == [
            (number, len(data)) for number, data in PARTS.items()
        ]
        wrong_etags = [{**each, "ETag": etags[-1]["ETag"]} for each in etags]
        with pytest.raises(ClientError, match="InvalidPart"):
            await s3.complete_multipart_upload(**upload, MultipartUpload={"Parts": wrong_etags})
        done = await s3.complete_multipart_upload(**upload, MultipartUpload={"Parts": etags})
        assert done["ETag"] == f'"{ETAG}"'
        assert (await s3.head_object(**place))["ContentLength"] == 10 * MIB + 3
        other = await s3.create_multipart_upload(**place)
        await s3.abort_multipart_upload(**place, UploadId=other["UploadId"])
        with pytest.raises(ClientError, match="NoSuchUpload"):
            await s3.list_parts(**place, UploadId=other["UploadId"])
    files = [
        {"RelativePath": "x/big file.bin", "Size": 10 * MIB + 3, "Etag": ETAG},
        {"RelativePath": "empty", "Size": 0, "Etag": md5(b"").hex()},
    ]
    for wrong in ({"Size": 1}, {"Etag": "0" * 32}, {"RelativePath": "other"}):
        assert (await uploader.send("POST", at, {"Files": [files[0] | wrong, files[1]]}))[0] == 409
    ids = set()
    for _ in range(2):
        status, page = await uploader.send("POST", at, {"Files": files})
        assert (status, sorted(each["Path"] for each in page["Items"])) == (200, ["empty", "x/big file.bin"])
        ids |= {each["Id"] for each in page["Items"]}
    assert len(ids) == 2
    assert await uploader.content(max(ids)) in ((b"".join(PARTS.values()), ETAG), (b"", md5(b"").hex()))
    status, page = await uploader.send("POST", at, {"Files": [{"RelativePath": "empty", "IsDeleted": True}]})
    listed = await uploader.items(at.replace("direct-upload-info", "files?includesubdirectories=true"))
    assert [each["Path"] for each in listed] == ["x/big file.bin"]


@pytest.mark.slow
async def test_credentials_are_checked_and_expire(uploader: Uploader) -> None:
    _, run = await uploader.send("POST", "/runs?experimentname=E&instrumenttype=MiSeq", {})
    status, given = await uploader.call("GET", f"/v1pre3/runs/{run['V1Pre3Id']}/direct-upload-info")
    assert status == 200
    place = {"Bucket": given["BucketName"], "Key": f"{given['Prefix']}a", "Body": b"x"}
    for name, code in (
        ("AuthSecret", "SignatureDoesNotMatch"),
        ("AuthToken", "InvalidToken"),
        ("AuthKey", "InvalidAccessKeyId"),
    ):
        async with client({**given, name: "other"}) as s3:
            with pytest.raises(ClientError, match=code):
                await s3.put_object(**place)
    async with client(given) as s3:
        with pytest.raises(ClientError, match="AccessDenied"):
            await s3.put_object(**{**place, "Key": "elsewhere/a"})
        await s3.put_object(**place)
        uploader.simulator.clock.advance(hours=1)
        with pytest.raises(ClientError, match="ExpiredToken"):
            await s3.put_object(**place)
    body = b'{"Files": [{"RelativePath": "a", "Size": 1}]}'
    status, page = await uploader.call("POST", f"/v1pre3/runs/{run['V1Pre3Id']}/direct-upload-info", body)
    assert (status, [each["ETag"] for each in page["Items"]]) == (200, [hashlib.md5(b"x").hexdigest()])


async def test_s3fs_puts_a_file(uploader: Uploader, tmp_path: Any) -> None:
    s3fs = pytest.importorskip("s3fs")
    at = f"/datasets/{await uploader.new_dataset()}/direct-upload-info"
    _, given, _ = await uploader.get(at)
    source = tmp_path / "a.bin"
    source.write_bytes(b"abc" * 4 * MIB)
    filesystem = s3fs.S3FileSystem(
        key=given["AuthKey"],
        secret=given["AuthSecret"],
        token=given["AuthToken"],
        endpoint_url=given["ObjectStoreUrl"],
        client_kwargs={"region_name": given["Region"]},
        asynchronous=True,
        skip_instance_cache=True,
    )
    session = await filesystem.set_session()
    key = f"{given['BucketName']}/{given['Prefix']}a.bin"
    await filesystem._put_file(str(source), key, chunksize=5 * MIB)
    await session.close()
    _, page = await uploader.send("POST", at, {"Files": [{"RelativePath": "a.bin", "Size": 12 * MIB}]})
    [file] = page["Items"]
    assert file["ETag"].endswith("-3")
    assert (await uploader.content(file["Id"]))[0] == source.read_bytes()


@pytest.mark.parametrize("way", ["presigned", "credentials"])
async def test_links_and_credentials_can_be_refused(way: str) -> None:
    ways = {"v2", "v1pre3", "presigned", "credentials"} - {way}
    async with Simulator(biosamples=4, upload_ways=ways) as simulator, aiohttp.ClientSession() as session:  # type: ignore[arg-type]
        uploader = Uploader(simulator, session)
        at = f"/datasets/{await uploader.new_dataset()}"
        statuses = [
            (await uploader.get(f"{at}/{path}"))[0] for path in ("file-upload-info?filepath=a", "direct-upload-info")
        ]
        assert statuses == ([403, 200] if way == "presigned" else [200, 403])


@pytest.mark.parametrize("name", ["a b.txt", "ä+ö%25.txt", "100%/{part}&=?#.txt", "~'()*!,;:@$.txt"])
async def test_signatures_hold_for_any_name(uploader: Uploader, name: str) -> None:
    at = f"/datasets/{await uploader.new_dataset()}"
    _, links, _ = await uploader.get(f"{at}/file-upload-info?filepath={quote(name, safe='')}&uploadpartcount=1")
    links["SinglePartUrl"] = URL(links["SinglePartUrl"], encoded=True)
    assert (await put(uploader, links, b"x"))[0] == 200
    _, given, _ = await uploader.get(f"{at}/direct-upload-info")
    async with client(given) as s3:
        await s3.put_object(Bucket=given["BucketName"], Key=given["Prefix"] + name, Body=b"xy")
    status, page = await uploader.send(
        "POST", f"{at}/direct-upload-info", {"Files": [{"RelativePath": name, "Size": 2}]}
    )
    assert (status, [each["Path"] for each in page["Items"]]) == (200, [name])
