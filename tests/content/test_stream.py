"""Content is read in order and to its end, whatever happens on the way."""

from __future__ import annotations

import asyncio
import gzip
import os
import traceback
import tracemalloc
import zlib
from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path

import httpx
import pytest
import respx
from hypothesis import given, settings
from hypothesis import strategies as st

from basespace_async import (
    APIError,
    BaseSpace,
    ConfigurationError,
    ConnectionLostError,
    ContentChangedError,
    DecodeError,
    NotFoundError,
    PermissionDeniedError,
    ServerError,
    TransportTimeoutError,
)
from basespace_async._util.inflate import Inflater
from basespace_async.content import source
from basespace_async.content.reader import CHUNK_SIZE
from basespace_async.downloads import gunzip
from basespace_async.models import File
from basespace_async.transport import HttpxTransport, RetryPolicy
from tests.support.file_service import SERVER, STORE, TOKEN, Broken, Store

SIZE = 512


async def read(basespace: BaseSpace, **stretch: int) -> bytes:
    return b"".join([piece async for piece in basespace.files.iter_bytes("5", **stretch)])


async def test_a_file_is_read_with_what_is_known_of_it(basespace: BaseSpace, store: Store) -> None:
    async with basespace.files.open("5") as content:
        assert (content.size, content.file_size, content.position) == (SIZE, SIZE, 0)
        assert (content.content_type, len(content.etag)) == ("application/x-gzip", 32)
        assert await content.read(10) == store.content[:10]
        assert content.position == 10
        assert await content.read(0) == b""
        assert await content.read() == store.content[10:]
        assert await content.read() == b""
        assert await content.read(5) == b""
    assert store.ranges == [None]


async def test_pieces_are_no_larger_than_was_asked_for(basespace: BaseSpace, store: Store) -> None:
    async with basespace.files.open("5") as content:
        pieces = [piece async for piece in content.iter_bytes(100)]
    assert max(map(len, pieces)) <= 100
    assert b"".join(pieces) == store.content
    pieces = [piece async for piece in basespace.files.iter_bytes("5", chunk_size=7)]
    assert max(map(len, pieces)) <= 7
    assert b"".join(pieces) == store.content
    async with basespace.files.open("5") as content:
        assert b"".join([piece async for piece in content]) == store.content


@pytest.mark.parametrize(
    ("start", "stop"),
    [(0, 512), (0, 1), (511, 512), (511, None), (100, 200), (0, 600), (512, None), (512, 600), (7, 7)],
)
async def test_any_stretch_can_be_read(basespace: BaseSpace, store: Store, start: int, stop: int | None) -> None:
    expected = store.content[start:stop]
    async with basespace.files.open("5", start=start, stop=stop) as content:
        assert await content.read() == expected
        assert content.size == len(expected)
    assert b"".join([piece async for piece in basespace.files.iter_bytes("5", start=start, stop=stop)]) == expected


@pytest.mark.parametrize(("start", "stop"), [(-1, None), (5, 4), (0, -1)])
async def test_a_stretch_that_is_none_is_refused_before_anything_is_sent(
    basespace: BaseSpace, store: Store, start: int, stop: int | None
) -> None:
    with pytest.raises(ConfigurationError, match=f"no bytes from {start} to {stop}"):
        async with basespace.files.open("5", start=start, stop=stop):
            pass
    with pytest.raises(ConfigurationError, match="no bytes"):
        basespace.files.iter_bytes("5", start=start, stop=stop)
    assert store.links == 0


async def test_a_stretch_beyond_the_end_is_an_error(basespace: BaseSpace) -> None:
    with pytest.raises(ConfigurationError, match="byte 513 is asked for, and the file has 512"):
        await read(basespace, start=513)


async def test_pieces_of_no_bytes_are_refused(basespace: BaseSpace) -> None:
    with pytest.raises(ConfigurationError, match="chunk_size is 0"):
        basespace.files.iter_bytes("5", chunk_size=0)
    async with basespace.files.open("5") as content:
        with pytest.raises(ConfigurationError, match="chunk_size is 0"):
            content.iter_bytes(0)


async def test_an_empty_file_is_read(basespace: BaseSpace, store: Store) -> None:
    store.content = b""
    async with basespace.files.open("5") as content:
        assert (content.size, await content.read()) == (0, b"")


# --- connections that break -------------------------------------------------------------------------------------------


async def test_a_broken_connection_goes_on_where_it_stopped(basespace: BaseSpace, store: Store) -> None:
    store.cuts = [100, 0, 50]
    assert await read(basespace) == store.content
    assert store.ranges == [None, (100, SIZE), (100, SIZE), (150, SIZE)]
    assert store.links == 1


@settings(max_examples=60, deadline=None)
@given(
    cuts=st.lists(st.integers(1, 200), max_size=12),
    start=st.integers(0, SIZE),
    length=st.integers(0, SIZE),
    chunk_size=st.integers(1, 300),
)
async def test_however_connections_break_the_bytes_are_the_same(
    cuts: list[int], start: int, length: int, chunk_size: int
) -> None:
    store = Store(bytes(range(256)) * 2, cuts=list(cuts))
    router = respx.Router(assert_all_called=False)
    router.get(f"{SERVER}/files/5/content").mock(side_effect=store.api)
    router.get(url__startswith=STORE).mock(side_effect=store.store)
    policy = RetryPolicy(max_retries=1, initial_backoff=0, max_backoff=0)
    async with (
        httpx.AsyncClient(transport=httpx.MockTransport(router.async_handler)) as client,
        BaseSpace(TOKEN, transport=HttpxTransport(client), retry=policy) as basespace,
    ):
        stop = start + length
        pieces = [
            piece async for piece in basespace.files.iter_bytes("5", start=start, stop=stop, chunk_size=chunk_size)
        ]
    assert b"".join(pieces) == store.content[start:stop]


async def test_a_connection_that_breaks_too_often_without_bringing_anything_is_an_error(
    basespace: BaseSpace, store: Store
) -> None:
    store.cuts = [100, 0, 0, 0, 0]
    got = []
    with pytest.raises(ConnectionLostError):
        got += [piece async for piece in basespace.files.iter_bytes("5")]
    assert store.ranges == [None, *[(100, SIZE)] * 3]


async def test_breaks_are_counted_anew_after_every_byte(basespace: BaseSpace, store: Store) -> None:
    store.cuts = [0, 0, 0, 1, 0, 0, 1, 0, 0]
    assert await read(basespace) == store.content


async def test_a_response_that_ends_early_in_peace_is_gone_on_with(basespace: BaseSpace, store: Store) -> None:
    short = {"Content-Range": f"bytes 0-{SIZE - 1}/{SIZE}"}
    store.answers = [lambda request: httpx.Response(206, headers=short, content=store.content[:9])]
    assert await read(basespace, start=0, stop=SIZE) == store.content
    assert store.ranges == [(9, SIZE)]


async def test_a_response_that_is_longer_than_it_should_be_is_cut(basespace: BaseSpace, store: Store) -> None:
    headers = {"Content-Range": f"bytes 0-9/{SIZE}"}
    store.answers = [lambda request: httpx.Response(206, headers=headers, content=store.content)]
    assert await read(basespace, start=0, stop=10) == store.content[:10]


async def test_a_server_that_knows_no_ranges_is_read_from_its_beginning(basespace: BaseSpace, store: Store) -> None:
    whole = {"Content-Length": str(SIZE)}
    store.answers = [lambda request: httpx.Response(200, headers=whole, content=store.content)]
    assert await read(basespace, start=100, stop=200) == store.content[100:200]


async def test_what_is_skipped_may_come_in_many_pieces(basespace: BaseSpace, store: Store) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        async for piece in pieces_of(store.content, 70):
            yield piece

    store.content = os.urandom(SIZE)
    whole = {"Content-Length": str(SIZE)}
    store.answers = [lambda request: httpx.Response(200, headers=whole, content=pieces())]
    found = [piece async for piece in basespace.files.iter_bytes("5", start=100, stop=400, chunk_size=70)]
    assert b"".join(found) == store.content[100:400]
    assert store.ranges == []  # nothing was asked for again


async def test_content_of_unknown_length_is_read_to_its_end(basespace: BaseSpace, store: Store) -> None:
    async def body() -> AsyncIterator[bytes]:
        yield b"one"
        yield b"two"

    store.answers = [lambda request: httpx.Response(200, content=body())]
    async with basespace.files.open("5") as content:
        assert (content.size, content.file_size) == (None, None)
        assert await content.read() == b"onetwo"
        assert content.size == 6


async def test_a_read_that_takes_too_long_is_gone_on_with(basespace: BaseSpace, store: Store) -> None:
    headers = {"Content-Length": str(SIZE)}
    stream = Broken(store.content[:9], httpx.ReadTimeout("slow"))
    store.answers = [lambda request: httpx.Response(200, headers=headers, stream=stream)]
    assert await read(basespace) == store.content
    stalled = Broken(b"", httpx.ReadTimeout("slow"))
    store.answers = [lambda request: httpx.Response(200, headers=headers, stream=stalled)] * 4
    with pytest.raises(TransportTimeoutError):
        await read(basespace)


@pytest.mark.parametrize(
    ("status", "content_range"),
    [
        (206, ""),
        (206, "bytes 0-9/512"),
        (206, "bytes 101-199/512"),
        (206, "bytes */512"),
        (206, "items 100-199/512"),
        (204, ""),
        (416, ""),
        (416, "bytes */512"),
        (416, "bytes */*"),
    ],
)
async def test_an_answer_of_other_bytes_than_were_asked_for_is_an_error(
    basespace: BaseSpace, store: Store, status: int, content_range: str
) -> None:
    headers = {"Content-Range": content_range} if content_range else {}
    store.answers = [lambda request: httpx.Response(status, headers=headers, content=b"x" * 100)]
    with pytest.raises(ConnectionLostError, match=f"asked for byte 100, the answer \\({status}\\) is of another"):
        await read(basespace, start=100, stop=200)


async def test_a_file_that_changes_while_it_is_read_is_an_error(basespace: BaseSpace, store: Store) -> None:
    store.cuts = [100]

    async def half() -> None:
        async with basespace.files.open("5") as content:
            await content.read(100)
            store.content = store.content[::-1]
            await content.read()

    with pytest.raises(ContentChangedError, match="its ETag is another one"):
        await half()


async def test_a_file_that_grows_while_it_is_read_is_an_error(basespace: BaseSpace, store: Store) -> None:
    store.cuts, store.etag = [100], "0" * 32

    async def half() -> None:
        async with basespace.files.open("5") as content:
            await content.read(100)
            store.content += b"x"
            await content.read()

    with pytest.raises(ContentChangedError, match="513 bytes, 512 were expected"):
        await half()


async def test_a_file_that_is_left_half_read_frees_its_connection(basespace: BaseSpace, store: Store) -> None:
    class Watched(httpx.AsyncByteStream):
        closed = False

        async def __aiter__(self) -> AsyncIterator[bytes]:
            while True:
                yield b"x"

        async def aclose(self) -> None:
            self.closed = True

    streams = [Watched(), Watched(), Watched()]
    headers = {"Content-Length": str(SIZE)}
    store.answers = [lambda request, each=each: httpx.Response(200, headers=headers, stream=each) for each in streams]  # type: ignore[misc]
    async with basespace.files.open("5") as content:
        await content.read(5)
    async with aclosing(basespace.files.iter_bytes("5")) as pieces:
        await anext(pieces)
    with pytest.raises(ZeroDivisionError):
        async with basespace.files.open("5"):
            _ = 1 / 0
    assert [each.closed for each in streams] == [True, True, True]


async def test_a_file_is_not_read_on_after_its_block(basespace: BaseSpace, store: Store) -> None:
    async with basespace.files.open("5") as content:
        await content.read(5)
    for size in (5, -1):
        with pytest.raises(ConfigurationError, match="read it within its block"):
            await content.read(size)
    with pytest.raises(ConfigurationError, match="read it within its block"):
        await anext(content.iter_bytes())
    assert len(store.ranges) == 1
    async with basespace.files.open("5") as whole:
        assert await whole.read() == store.content
        assert await whole.read() == b""


# --- links ------------------------------------------------------------------------------------------------------------


async def test_a_link_that_expires_midway_is_renewed(basespace: BaseSpace, store: Store) -> None:
    store.cuts = [100]
    async with basespace.files.open("5") as content:
        assert await content.read(100) == store.content[:100]
        store.expired.add(1)
        assert await content.read() == store.content[100:]
    assert store.links == 2


async def test_a_link_that_never_works_is_an_error_that_says_why_and_shows_no_signature(
    basespace: BaseSpace, store: Store
) -> None:
    store.expired = set(range(100))
    with pytest.raises(PermissionDeniedError, match="AccessDenied: Request has expired") as caught:
        await read(basespace)
    assert "s3cret" not in str(caught.value) + repr(vars(caught.value))
    assert store.links == 4


async def test_a_link_whose_credentials_expired_is_renewed_too(basespace: BaseSpace, store: Store) -> None:
    expired = "<Error><Code>ExpiredToken</Code><Message>The provided token has expired.</Message></Error>"
    store.answers = [lambda request: httpx.Response(400, text=expired)]
    assert await read(basespace) == store.content
    assert store.links == 2
    store.answers = [lambda request: httpx.Response(400, text=expired.replace("ExpiredToken", "InvalidRequest"))]
    with pytest.raises(APIError, match="InvalidRequest"):
        await read(basespace)
    assert store.links == 3


@pytest.mark.parametrize(("status", "kind"), [(404, NotFoundError), (501, ServerError)])
async def test_another_refusal_of_the_store_is_not_worth_another_link(
    basespace: BaseSpace, store: Store, status: int, kind: type[Exception]
) -> None:
    store.answers = [lambda request: httpx.Response(status, text="no")]
    with pytest.raises(kind):
        await read(basespace)
    assert store.links == 1


async def test_a_refusal_whose_explanation_breaks_off_is_that_refusal(basespace: BaseSpace, store: Store) -> None:
    cut = Broken(b"<Error><Code>NoSuchKey</Code>", httpx.ReadError("cut"))
    store.answers = [lambda request: httpx.Response(404, stream=cut)]
    with pytest.raises(NotFoundError, match="NoSuchKey"):
        await read(basespace)


async def test_no_more_of_an_explanation_is_read_than_one_needs(basespace: BaseSpace, store: Store) -> None:
    given = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal given
        while True:
            given += 1
            yield bytes(1 << 14)

    store.answers = [lambda request: httpx.Response(404, content=endless())]
    with pytest.raises(NotFoundError):
        await read(basespace)
    assert given <= 6


async def test_a_refusal_of_the_service_is_its_own_error(service: respx.Router, basespace: BaseSpace) -> None:
    route = service.get(f"{SERVER}/files/6/content").respond(403, json={"ResponseStatus": {"Message": "not yours"}})
    with pytest.raises(PermissionDeniedError, match="not yours"):
        async with basespace.files.open("6"):
            pass
    assert route.call_count == 1


async def test_a_service_that_gives_the_content_itself_is_read_too(service: respx.Router, basespace: BaseSpace) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.headers.get("Range") == "bytes=0-0":
            return httpx.Response(206, headers={"Content-Range": "bytes 0-0/5"}, content=b"r")
        return httpx.Response(200, content=b"reads")

    route = service.get(f"{SERVER}/files/6/content").mock(side_effect=answer)
    async with basespace.files.open("6") as content:
        assert await content.read() == b"reads"
    assert route.call_count == 2
    route.mock(side_effect=[httpx.Response(200, content=b"reads"), httpx.Response(403)])
    with pytest.raises(PermissionDeniedError):
        async with basespace.files.open("6"):
            pass
    assert route.call_count == 4


async def test_a_link_from_a_list_is_used_until_it_expires(basespace: BaseSpace, store: Store) -> None:
    file = store.file(href_content=f"{STORE}/77?Signature=s3cret")
    async with basespace.files.open(file) as content:
        assert await content.read() == store.content
    assert store.links == 0
    store.expired.add(77)
    async with basespace.files.open(file) as content:
        assert await content.read() == store.content
    assert store.links == 1


@pytest.mark.parametrize("link", [f"{SERVER}/files/5/content", "v2/files/5/content", "ftp://store.example/5", ""])
async def test_a_link_that_does_not_lead_to_a_store_is_asked_of_the_service(
    basespace: BaseSpace, store: Store, link: str
) -> None:
    async with basespace.files.open(store.file(href_content=link)) as content:
        assert await content.read() == store.content
    assert store.links == 1


async def test_content_is_not_read_unencrypted_where_the_service_is_not(
    service: respx.Router, basespace: BaseSpace, store: Store
) -> None:
    with pytest.raises(ConfigurationError, match="unencrypted") as caught:
        async with basespace.files.open(store.file(href_content="http://store.example/1?Signature=s3cret")):
            pass
    assert "s3cret" not in str(caught.value)
    service.get(f"{SERVER}/files/6/content").respond(302, headers={"Location": "http://store.example/1?s3cret"})
    with pytest.raises(ConfigurationError, match="unencrypted"):
        async with basespace.files.open("6"):
            pass


BROKEN_LINKS = ["https://[bad/?s3cret", "https://store.example:99999/?s3cret", "https://ex\u2100mple/?s3cret"]


@pytest.mark.parametrize("link", BROKEN_LINKS[:2])  # the last one is refused by httpx
async def test_a_redirect_that_leads_to_no_address_is_an_error(
    service: respx.Router, basespace: BaseSpace, link: str
) -> None:
    headers = {"Location": link.encode()}
    api = service.get(f"{SERVER}/files/6/content").respond(302, headers=headers)  # type: ignore[arg-type]
    with pytest.raises(ConfigurationError, match="a redirect leads to no address") as caught:
        async with basespace.files.open("6"):
            pass
    assert "s3cret" not in "".join(traceback.format_exception(caught.value))
    api.respond(302, headers={"Location": "https://hop.example/"})
    service.get("https://hop.example/").respond(302, headers=headers)  # type: ignore[arg-type]
    with pytest.raises(ConfigurationError, match="a redirect leads to no address"):
        async with basespace.files.open("6"):
            pass


@pytest.mark.parametrize("link", BROKEN_LINKS)
async def test_a_link_in_a_list_that_leads_to_no_address_is_asked_of_the_service(
    basespace: BaseSpace, store: Store, link: str
) -> None:
    async with basespace.files.open(store.file(href_content=link)) as content:
        assert await content.read() == store.content
    assert store.links == 1


async def test_redirects_without_end_are_an_error(service: respx.Router, basespace: BaseSpace) -> None:
    service.get(f"{SERVER}/files/6/content").respond(302, headers={"Location": "https://loop.example/"})
    loop = service.get("https://loop.example/").respond(302, headers={"Location": "https://loop.example/"})
    with pytest.raises(ConfigurationError, match="more than 5 redirects"):
        async with basespace.files.open("6"):
            pass
    assert loop.call_count == 5


class Dripping(httpx.AsyncByteStream):
    """A body that never ends, a byte at a time, whatever the read timeout is."""

    def __init__(self) -> None:
        self.sent = 0
        self.closed = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            self.sent += 1
            yield b"x"
            await asyncio.sleep(0)

    async def aclose(self) -> None:
        self.closed = True


@pytest.mark.parametrize("status", [403, 404, 500])
async def test_a_refusal_that_never_ends_is_a_refusal(
    service: respx.Router, basespace: BaseSpace, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "_MAX_EXPLANATION_SECONDS", 0.01)
    bodies: list[Dripping] = []

    def refuse(_: httpx.Request) -> httpx.Response:
        bodies.append(Dripping())
        return httpx.Response(status, stream=bodies[-1])

    service.get(f"{SERVER}/files/6/content").mock(side_effect=refuse)
    with pytest.raises(APIError) as caught:
        async with basespace.files.open("6"):
            pass
    assert caught.value.status == status
    assert all(body.closed for body in bodies)


async def test_a_refusal_of_any_size_is_read_to_a_limit(
    service: respx.Router, basespace: BaseSpace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "_MAX_EXPLANATION", 2000)
    body = Dripping()
    service.get(f"{SERVER}/files/6/content").mock(return_value=httpx.Response(403, stream=body))
    with pytest.raises(PermissionDeniedError):
        async with basespace.files.open("6"):
            pass
    assert body.sent <= source._MAX_EXPLANATION + 1


# --- gunzip -----------------------------------------------------------------------------------------------------------


async def pieces_of(data: bytes, size: int) -> AsyncIterator[bytes]:
    for start in range(0, len(data), size):
        yield data[start : start + size]


@pytest.mark.slow
@settings(deadline=None)
@given(st.lists(st.binary(max_size=300), max_size=5), st.integers(1, 200), st.integers(0, 9))
async def test_members_one_after_the_other_are_decompressed_wherever_they_are_cut(
    texts: list[bytes], size: int, padding: int
) -> None:
    packed = b"".join(gzip.compress(text) + bytes(padding) for text in texts)
    assert b"".join([text async for text in gunzip(pieces_of(packed, size))]) == b"".join(texts)


@pytest.mark.slow
async def test_what_inflates_to_much_comes_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    packed = gzip.compress(bytes(64 << 20))
    tracemalloc.start()
    try:
        sizes = [len(text) async for text in gunzip(pieces_of(packed, 1 << 16))]
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert sum(sizes) == 64 << 20
    assert max(sizes) == 1 << 20
    assert peak < 8 << 20


async def test_a_large_piece_is_inflated_a_little_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[int] = []
    feed = Inflater.feed

    def fed(inflater: Inflater, data: bytes) -> None:
        given.append(len(data))
        feed(inflater, data)

    monkeypatch.setattr(Inflater, "feed", fed)
    text = os.urandom(20_000)
    data = gzip.compress(text) * 50
    assert b"".join([found async for found in gunzip(pieces_of(data, len(data)))]) == text * 50
    # Else what is left of the piece would be copied for each of its members.
    assert max(given) <= CHUNK_SIZE < len(data)


@pytest.mark.parametrize("cut", [1, 5, 10, 20])
async def test_content_that_ends_early_is_an_error(cut: int) -> None:
    packed = gzip.compress(b"reads and more reads")[:-cut]
    with pytest.raises(DecodeError, match="ends early"):
        _ = [text async for text in gunzip(pieces_of(packed, 7))]


@pytest.mark.parametrize(
    "data",
    [b"plain text", zlib.compress(b"x"), gzip.compress(b"x") + b"garbage"],
    ids=["plain text", "zlib", "with something behind it"],  # a gzip header holds the time
)
async def test_content_that_is_not_gzip_is_an_error(data: bytes) -> None:
    with pytest.raises(DecodeError, match="not gzip"):
        _ = [text async for text in gunzip(pieces_of(data, 100))]


async def test_a_file_is_decompressed_as_it_arrives(basespace: BaseSpace, store: Store) -> None:
    store.content = gzip.compress(b"@read\nACGT\n+\nFFFF\n" * 50)
    store.cuts = [20, 20]
    async with basespace.files.open("5") as content, aclosing(gunzip(content)) as texts:
        assert b"".join([text async for text in texts]) == b"@read\nACGT\n+\nFFFF\n" * 50


async def test_a_record_of_a_file_must_be_an_object(service: respx.Router, basespace: BaseSpace) -> None:
    route = service.get("https://api.basespace.illumina.com/v1pre3/files/a%20b")
    for answer in ([], {"Response": None}, {}):
        route.respond(json=answer)
        with pytest.raises(DecodeError, match=r"get file: expected an object at \$.Response"):
            await basespace.files.get("a b")
    route.respond(json={"Response": {"Id": 5}})
    with pytest.raises(DecodeError, match=r"\$.Response.Id"):
        await basespace.files.get("a b")


async def test_a_timeout_is_no_error_of_the_disk(service: respx.Router, basespace: BaseSpace, tmp_path: Path) -> None:
    """It is an OSError, as Python's timeouts are."""
    service.get(url__startswith=STORE).mock(side_effect=httpx.ReadTimeout("slow"))
    record = File(id="5", name="reads", path="reads", size=SIZE)
    with pytest.raises(TransportTimeoutError) as caught:
        await basespace.with_options(max_retries=0).files.download(record, tmp_path)
    assert caught.value.phase == "read"
