"""Files: their content, and where the token goes."""

from __future__ import annotations

import traceback
from pathlib import Path

import httpx
import pytest
import respx

from basespace_async import BaseSpace, ConfigurationError, DownloadError, PermissionDeniedError
from basespace_async.models import File

SERVER = "https://api.basespace.illumina.com/v2"
TOKEN = "0123456789abcdef-secret"


async def test_a_file_is_got_by_its_id(service: respx.Router, basespace: BaseSpace) -> None:
    record = {"Id": "5", "Name": "reads.gz", "Size": 7}
    service.get("https://api.basespace.illumina.com/v1pre3/files/5").respond(json={"Response": record})
    file = await basespace.files.get(5)
    assert (file.id, file.name, file.size) == ("5", "reads.gz", 7)


async def test_a_range_of_bytes_is_asked_for(service: respx.Router, basespace: BaseSpace) -> None:
    service.get("/files/5/content").respond(302, headers={"Location": "https://store.example/x"})
    store = service.get("https://store.example/x").mock(
        return_value=httpx.Response(206, content=b"234", headers={"Content-Range": "bytes 2-4/10", "ETag": '"e"'})
    )
    assert b"".join([piece async for piece in basespace.files.iter_bytes("5", start=2, stop=5)]) == b"234"
    assert store.calls.last.request.headers["Range"] == "bytes=2-4"


async def test_content_is_followed_to_the_object_store_without_the_token(
    service: respx.Router, basespace: BaseSpace, tmp_path: Path
) -> None:
    service.get("/files/5/content").respond(302, headers={"Location": "https://store.example/x?Signature=s"})
    store = service.get("https://store.example/x", params={"Signature": "s"}).respond(content=b"reads")
    downloaded = await basespace.files.download(File(id="5", path="Data/reads.gz", size=5), tmp_path)
    assert downloaded.path == tmp_path / "Data" / "reads.gz"
    assert downloaded.path.read_bytes() == b"reads"
    assert "x-access-token" not in store.calls.last.request.headers


async def test_a_link_in_a_files_record_is_followed_without_the_token(
    service: respx.Router, basespace: BaseSpace, tmp_path: Path
) -> None:
    elsewhere = service.get("https://elsewhere.example/steal").respond(content=b"reads")
    file = File(id="5", path="reads.gz", size=5, href_content="https://elsewhere.example/steal")
    await basespace.files.download(file, tmp_path)
    sent = elsewhere.calls.last.request
    assert TOKEN not in str(sent.url) + str(sent.headers)


@pytest.mark.parametrize("size", [5, 5.0])
async def test_a_size_with_a_point_is_a_size(
    service: respx.Router, basespace: BaseSpace, tmp_path: Path, size: int
) -> None:
    service.get("/files/5/content").respond(content=b"reads")
    downloaded = await basespace.files.download(File(id="5", path="reads.gz", size=size), tmp_path)
    assert (downloaded.size, type(downloaded.size)) == (5, int)


async def test_a_size_with_a_fraction_is_refused(service: respx.Router, basespace: BaseSpace, tmp_path: Path) -> None:
    with pytest.raises(DownloadError, match=r"has 5\.5 bytes"):
        await basespace.files.download(File(id="5", path="reads.gz", size=5.5), tmp_path)  # type: ignore[arg-type]
    assert not service.calls


async def test_an_expired_link_is_an_error_without_its_signature(
    service: respx.Router, basespace: BaseSpace, tmp_path: Path
) -> None:
    service.get("/files/5/content").respond(302, headers={"Location": "https://store.example/x?Signature=s3cret"})
    service.get("https://store.example/x").respond(403, text="<Error><Code>AccessDenied</Code></Error>")
    with pytest.raises(PermissionDeniedError) as caught:
        await basespace.files.download(File(id="5", name="reads.gz", size=5), tmp_path)
    shown = "".join(traceback.format_exception(caught.value)) + repr(vars(caught.value))
    assert "https://store.example/x" in shown
    assert "s3cret" not in shown
    assert list(tmp_path.iterdir()) == []


async def test_a_file_without_a_name_and_redirects_without_end_are_refused(
    service: respx.Router, basespace: BaseSpace, tmp_path: Path
) -> None:
    with pytest.raises(ConfigurationError, match="without a path"):
        await basespace.files.download(File(id="5"), tmp_path)
    service.get("/files/5/content").respond(302, headers={"Location": f"{SERVER}/files/5/content"})
    with pytest.raises(ConfigurationError, match="redirects"):
        await basespace.files.download(File(id="5", name="a"), tmp_path)
