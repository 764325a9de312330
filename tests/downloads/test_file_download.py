"""One file: its bytes, its name, its checksum, and what is left when something goes wrong."""

from __future__ import annotations

import asyncio
import errno
import os
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from threading import Event
from typing import Any

import httpx
import pytest
import respx

from basespace_async import (
    BaseSpace,
    ChecksumError,
    ConfigurationError,
    ConnectionLostError,
    ContentChangedError,
    DownloadError,
    PermissionDeniedError,
)
from basespace_async._util.platform import descriptors
from basespace_async.downloads import (
    Bandwidth,
    Checksum,
    disk_calls,
    etag_pipeline,
    fetching,
    file_download,
    job,
    streams,
    verified_fetch,
)
from basespace_async.downloads.segment import Segment
from tests.support.file_service import STORE, Broken, Store, etag_of, multipart

PART = 64 * 1024
CONTENT = bytes(range(251)) * 1306  # 5 parts, the last one shorter


@pytest.fixture(autouse=True)
def _no_task_left(no_task_left: None) -> None:
    pass


def left(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


async def test_a_small_file_comes_in_one_piece_below_the_folder(
    basespace: BaseSpace, store: Store, tmp_path: Path
) -> None:
    done = await basespace.files.download(store.file(), tmp_path / "results")
    assert done.path == tmp_path / "results" / "Data" / "reads.gz"
    assert Path(done).read_bytes() == store.content
    assert (done.size, done.fetched, done.kept) == (512, 512, False)
    assert (done.verification.method, done.verification.reason) == ("md5", "")
    assert store.ranges == [(0, 512)]
    assert left(tmp_path) == ["results/Data/reads.gz"]


async def test_a_large_file_comes_in_parts_each_once(basespace: BaseSpace, store: Store, tmp_path: Path) -> None:
    store.content = CONTENT
    done = await basespace.files.download(store.file(), tmp_path, part_size=PART)
    assert done.path.read_bytes() == CONTENT
    assert done.fetched == len(CONTENT)
    assert sorted(filter(None, store.ranges)) == [
        (start, min(start + PART, len(CONTENT))) for start in range(0, len(CONTENT), PART)
    ]
    assert store.links == 1
    assert left(tmp_path) == ["Data/reads.gz"]


async def test_a_file_of_exactly_a_part_and_one_of_a_byte_more(
    basespace: BaseSpace, store: Store, tmp_path: Path
) -> None:
    for more, parts in ((0, 1), (1, 2)):
        store.content, store.ranges = CONTENT[: PART + more], []
        done = await basespace.files.download(store.file(path=f"{more}"), tmp_path, part_size=PART)
        assert done.path.read_bytes() == store.content
        assert len(store.ranges) == parts


async def test_an_empty_file_needs_no_request(basespace: BaseSpace, store: Store, tmp_path: Path) -> None:
    store.content = b""
    done = await basespace.files.download(store.file(), tmp_path)
    assert (done.path.read_bytes(), done.size, done.verification.method) == (b"", 0, "md5")
    assert (store.links, store.ranges) == (0, [])


async def test_another_name_can_be_given(basespace: BaseSpace, store: Store, tmp_path: Path) -> None:
    done = await basespace.files.download(store.file(), tmp_path, name="liver/R1.gz")
    assert left(tmp_path) == ["liver/R1.gz"]
    assert done.path == tmp_path / "liver" / "R1.gz"
    with pytest.raises(DownloadError, match="does not lie below"):
        await basespace.files.download(store.file(), tmp_path, name="../R1.gz")


async def test_a_file_without_a_path_goes_by_its_name(basespace: BaseSpace, store: Store, tmp_path: Path) -> None:
    await basespace.files.download(store.file(path=None), tmp_path)
    assert left(tmp_path) == ["reads.gz"]
    with pytest.raises(ConfigurationError, match="came without a path and a name"):
        await basespace.files.download(store.file(path=None, name=None), tmp_path)


async def test_a_file_is_found_by_its_id(basespace: BaseSpace, service: Any, store: Store, tmp_path: Path) -> None:
    record = {"Id": "5", "Name": "reads.gz", "Path": "a/reads.gz", "Size": 512, "ETag": etag_of(store.content)}
    service.get("https://api.basespace.illumina.com/v1pre3/files/5").respond(json={"Response": record})
    done = await basespace.files.download("5", tmp_path)
    assert (left(tmp_path), done.verification.method) == (["a/reads.gz"], "md5")


@pytest.mark.parametrize("path", ["../x", "/etc/passwd", "a/../../x", "C:\\x"])
async def test_a_path_that_leads_out_of_the_folder_is_refused_before_anything_is_sent(
    basespace: BaseSpace, store: Store, tmp_path: Path, path: str
) -> None:
    with pytest.raises(DownloadError, match="does not lie below"):
        await basespace.files.download(store.file(path=path), tmp_path / "results")
    assert store.links == 0
    assert left(tmp_path) == []


async def test_a_link_below_the_folder_is_not_followed_out_of_it(
    basespace: BaseSpace, store: Store, tmp_path: Path
) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "results").mkdir()
    (tmp_path / "results" / "Data").symlink_to(tmp_path / "outside")
    with pytest.raises(DownloadError, match="a link below the folder leads out of it"):
        await basespace.files.download(store.file(), tmp_path / "results")
    assert store.links == 0
    assert left(tmp_path / "outside") == []


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"concurrency": 0}, "concurrency is 0"),
        ({"part_size": 65535}, "part_size is 65535 bytes; give 65536 or more"),
        ({"bandwidth": 0}, "bandwidth is 0 bytes a second"),
        ({"bandwidth": float("inf")}, "bandwidth is inf"),
        ({"if_exists": "keep"}, "if_exists is 'keep'; it is one of verify, size, replace, error"),
        ({"checksum": "maybe"}, "checksum is 'maybe'; it is one of check, require, skip"),
        ({"extensions": ".gz"}, "downloads do not know extensions"),
        ({"existing": "size"}, "`existing` is now `if_exists`"),
    ],
)
async def test_an_option_that_cannot_work_is_refused_before_anything_is_sent(
    basespace: BaseSpace, store: Store, tmp_path: Path, options: dict[str, Any], problem: str
) -> None:
    with pytest.raises(ConfigurationError, match=problem):
        await basespace.files.download(store.file(), tmp_path / "results", **options)
    assert store.links == 0
    assert not (tmp_path / "results").exists()


async def test_the_smallest_options_work(basespace: BaseSpace, store: Store, tmp_path: Path) -> None:
    store.content = CONTENT
    done = await basespace.files.download(store.file(), tmp_path, part_size=PART, concurrency=1, bandwidth=1e12)
    assert done.path.read_bytes() == CONTENT


# --- checksums --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("etag", "method"),
    [
        (etag_of(CONTENT), "md5"),
        (multipart(CONTENT, 5 << 20), "multipart"),
        (multipart(CONTENT, -(-len(CONTENT) // 3)), "multipart"),
    ],
)
async def test_content_is_compared_with_the_etag(
    basespace: BaseSpace, store: Store, tmp_path: Path, etag: str, method: str
) -> None:
    store.content, store.etag = CONTENT, etag
    done = await basespace.files.download(store.file(), tmp_path, part_size=PART)
    assert (done.verification.method, done.fetched) == (method, len(CONTENT))
    done = await basespace.files.download(store.file(path="again"), tmp_path, checksum="require")
    assert done.verification.complete


async def test_the_stores_etag_counts_where_the_list_has_none(
    basespace: BaseSpace, store: Store, tmp_path: Path
) -> None:
    store.content = CONTENT
    done = await basespace.files.download(store.file(etag=None), tmp_path, part_size=PART)
    assert done.verification.method == "md5"
    store.etag = etag_of(b"something else")
    with pytest.raises(ChecksumError, match="is not what the service has"):
        await basespace.files.download(store.file(etag=None, path="b"), tmp_path, part_size=PART)


@pytest.mark.parametrize("etag", [etag_of(b"something else"), multipart(b"something else", 100)])
async def test_content_that_is_not_the_etags_gets_no_name_and_is_fetched_twice(
    basespace: BaseSpace, store: Store, tmp_path: Path, caplog: pytest.LogCaptureFixture, etag: str
) -> None:
    with pytest.raises(ChecksumError, match=f"reads.gz: what arrived is not what the service has .*{etag}"):
        await basespace.files.download(store.file(etag=etag), tmp_path)
    assert left(tmp_path) == []
    assert len(store.ranges) == 2
    assert "fetched once more" in caplog.text


async def test_content_that_is_damaged_once_is_mended(basespace: BaseSpace, store: Store, tmp_path: Path) -> None:
    store.content = CONTENT
    headers = {"Content-Range": f"bytes 0-{PART - 1}/{len(CONTENT)}"}

    def damaged(request: httpx.Request) -> httpx.Response | None:
        if request.headers["Range"].startswith("bytes=0-"):
            return httpx.Response(206, headers=headers, content=bytes(PART))
        return None

    store.answers = [damaged]
    done = await basespace.files.download(store.file(), tmp_path, part_size=PART, concurrency=1)
    assert done.path.read_bytes() == CONTENT
    assert done.verification.method == "md5"
    assert done.fetched == 2 * len(CONTENT)


async def test_damaged_content_of_an_upload_in_parts_is_mended_too(
    basespace: BaseSpace, store: Store, tmp_path: Path
) -> None:
    """It looks like an upload in parts of an unusual size."""
    store.content, store.etag = CONTENT, multipart(CONTENT, -(-len(CONTENT) // 3))
    headers = {"Content-Range": f"bytes 0-{len(CONTENT) - 1}/{len(CONTENT)}"}
    store.answers = [lambda request: httpx.Response(206, headers=headers, content=bytes(len(CONTENT)))]
    done = await basespace.files.download(store.file(), tmp_path)
    assert (done.path.read_bytes(), done.verification.method) == (CONTENT, "multipart")


async def test_an_upload_in_parts_of_an_unusual_size_is_fetched_twice_and_reported(
    basespace: BaseSpace, store: Store, tmp_path: Path
) -> None:
    store.content, store.etag = CONTENT, multipart(CONTENT, 200_000)
    done = await basespace.files.download(store.file(), tmp_path)
    assert done.path.read_bytes() == CONTENT
    assert done.verification.method == "size"
    assert "parts of an unusual size; it was fetched twice, with the same bytes" in done.verification.reason
    assert done.fetched == 2 * len(CONTENT)


async def test_a_large_file_of_that_kind_is_not_fetched_twice(
    basespace: BaseSpace, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verified_fetch, "_MAX_FETCHED_TWICE", len(CONTENT) - 1)
    store.content, store.etag = CONTENT, multipart(CONTENT, 200_000)
    done = await basespace.files.download(store.file(), tmp_path)
    assert (done.verification.complete, done.fetched) == (False, len(CONTENT))
    assert done.verification.reason.endswith("of an unusual size")
    monkeypatch.setattr(verified_fetch, "_MAX_FETCHED_TWICE", len(CONTENT))
    done = await basespace.files.download(store.file(path="b"), tmp_path)
    assert done.fetched == 2 * len(CONTENT)


async def test_two_different_downloads_of_that_kind_are_an_error(
    basespace: BaseSpace, store: Store, tmp_path: Path
) -> None:
    store.content, store.etag = CONTENT, multipart(CONTENT, 200_000)
    headers = {"Content-Range": f"bytes 0-{len(CONTENT) - 1}/{len(CONTENT)}"}
    store.answers = [lambda request: httpx.Response(206, headers=headers, content=bytes(len(CONTENT)))]
    with pytest.raises(ChecksumError, match="in parts of any usual size"):
        await basespace.files.download(store.file(), tmp_path)
    assert left(tmp_path) == []


@pytest.mark.parametrize(
    ("etag", "reason"),
    [("0x8D4BCC2E4835CD0", "gives no checksum"), (multipart(CONTENT, 200_000), "parts of an unusual size")],
)
async def test_what_cannot_be_compared_is_an_error_where_that_is_required(
    basespace: BaseSpace, store: Store, tmp_path: Path, etag: str, reason: str
) -> None:
    store.content, store.etag = CONTENT, etag
    with pytest.raises(ChecksumError, match=f"cannot be verified: .*{reason}"):
        await basespace.files.download(store.file(), tmp_path, checksum="require", part_size=PART)
    assert left(tmp_path) == []
    done = await basespace.files.download(store.file(), tmp_path)
    assert not done.verification.complete
    assert reason in done.verification.reason


async def test_checksums_can_be_left_out(basespace: BaseSpace, store: Store, tmp_path: Path) -> None:
    done = await basespace.files.download(store.file(etag=etag_of(b"other")), tmp_path, checksum="skip")
    assert (done.verification.method, done.verification.reason) == ("size", "checksums were not asked for")
    assert done.path.read_bytes() == store.content


@pytest.mark.parametrize("size", [511, 513])
async def test_a_file_of_another_size_than_announced_never_gets_its_name(
    basespace: BaseSpace, store: Store, tmp_path: Path, size: int
) -> None:
    with pytest.raises(ContentChangedError, match=f"512 bytes, {size} were expected; list it again"):
        await basespace.files.download(store.file(size=size), tmp_path, checksum="skip")
    assert left(tmp_path) == []


async def test_a_size_that_the_list_does_not_tell_is_asked_for(
    basespace: BaseSpace, store: Store, tmp_path: Path
) -> None:
    done = await basespace.files.download(store.file(size=None), tmp_path)
    assert (done.size, done.path.read_bytes()) == (512, store.content)
    store.content = b""
    done = await basespace.files.download(store.file(size=None, path="empty"), tmp_path)
    assert (done.size, done.path.read_bytes()) == (0, b"")
    store.answers = [lambda request: httpx.Response(206, headers={"Content-Range": "bytes 0-0/*"}, content=b"x")]
    with pytest.raises(DownloadError, match="does not say how long"):
        await basespace.files.download(store.file(size=None, path="b"), tmp_path)


@pytest.mark.parametrize("size", [-1, -(10**30)])
async def test_a_size_that_no_file_has_is_an_error(
    basespace: BaseSpace, store: Store, tmp_path: Path, size: int
) -> None:
    with pytest.raises(DownloadError, match=rf"the service says that Data/reads.gz has {size} bytes; list it again"):
        await basespace.files.download(store.file(size=size), tmp_path)
    assert (store.links, left(tmp_path)) == (0, [])


@pytest.mark.parametrize("size", [1 << 63, 10**30])
async def test_a_size_that_no_disk_has_is_an_error(
    basespace: BaseSpace, store: Store, tmp_path: Path, size: int
) -> None:
    with pytest.raises(DownloadError, match=r"cannot write .*reads.gz: File too large"):
        await basespace.files.download(store.file(size=size), tmp_path)
    assert (store.links, left(tmp_path)) == (0, [])


@pytest.mark.parametrize("etag", [None, "odd", "d41d8cd98f00b204e9800998ecf8427e-2"])
@pytest.mark.parametrize("checksum", ["check", "skip"])
async def test_a_file_that_is_said_to_be_empty_and_is_not_never_gets_its_name(
    basespace: BaseSpace, store: Store, tmp_path: Path, etag: str | None, checksum: Any
) -> None:
    with pytest.raises(ContentChangedError, match="has 512 bytes, 0 were expected"):
        await basespace.files.download(store.file(size=0, etag=etag), tmp_path, checksum=checksum)
    assert left(tmp_path) == []
    store.content = b""
    done = await basespace.files.download(store.file(size=0, etag=etag), tmp_path, checksum=checksum)
    assert (done.size, done.path.read_bytes()) == (0, b"")


async def test_empty_files_take_their_turn(basespace: BaseSpace, store: Store, tmp_path: Path) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, stream=Counted())

    class Counted(httpx.AsyncByteStream):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            yield b""

        def __init__(self) -> None:
            open_now.append(len(open_now))
            most.append(len(open_now))

        async def aclose(self) -> None:
            open_now.pop()

    open_now: list[int] = []
    most: list[int] = []
    store.answers = [answer] * 3
    files = [store.file(size=0, etag=None, path=f"{number}") for number in range(3)]
    await basespace.files.download_many(files, tmp_path, concurrency=1)
    assert (most, open_now) == ([1, 1, 1], [])


async def test_an_empty_file_without_an_etag_is_compared_with_the_stores(
    basespace: BaseSpace, store: Store, tmp_path: Path
) -> None:
    store.content = b""
    done = await basespace.files.download(store.file(etag=None), tmp_path, checksum="require")
    assert done.verification.method == "md5"


@pytest.mark.parametrize("checksum", ["check", "skip"])
async def test_what_was_kept_of_other_content_is_not_mixed_with_it(
    basespace: BaseSpace, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, checksum: Any
) -> None:
    monkeypatch.setattr(verified_fetch, "_MAX_FETCHED_TWICE", 0)
    store.content, store.etag = CONTENT, "odd"
    store.cuts = [PART, 0, 0, 0, 0]
    unlisted = store.file(etag=None, path="reads.gz")
    with pytest.raises(ConnectionLostError):
        await basespace.files.download(unlisted, tmp_path, part_size=PART, concurrency=1, checksum=checksum)
    assert left(tmp_path) == [".reads.gz.part", ".reads.gz.part.journal"]
    store.content, store.etag = bytes(len(CONTENT)), "odder"
    done = await basespace.files.download(unlisted, tmp_path, part_size=PART, concurrency=1, checksum=checksum)
    assert done.path.read_bytes() == store.content
    assert left(tmp_path) == ["reads.gz"]


async def test_a_file_that_changes_between_its_parts_is_fetched_anew(
    basespace: BaseSpace, store: Store, tmp_path: Path
) -> None:
    store.content, store.etag = CONTENT, etag_of(CONTENT)
    headers = {"Content-Range": f"bytes {PART}-{2 * PART - 1}/{len(CONTENT)}", "ETag": '"another"'}
    changed: list[Callable[[httpx.Request], httpx.Response | None]] = [
        lambda request: None,
        lambda request: httpx.Response(206, headers=headers, content=bytes(PART)),
    ]
    store.answers = list(changed)
    done = await basespace.files.download(store.file(), tmp_path, part_size=PART, concurrency=1, checksum="skip")
    assert done.path.read_bytes() == CONTENT
    store.answers = [*changed, lambda request: None, changed[1]]
    with pytest.raises(ContentChangedError, match="changed while it was downloaded"):
        await basespace.files.download(store.file(path="b"), tmp_path, part_size=PART, concurrency=1, checksum="skip")
    assert left(tmp_path) == ["Data/reads.gz"]


# --- connections and links --------------------------------------------------------------------------------------------


async def test_a_part_that_breaks_goes_on_where_it_stopped(basespace: BaseSpace, store: Store, tmp_path: Path) -> None:
    store.content, store.cuts = CONTENT, [1000, 0, 70]
    done = await basespace.files.download(store.file(), tmp_path, part_size=PART, concurrency=1)
    assert done.path.read_bytes() == CONTENT
    assert done.fetched == len(CONTENT)
    assert store.ranges[:4] == [(0, PART), (1000, PART), (1000, PART), (1070, PART)]


async def test_a_link_that_expires_midway_is_renewed_once_for_all_parts(
    basespace: BaseSpace, service: respx.Router, store: Store, tmp_path: Path
) -> None:
    async def together(request: httpx.Request) -> httpx.Response:
        response = store.store(request)
        if response.status_code == 403:
            await all_parts.wait()
        return response

    all_parts = asyncio.Barrier(len(CONTENT) // PART)  # the first one came alone
    service.get(url__startswith=STORE).mock(side_effect=together)
    store.content = CONTENT
    store.answers = [lambda request: store.expired.add(1)]
    done = await basespace.files.download(store.file(), tmp_path, part_size=PART)
    assert done.path.read_bytes() == CONTENT
    assert store.links == 2


async def test_a_link_from_the_list_saves_a_request(basespace: BaseSpace, store: Store, tmp_path: Path) -> None:
    await basespace.files.download(store.file(href_content=f"{STORE}/9?Signature=s3cret"), tmp_path)
    assert store.links == 0


async def test_a_file_that_is_refused_leaves_nothing(basespace: BaseSpace, store: Store, tmp_path: Path) -> None:
    store.expired = set(range(20))
    with pytest.raises(PermissionDeniedError):
        await basespace.files.download(store.file(), tmp_path)
    assert left(tmp_path) == []


async def test_what_is_whole_stays_for_another_time_when_the_connection_breaks_for_good(
    basespace: BaseSpace, store: Store, tmp_path: Path
) -> None:
    store.content = CONTENT
    dead = Broken(b"", httpx.ReadError("cut"))
    headers = {"Content-Range": f"bytes {2 * PART}-{3 * PART - 1}/{len(CONTENT)}"}
    store.answers = [lambda request: None] * 2 + [lambda request: httpx.Response(206, headers=headers, stream=dead)] * 4
    with pytest.raises(ConnectionLostError):
        await basespace.files.download(store.file(), tmp_path, part_size=PART, concurrency=1)
    assert left(tmp_path) == ["Data/.reads.gz.part", "Data/.reads.gz.part.journal"]
    store.ranges.clear()
    done = await basespace.files.download(store.file(), tmp_path, part_size=PART, concurrency=1)
    assert done.path.read_bytes() == CONTENT
    assert store.ranges == [(2 * PART, 3 * PART), (3 * PART, 4 * PART), (4 * PART, 5 * PART), (5 * PART, len(CONTENT))]
    assert done.fetched == len(CONTENT) - 2 * PART
    assert (done.verification.method, left(tmp_path)) == ("md5", ["Data/reads.gz"])


async def test_what_was_kept_and_is_damaged_is_fetched_anew(basespace: BaseSpace, store: Store, tmp_path: Path) -> None:
    store.content = CONTENT
    store.answers = [lambda request: None, lambda request: httpx.Response(404)]
    with pytest.raises(Exception, match="404"):
        await basespace.files.download(store.file(), tmp_path, part_size=PART, concurrency=1)
    with (tmp_path / "Data" / ".reads.gz.part").open("r+b") as part:
        part.write(b"damage")
    done = await basespace.files.download(store.file(), tmp_path, part_size=PART, concurrency=1)
    assert done.path.read_bytes() == CONTENT


@pytest.mark.parametrize("upload_part", [PART // 2, PART, PART + PART // 2, 3 * PART, 6 * PART])
async def test_what_is_gone_on_with_is_verified_whatever_the_parts_of_the_upload(
    basespace: BaseSpace, store: Store, tmp_path: Path, upload_part: int
) -> None:
    store.content = CONTENT[:-1] + os.urandom(6 * PART - len(CONTENT) + 1)
    store.etag = multipart(store.content, upload_part)
    store.answers = [lambda request: None] * 2 + [lambda request: httpx.Response(404)]
    with pytest.raises(Exception, match="404"):
        await basespace.files.download(store.file(), tmp_path, part_size=PART, concurrency=1)
    assert left(tmp_path) == ["Data/.reads.gz.part", "Data/.reads.gz.part.journal"]
    done = await basespace.files.download(store.file(), tmp_path, part_size=PART, concurrency=3)
    assert (done.verification.method, done.fetched) == ("multipart", 4 * PART)


async def test_what_is_digested_while_it_is_written_is_not_read_again(
    basespace: BaseSpace, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: Any) -> int:
        raise AssertionError("read from the disk")

    monkeypatch.setattr(Segment, "feed", refuse)
    for content, etag in ((CONTENT[: 4 * PART], multipart(CONTENT[: 4 * PART], PART)), (CONTENT[:PART], "")):
        store.content, store.etag = content, etag
        file = store.file(path=str(len(content)))
        done = await basespace.files.download(file, tmp_path, part_size=PART, checksum="require")
        assert done.path.read_bytes() == content


async def test_parts_that_wait_for_the_disk_are_flushed_together(
    basespace: BaseSpace, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.content = CONTENT
    all_written, flushed = Event(), list[set[int]]()
    flush = Segment.flush

    def slow(self: Segment, *arguments: int) -> None:
        assert all_written.wait(120)
        before = set(self.done)
        flush(self, *arguments)
        flushed.append(self.done - before)

    write = Segment.write
    there = 0

    def counted(self: Segment, pieces: list[bytes], offset: int) -> None:
        nonlocal there
        write(self, pieces, offset)
        there += sum(map(len, pieces))
        if there == len(CONTENT):
            all_written.set()

    monkeypatch.setattr(Segment, "flush", slow)
    monkeypatch.setattr(Segment, "write", counted)
    await basespace.files.download(store.file(), tmp_path, part_size=PART)
    assert flushed == [{0, 1, 2, 3, 4, 5}]


async def test_what_waits_for_the_disk_when_the_file_changed_is_not_taken_for_whole(
    basespace: BaseSpace, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.content, store.etag = CONTENT, "before-"
    flush, discard = Segment.flush, Segment.discard
    changed, kept = Event(), list[set[int]]()

    def slow(self: Segment, *arguments: int) -> None:
        assert changed.wait(120)
        flush(self, *arguments)

    def noted(self: Segment) -> None:
        discard(self)
        kept.append(set(self.done))

    def change(request: httpx.Request) -> None:
        store.etag = "after-"
        changed.set()

    monkeypatch.setattr(Segment, "flush", slow)
    monkeypatch.setattr(Segment, "discard", noted)
    store.answers = [lambda request: None, lambda request: None, change]
    done = await basespace.files.download(store.file(etag=""), tmp_path, part_size=PART, concurrency=3)
    assert done.path.read_bytes() == CONTENT
    assert kept == [set()]


@pytest.mark.parametrize("checksum", ["skip", "require"])
async def test_small_files_share_calls_in_threads(
    basespace: BaseSpace, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, checksum: Checksum
) -> None:
    calls, batches = list[str](), list[int]()
    in_thread, start_in_thread = file_download.in_thread, disk_calls.start_in_thread

    async def noted(call: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        calls.append(call.__name__)
        return await in_thread(call, *arguments, **named)

    def counted(call: Callable[..., Any], batch: list[Any]) -> Any:
        batches.append(len(batch))
        return start_in_thread(call, batch)

    for module in (job, file_download, fetching, etag_pipeline):
        monkeypatch.setattr(module, "in_thread", noted)
    monkeypatch.setattr(disk_calls, "start_in_thread", counted)
    files = [store.file(path=str(number)) for number in range(5)]
    await basespace.files.download_many(files, tmp_path, checksum=checksum)
    assert calls == ["_look_at"]
    assert batches[0] == 5  # they are opened together
    assert sum(batches) == 10


@pytest.mark.parametrize(("concurrency", "size"), [(16, 1 << 20), (32, 1 << 19), (100, 1 << 18)])
async def test_the_more_are_under_way_the_less_is_held_for_each(
    basespace: BaseSpace, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, concurrency: int, size: int
) -> None:
    store.content = bytes(3 << 20)
    sizes, write = list[int](), Segment.write

    def noted(self: Segment, pieces: list[bytes], offset: int) -> None:
        sizes.append(sum(map(len, pieces)))
        write(self, pieces, offset)

    monkeypatch.setattr(Segment, "write", noted)
    monkeypatch.setattr(streams, "_INITIAL", 100)
    await basespace.files.download(store.file(), tmp_path, concurrency=concurrency)
    assert sizes == [size] * (len(store.content) // size)


# --- files that are there already -------------------------------------------------------------------------------------


async def test_a_file_that_is_there_and_whole_is_kept(basespace: BaseSpace, store: Store, tmp_path: Path) -> None:
    await basespace.files.download(store.file(), tmp_path)
    (tmp_path / "Data" / ".reads.gz.part.journal").write_bytes(b"of a download that was killed at its very end")
    for options in ({}, {"checksum": "require"}):
        done = await basespace.files.download(store.file(), tmp_path, **options)  # type: ignore[arg-type]
        assert (done.kept, done.fetched, done.size, done.verification.method) == (True, 0, 512, "md5")
    assert len(store.ranges) == 1
    assert left(tmp_path) == ["Data/reads.gz"]


@pytest.mark.parametrize("content", [b"short", bytes(512)])
async def test_another_file_of_that_name_is_replaced(
    basespace: BaseSpace, store: Store, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "Data").mkdir()
    (tmp_path / "Data" / "reads.gz").write_bytes(content)
    done = await basespace.files.download(store.file(), tmp_path)
    assert not done.kept
    assert done.path.read_bytes() == store.content


@pytest.mark.parametrize(
    ("if_exists", "content", "kept"), [("size", bytes(512), True), ("size", b"short", False), ("replace", None, False)]
)
async def test_what_becomes_of_a_file_that_is_there_can_be_said(
    basespace: BaseSpace, store: Store, tmp_path: Path, if_exists: Any, content: bytes | None, kept: bool
) -> None:
    target = tmp_path / "reads.gz"
    target.write_bytes(store.content if content is None else content)
    done = await basespace.files.download(store.file(path="reads.gz"), tmp_path, if_exists=if_exists)
    assert done.kept is kept
    assert target.read_bytes() == (content if kept else store.content)
    assert done.verification.complete is not kept
    assert ("not asked for" in done.verification.reason) is kept


async def test_a_file_that_is_there_can_be_refused(basespace: BaseSpace, store: Store, tmp_path: Path) -> None:
    (tmp_path / "reads.gz").write_bytes(store.content)
    with pytest.raises(DownloadError, match="exists already"):
        await basespace.files.download(store.file(path="reads.gz"), tmp_path, if_exists="error")
    assert store.links == 0
    await basespace.files.download(store.file(path="other.gz"), tmp_path, if_exists="error")


async def test_a_file_that_cannot_be_compared_is_kept_by_its_size_unless_more_is_required(
    basespace: BaseSpace, store: Store, tmp_path: Path
) -> None:
    store.etag = "none"
    target = tmp_path / "reads.gz"
    target.write_bytes(bytes(512))
    done = await basespace.files.download(store.file(path="reads.gz"), tmp_path)
    assert (done.kept, done.verification.method) == (True, "size")
    assert "gives no checksum" in done.verification.reason
    with pytest.raises(ChecksumError, match="cannot be verified"):
        await basespace.files.download(store.file(path="reads.gz"), tmp_path, checksum="require")
    assert target.read_bytes() == bytes(512)


# --- disks ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "call", "problem"),
    [
        (errno.ENOSPC, "_fallocate", "the disk is full \\(300000 bytes are needed\\)"),
        (errno.EDQUOT, "_fallocate", "the disk is full"),
        (errno.ENOSPC, "pwritev", "the disk is full"),
        (errno.EIO, "pwritev", "Input/output error"),
        (errno.EIO, "fsync", "Input/output error"),
        (errno.EACCES, "replace", "Permission denied"),
    ],
)
async def test_a_disk_that_refuses_is_a_clear_error_and_leaves_nothing(
    basespace: BaseSpace,
    store: Store,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    code: int,
    call: str,
    problem: str,
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    if call == "_fallocate":  # smaller files get their space when they are written
        store.content = bytes(300_000)
    monkeypatch.setattr(descriptors if call == "_fallocate" else os, call, refuse)
    with pytest.raises(DownloadError, match=f"cannot write .*reads.gz: {problem}"):
        await basespace.files.download(store.file(), tmp_path)
    assert left(tmp_path) == []


async def test_what_cannot_be_removed_does_not_hide_what_went_wrong(
    basespace: BaseSpace,
    store: Store,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def refuse(path: Path, missing_ok: bool = False) -> None:
        if path.exists():
            raise OSError(errno.EROFS, "Read-only file system")

    store.cuts = [0] * 4
    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(ConnectionLostError):
        await basespace.files.download(store.file(), tmp_path, if_exists="replace")
    assert "what was begun of" in caplog.text
    assert "could not be removed: Read-only file system" in caplog.text


async def test_a_folder_in_place_of_the_journal_is_a_clear_error(
    basespace: BaseSpace, store: Store, tmp_path: Path
) -> None:
    (tmp_path / ".reads.gz.part.journal").mkdir()
    store.content = CONTENT
    with pytest.raises(DownloadError, match=r"cannot write .*reads.gz: Is a directory"):
        await basespace.files.download(store.file(path="reads.gz"), tmp_path, part_size=PART)


async def test_a_folder_that_cannot_be_made_is_a_clear_error(
    basespace: BaseSpace, store: Store, tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(DownloadError, match=r"cannot write .*file: "):
        await basespace.files.download(store.file(), tmp_path / "file")
    with pytest.raises(DownloadError, match=r"cannot write .*below: "):
        await basespace.files.download(store.file(), tmp_path / "file" / "below")
    (tmp_path / "Data").write_bytes(b"")
    with pytest.raises(DownloadError, match=r"cannot write .*reads.gz: "):
        await basespace.files.download(store.file(), tmp_path)
    assert store.links == 0


async def test_an_earlier_file_stays_as_it_was_where_a_download_fails(
    basespace: BaseSpace, store: Store, tmp_path: Path
) -> None:
    (tmp_path / "reads.gz").write_bytes(b"earlier")
    store.cuts = [0] * 4
    with pytest.raises(ConnectionLostError):
        await basespace.files.download(store.file(path="reads.gz"), tmp_path)
    assert (tmp_path / "reads.gz").read_bytes() == b"earlier"
    assert left(tmp_path) == ["reads.gz"]


async def test_two_downloads_of_one_file_at_once_do_not_disturb_each_other(
    basespace: BaseSpace, store: Store, tmp_path: Path
) -> None:
    results = await asyncio.gather(
        *(basespace.files.download(store.file(), tmp_path, if_exists="replace") for _ in range(4)),
        return_exceptions=True,
    )
    done = [result for result in results if not isinstance(result, BaseException)]
    refused = [result for result in results if isinstance(result, DownloadError)]
    assert done
    assert len(done) + len(refused) == 4
    assert all("is being downloaded already" in str(error) for error in refused)
    assert left(tmp_path) == ["Data/reads.gz"]
    assert (tmp_path / "Data" / "reads.gz").read_bytes() == store.content


# --- cancellation -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("moment", range(0, 120, 3))
async def test_a_download_cancelled_at_any_moment_leaves_the_whole_file_or_what_can_be_gone_on_from(
    basespace: BaseSpace, store: Store, tmp_path: Path, moment: int
) -> None:
    store.content = CONTENT
    before = len(os.listdir("/proc/self/fd"))
    task = asyncio.create_task(basespace.files.download(store.file(), tmp_path, part_size=PART, concurrency=2))
    for _ in range(moment):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    assert len(os.listdir("/proc/self/fd")) == before
    there = left(tmp_path)
    whole = ["Data/reads.gz"]
    if not task.cancelled():
        assert there == whole
    else:
        # Whole as well, where it was cancelled while the file got its name: that is not done by halves.
        assert there in ([], ["Data/.reads.gz.part", "Data/.reads.gz.part.journal"], whole)
    done = await basespace.files.download(store.file(), tmp_path, part_size=PART)
    assert done.path.read_bytes() == CONTENT
    assert left(tmp_path) == ["Data/reads.gz"]


# --- bandwidth --------------------------------------------------------------------------------------------------------


def test_a_bandwidth_says_what_it_is() -> None:
    assert repr(Bandwidth(20_000_000)) == "Bandwidth(2e+07)"
    for wrong in (0, -1, float("nan"), float("inf")):
        with pytest.raises(ConfigurationError, match="give more than 0"):
            Bandwidth(wrong)


async def test_every_byte_is_within_the_cap(basespace: BaseSpace, store: Store, tmp_path: Path) -> None:
    class Counting(Bandwidth):
        taken = 0

        async def take(self, size: int) -> None:
            self.taken += size
            await super().take(size)

    store.content, store.cuts = CONTENT, [1000]
    shared = Counting(1e12)
    for path in ("a", "b"):
        await basespace.files.download(store.file(path=path), tmp_path, part_size=PART, bandwidth=shared)
    assert shared.taken == 2 * len(CONTENT)


async def test_a_cap_holds_up_the_reading(basespace: BaseSpace, store: Store, tmp_path: Path) -> None:
    store.content = CONTENT
    task = asyncio.create_task(
        basespace.files.download(store.file(), tmp_path, part_size=PART, concurrency=1, bandwidth=1.0)
    )
    while not store.ranges:  # noqa: ASYNC110
        await asyncio.sleep(0)
    for _ in range(50):
        await asyncio.sleep(0)
    assert len(store.ranges) == 1
    task.cancel()
    await asyncio.wait([task])
