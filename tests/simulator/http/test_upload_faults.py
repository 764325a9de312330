"""Faults that strike uploads."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest

from basespace_async.simulator import Simulator
from tests.simulator.http.test_object_uploads import client, put
from tests.simulator.http.test_uploads import MIB, Uploader, md5


@pytest.fixture
async def uploader() -> AsyncIterator[Uploader]:
    async with Simulator(biosamples=4, seed=3) as simulator, aiohttp.ClientSession() as session:
        yield Uploader(simulator, session)


async def started(uploader: Uploader) -> str:
    """Start an upload in parts through the API; where its file is."""
    dataset = await uploader.new_dataset()
    _, file = await uploader.call("POST", f"/v2/datasets/{dataset}/files?name=a&multipart=true")
    return f"/v2/files/{file['Id']}"


async def test_a_part_is_lost_after_it_was_acknowledged(uploader: Uploader) -> None:
    at = await started(uploader)
    uploader.simulator.faults.add("lost_part", method="PUT", path="*/parts/*", nth={1})
    assert (await uploader.call("PUT", f"{at}/parts/1", b"x"))[1]["ETag"] == md5(b"x").hex()
    assert (await uploader.call("GET", f"{at}/parts"))[1]["Items"] == []
    assert (await uploader.call("POST", f"{at}?uploadstatus=complete"))[0] == 409
    await uploader.call("PUT", f"{at}/parts/1", b"x")
    assert (await uploader.call("POST", f"{at}?uploadstatus=complete"))[0] == 200


async def test_a_wrong_etag_is_answered_for_a_part(uploader: Uploader) -> None:
    at = await started(uploader)
    uploader.simulator.faults.add("wrong_etag", origin="api", path="*/parts/*", nth={1})
    assert (await uploader.call("PUT", f"{at}/parts/1", b"x"))[1]["ETag"] != md5(b"x").hex()
    assert (await uploader.call("GET", f"{at}/parts"))[1]["Items"][0]["ETag"] == md5(b"x").hex()


async def test_a_completion_fails_after_it_was_done(uploader: Uploader) -> None:
    at = await started(uploader)
    await uploader.call("PUT", f"{at}/parts/1", b"x")
    uploader.simulator.faults.add("fail_after", method="POST", status=500, times=1)
    assert (await uploader.call("POST", f"{at}?uploadstatus=complete"))[0] == 500
    assert (await uploader.call("GET", at))[1]["UploadStatus"] == "complete"
    assert (await uploader.call("POST", f"{at}?uploadstatus=complete"))[0] == 200


async def test_puts_are_refused_reset_and_repeated(uploader: Uploader) -> None:
    at = await started(uploader)
    uploader.simulator.faults.add("status", method="PUT", nth={1}, status=503)
    assert (await uploader.call("PUT", f"{at}/parts/1", bytes(3 * MIB)))[0] == 503
    for kind, kept in (("reset_before", 0), ("reset_after", 1)):
        rule = uploader.simulator.faults.add(kind, method="PUT")  # type: ignore[arg-type]
        with pytest.raises(aiohttp.ClientError):
            await uploader.call("PUT", f"{at}/parts/1", b"x" * 100)
        uploader.simulator.faults.remove(rule)
        assert len((await uploader.call("GET", f"{at}/parts"))[1]["Items"]) == kept


async def test_faults_strike_the_object_store_too(uploader: Uploader) -> None:
    at = f"/datasets/{await uploader.new_dataset()}"
    _, links, _ = await uploader.get(f"{at}/file-upload-info?filepath=a&uploadpartcount=1")
    _, given, _ = await uploader.get(f"{at}/direct-upload-info")
    faults, objects = uploader.simulator.faults, uploader.simulator.world.objects
    faults.add("expired_link", method="PUT", nth={1})
    assert (await put(uploader, links, b"x", 1))[0] == 403
    faults.clear()
    faults.add("lost_part", origin="store", nth={1})
    faults.add("wrong_etag", nth={2})
    assert await put(uploader, links, b"x", 1) == (200, md5(b"x").hex())
    assert objects.uploads[links["MultipartUploadId"]].parts == {}
    assert (await put(uploader, links, b"x", 1))[1] != md5(b"x").hex()
    completion = {"UploadId": links["MultipartUploadId"], "FilePath": "a", "Size": 1}
    etags = {"PartEtags": [{"Part": 1, "Etag": md5(b"x").hex()}]}
    assert (await uploader.send("POST", f"{at}/file-upload-info", completion | etags))[0] == 200
    faults.clear()
    faults.add("expired_link", times=1)
    async with client(given) as s3:
        place = {"Bucket": given["BucketName"], "Key": f"{given['Prefix']}b", "Body": b"x"}
        with pytest.raises(s3.exceptions.ClientError, match="ExpiredToken"):
            await s3.put_object(**place)
        await s3.put_object(**place)
