"""Content of files from a store that lies: the file is what the service has, or an error says what is wrong."""

from __future__ import annotations

import hashlib
import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx
import pytest
import respx

from basespace_async import (
    APIError,
    BaseSpace,
    BaseSpaceError,
    ChecksumError,
    ConfigurationError,
    ConnectionLostError,
    ContentChangedError,
    DownloadError,
    PermissionDeniedError,
    RetryPolicy,
    TransportError,
)
from basespace_async.models import File
from basespace_async.transport import HttpxTransport
from tests.support.random_service import RandomService, Raw

TOKEN = "0123456789abcdef-secret"
CONTENT = bytes(range(250)) * 40
ETAG = hashlib.md5(CONTENT, usedforsecurity=False).hexdigest()
LINK = "/store/file?X-Amz-Signature=s3cret"
QUIET = RetryPolicy(max_retries=2, initial_backoff=0.0, max_backoff=0.0)


@pytest.fixture
async def service() -> AsyncIterator[RandomService]:
    async with RandomService() as service:
        yield service


@pytest.fixture
async def basespace(service: RandomService) -> AsyncIterator[BaseSpace]:
    async with BaseSpace(TOKEN, server=service.url, retry=QUIET) as basespace:
        yield basespace


def reads(**changes: object) -> File:
    values = {"id": "5", "name": "reads", "path": "reads", "size": len(CONTENT), "etag": ETAG, **changes}
    return File(**values)  # type: ignore[arg-type]


def head(status: int, *lines: str) -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status} X", "Connection: close", *lines, "", ""]).encode()


def partial(start: object, last: object, size: object, body: bytes, *lines: str) -> Raw:
    says = f"Content-Range: bytes {start}-{last}/{size}"
    return Raw(head(206, says, f'ETag: "{ETAG}"', f"Content-Length: {len(body)}", *lines) + body)


def stored(service: RandomService, answer: Callable[[int, int], Raw]) -> None:
    """The API leads to a store, which answers to a range as is said."""
    store = service.url.replace("127.0.0.1", "localhost")  # another origin

    def answered(method: str, target: str) -> Raw:
        if target.startswith("/v2/"):
            return Raw(head(302, f"Location: {store}{LINK}", "Content-Length: 0"))
        found = re.search(r"range: bytes=(\d+)-(\d+)", service.heads[-1].lower())
        return answer(int(found[1]), int(found[2]) + 1) if found else answer(0, len(CONTENT))

    service.expect(answered, most=200)


HONEST = {
    "as-asked": lambda start, stop: partial(start, stop - 1, len(CONTENT), CONTENT[start:stop]),
    "more-than-asked": lambda start, stop: partial(start, len(CONTENT) - 1, len(CONTENT), CONTENT[start:]),
    "without-end": lambda start, stop: Raw(
        head(206, f"Content-Range: bytes {start}-{stop - 1}/{len(CONTENT)}") + CONTENT[start:stop], bytes(1 << 16)
    ),
    "all-of-it": lambda start, stop: Raw(head(200, f"Content-Length: {len(CONTENT)}") + CONTENT),
    "all-and-more": lambda start, stop: Raw(head(200) + CONTENT, bytes(1 << 16)),
    "unknown-size": lambda start, stop: partial(start, stop - 1, "*", CONTENT[start:stop]),
    "another-end": lambda start, stop: partial(start, 9_999_999_999, len(CONTENT), CONTENT[start:stop]),
}
LIES: dict[str, tuple[type[BaseSpaceError], Callable[[int, int], Raw]]] = {
    "ten-gigabytes": (ContentChangedError, lambda start, stop: partial(start, stop - 1, 10**10, CONTENT[start:stop])),
    "one-byte-less": (
        ContentChangedError,
        lambda start, stop: partial(start, stop - 1, len(CONTENT) - 1, CONTENT[start:stop]),
    ),
    "another-start": (
        ConnectionLostError,
        lambda start, stop: partial(start + 1, stop - 1, len(CONTENT), CONTENT[start:stop]),
    ),
    "no-numbers": (ConnectionLostError, lambda start, stop: partial("a", "b", "c", CONTENT[start:stop])),
    "twenty-digits": (
        ConnectionLostError,
        lambda start, stop: partial(start, stop - 1, "9" * 20, CONTENT[start:stop]),
    ),
    "no-range": (
        ConnectionLostError,
        lambda start, stop: Raw(head(206, f"Content-Length: {stop - start}") + CONTENT[start:stop]),
    ),
    "several-ranges": (
        ConnectionLostError,
        lambda start, stop: Raw(
            head(206, "Content-Type: multipart/byteranges; boundary=x") + b"--x\r\n", b"--x\r\n" * 5000
        ),
    ),
    "other-bytes": (ChecksumError, lambda start, stop: partial(start, stop - 1, len(CONTENT), bytes(stop - start))),
    "compressed": (
        ChecksumError,
        lambda start, stop: partial(start, stop - 1, len(CONTENT), bytes(stop - start), "Content-Encoding: gzip"),
    ),
    "too-short": (
        ConnectionLostError,
        lambda start, stop: partial(start, stop - 1, len(CONTENT), b""),
    ),
    "ten-gigabytes-as-a-whole": (
        ContentChangedError,
        lambda start, stop: Raw(head(200, "Content-Length: 10000000000")),
    ),
    "zeros-without-end": (ChecksumError, lambda start, stop: Raw(head(200), bytes(1 << 16))),
    "nothing-there": (ConnectionLostError, lambda start, stop: Raw(head(416, "Content-Range: bytes */10000000000"))),
    "a-page": (ContentChangedError, lambda start, stop: Raw(head(200, "Content-Length: 6") + b"<html>")),
    "no-answer": (ConnectionLostError, lambda start, stop: Raw(b"")),
    "refused": (
        PermissionDeniedError,
        lambda start, stop: Raw(
            head(403) + b"<Error><Code>AccessDenied</Code><Message>see http://h/?s3cret", b"x" * 9999
        ),
    ),
}


@pytest.mark.parametrize("part_size", [1 << 20, 5000], ids=["one-part", "parts"])
@pytest.mark.parametrize("name", HONEST)
async def test_a_store_that_is_only_odd_gives_the_file(
    basespace: BaseSpace,
    service: RandomService,
    tmp_path: Path,
    name: str,
    part_size: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("basespace_async.downloads.options._MIN_PART", 1)
    stored(service, HONEST[name])
    downloaded = await basespace.files.download(reads(), tmp_path, part_size=part_size)
    assert downloaded.path.read_bytes() == CONTENT
    assert [each.name for each in tmp_path.iterdir()] == ["reads"]
    async with basespace.files.open(reads(), start=100, stop=5100) as content:
        assert await content.read() == CONTENT[100:5100]


@pytest.mark.parametrize("part_size", [1 << 20, 5000], ids=["one-part", "parts"])
@pytest.mark.parametrize("name", LIES)
async def test_a_store_that_lies_is_found_out_and_leaves_nothing(
    basespace: BaseSpace,
    service: RandomService,
    tmp_path: Path,
    name: str,
    part_size: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    allocated: list[int] = []
    monkeypatch.setattr("basespace_async.downloads.options._MIN_PART", 1)
    monkeypatch.setattr("basespace_async.downloads.part_file.allocate", lambda _, size: allocated.append(size))
    kind, answer = LIES[name]
    stored(service, answer)
    with pytest.raises(kind) as caught:
        await basespace.files.download(reads(), tmp_path, part_size=part_size)
    assert TOKEN not in str(caught.value)
    assert "s3cret" not in str(caught.value)
    assert len(str(caught.value)) < 700
    assert list(tmp_path.iterdir()) == []
    # What the list says, not the store; nothing for a small file that is written as a whole.
    assert set(allocated) == ({len(CONTENT)} if part_size < len(CONTENT) else set())
    assert len(service.requests) < 40
    assert not [each for each in service.heads if "/store/" in each and TOKEN in each]


@pytest.mark.parametrize(
    ("location", "kind"),
    [
        ("/v2/files/5/content", ConfigurationError),
        ("/store/loop", ConfigurationError),
        ("file:///etc/passwd", BaseSpaceError),
        ("ftp://example.org/x", BaseSpaceError),
        ("javascript:alert(1)", BaseSpaceError),
        ("http://[::bad/", BaseSpaceError),
        ("http://127.0.0.1:99999/", BaseSpaceError),
        ("http://user:s3cret@127.0.0.1:1/", BaseSpaceError),
        ("http:///nowhere", BaseSpaceError),
        ("//127.0.0.1:1/x", TransportError),
        ("http://127.0.0.1:1/\xe9 x?s3cret", BaseSpaceError),
        ("http://" + "x" * 5000 + "/", BaseSpaceError),
        ("", BaseSpaceError),
    ],
    ids=range(13),
)
async def test_a_redirect_to_anywhere_is_no_way_out(
    basespace: BaseSpace, service: RandomService, tmp_path: Path, location: str, kind: type[BaseSpaceError]
) -> None:
    said = (
        b"HTTP/1.1 302 X\r\nConnection: close\r\nContent-Length: 0\r\nLocation: "
        + location.encode("latin-1")
        + b"\r\n\r\n"
    )
    service.expect(lambda method, target: Raw(said), most=50)
    with pytest.raises(kind) as caught:
        await basespace.files.download(reads(), tmp_path)
    assert "s3cret" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []
    assert len(service.requests) < 30


@pytest.mark.parametrize(("size", "kind"), [(10**15, DownloadError), (2**63, DownloadError), (-1, DownloadError)])
async def test_a_list_that_names_an_absurd_size_takes_no_disk(
    basespace: BaseSpace, service: RandomService, tmp_path: Path, size: int, kind: type[BaseSpaceError]
) -> None:
    stored(service, HONEST["as-asked"])
    with pytest.raises(kind):
        await basespace.files.download(reads(size=size), tmp_path)
    assert list(tmp_path.iterdir()) == []


async def test_a_refusal_without_end_is_read_as_far_as_it_explains(
    basespace: BaseSpace, service: RandomService
) -> None:
    said = head(400) + b"<Error><Code>InvalidArgument</Code><Message>no</Message>"
    service.expect(lambda method, target: Raw(said, b"x" * 65536), most=20)
    with pytest.raises(APIError) as caught:
        async with basespace.files.open(reads()) as content:
            await content.read()
    assert (caught.value.code, caught.value.message) == ("InvalidArgument", "no")


@pytest.mark.parametrize("location", ["http://store.example/x", "HTTP://store.example/x", "hTTp://store.example/x"])
async def test_content_is_not_read_unencrypted_however_the_link_is_written(location: str) -> None:
    router = respx.Router(assert_all_called=False)
    for server in ("https://api.example.org", "HTTPS://api.example.org"):
        router.get("https://api.example.org/v2/files/5/content").respond(302, headers={"Location": location})
        store = router.get(host="store.example").respond(content=CONTENT)
        async with (
            httpx.AsyncClient(transport=httpx.MockTransport(router.async_handler)) as client,
            BaseSpace(TOKEN, server=server, transport=HttpxTransport(client), retry=QUIET) as basespace,
        ):
            with pytest.raises(ConfigurationError, match="would be read unencrypted"):
                async with basespace.files.open(reads()) as content:
                    await content.read()
        assert not store.called
