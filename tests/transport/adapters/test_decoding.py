"""Bodies that are encoded: what they decode to does not depend on the pieces in which they arrive."""

from __future__ import annotations

import asyncio
import gzip
import zlib

import pytest
from multidict import CIMultiDict

from basespace_async import HTTPRequest, ResponseTooLargeError
from basespace_async._util.inflate import InflateError
from basespace_async.transport.adapters import responses
from basespace_async.transport.adapters.decoding import content_codings, inflater_of
from basespace_async.transport.adapters.responses import StreamedResponse

TEXT = b"reads of a run, " * 30
GZIP = gzip.compress(TEXT)
ZLIB = zlib.compress(TEXT)


def bare(text: bytes, level: int = 6) -> bytes:
    deflater = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    return deflater.compress(text) + deflater.flush()


def decoded(coding: str, sent: bytes, piece: int, most: int) -> bytes:
    inflater = inflater_of(content_codings({"Content-Encoding": coding}))
    text = b""
    for at in range(0, len(sent), piece):
        inflater.feed(sent[at : at + piece])
        while taken := inflater.take(most):
            assert len(taken) <= most
            text += taken
    inflater.end()
    return text


@pytest.mark.parametrize("most", [1, 5, 1 << 16])
@pytest.mark.parametrize("piece", [1, 7, 1 << 16])
@pytest.mark.parametrize(
    ("coding", "sent", "text"),
    [
        pytest.param("gzip", GZIP, TEXT, id="gzip"),
        pytest.param(" GZIP ", GZIP, TEXT, id="upper case"),
        pytest.param("x-gzip", GZIP, TEXT, id="the old name"),
        pytest.param("identity, gzip,", GZIP, TEXT, id="identity too"),
        pytest.param("gzip", GZIP + gzip.compress(b"") + GZIP, TEXT + TEXT, id="members"),
        pytest.param("gzip", gzip.compress(b""), b"", id="nothing"),
        pytest.param("deflate", ZLIB, TEXT, id="deflate"),
        pytest.param("deflate", bare(TEXT), TEXT, id="without a head"),
        pytest.param("deflate", bare(TEXT, 0), TEXT, id="stored, without a head"),
        pytest.param("deflate", bare(b""), b"", id="nothing, without a head"),
    ],
)
def test_a_body_is_decoded(coding: str, sent: bytes, text: bytes, piece: int, most: int) -> None:
    assert decoded(coding, sent, piece, most) == text


@pytest.mark.parametrize("piece", [1, 7, len(ZLIB), len(GZIP), 1 << 16])
@pytest.mark.parametrize(
    ("coding", "sent", "problem"),
    [
        pytest.param("gzip", GZIP[:-1], "it broke off", id="cut"),
        pytest.param("gzip", GZIP + GZIP[:6], "it broke off", id="cut in the second member"),
        pytest.param("gzip", GZIP + b"and more", "it is corrupt", id="something after gzip"),
        pytest.param("deflate", ZLIB[:-1], "it broke off", id="cut deflate"),
        pytest.param("deflate", ZLIB + b"and more", "something follows its end", id="something after deflate"),
        pytest.param("deflate", ZLIB + ZLIB, "something follows its end", id="deflate twice"),
        pytest.param("deflate", ZLIB + bare(b"more"), "something follows its end", id="deflate and one without head"),
        pytest.param("deflate", bare(TEXT) + bare(TEXT), "something follows its end", id="twice without head"),
    ],
)
def test_a_body_that_is_not_whole_or_goes_on_is_refused(coding: str, sent: bytes, problem: str, piece: int) -> None:
    with pytest.raises(InflateError, match=problem):
        decoded(coding, sent, piece, 1 << 16)


def test_codings_in_two_lines_are_all_read() -> None:
    headers = CIMultiDict([("Content-Encoding", "deflate"), ("content-encoding", "Gzip, identity")])
    assert content_codings(headers) == ["deflate", "gzip"]
    with pytest.raises(InflateError, match="another way"):
        inflater_of(content_codings(headers))


@pytest.mark.parametrize("said", ["", "identity", " Identity , ", ","])
def test_what_is_not_encoded_has_no_coding(said: str) -> None:
    assert content_codings({"Content-Encoding": said}) == []
    assert content_codings({}) == []


class Received(StreamedResponse):
    """A response of gzip that is all there already, so that nothing is waited for."""

    def __init__(self, sent: bytes, **options: int) -> None:
        headers = CIMultiDict({"Content-Encoding": "gzip"})
        super().__init__(200, headers, HTTPRequest("GET", "https://api.example", **options))  # type: ignore[arg-type]
        self._sent = sent

    async def _receive(self, size: int) -> bytes:
        piece, self._sent = self._sent[:size], self._sent[size:]
        return piece

    async def _free(self) -> None:
        self._sent = b""


async def turns_while(reading: asyncio.Task[object]) -> int:
    turns = 0
    while not reading.done():
        turns += 1
        await asyncio.sleep(0)
    return turns


@pytest.mark.slow
@pytest.mark.parametrize("way", ["read", "iter_bytes"])
async def test_other_tasks_have_turns_while_a_little_becomes_much(way: str) -> None:
    size = 64 << 20
    response = Received(gzip.compress(bytes(size)))

    async def read() -> int:
        if way == "read":
            return len(await response.read())
        return sum([len(piece) async for piece in response.iter_bytes()])

    reading = asyncio.create_task(read())
    turns = await turns_while(reading)
    assert reading.result() == size
    assert turns >= size // responses._MAX_TURN


@pytest.mark.slow
async def test_what_is_too_large_gives_turns_until_then() -> None:
    reading = asyncio.create_task(Received(gzip.compress(bytes(64 << 20)), max_response_size=16 << 20).read())
    turns = await turns_while(reading)
    assert isinstance(reading.exception(), ResponseTooLargeError)
    assert turns >= (16 << 20) // responses._MAX_TURN


async def test_what_is_small_is_read_in_one_turn() -> None:
    assert await turns_while(asyncio.create_task(Received(GZIP).read())) <= 2
