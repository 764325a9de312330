"""Answers in cassettes, and what they hold no more."""

from __future__ import annotations

import errno
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from basespace_async import BaseSpace, ConfigurationError
from basespace_async.conformance import cassette
from basespace_async.conformance.cassette import CassettePlayer, CassetteRecorder
from basespace_async.transport import BufferedResponse, HTTPRequest, HTTPResponse

SERVER = "https://api.example.org/v2"
SIGNED = "https://store.example.org/a?X-Amz-Credential=AK%2F1&X-Amz-Signature=abc&Expires=1"
SECRETS = (
    '{"AccessToken": "t-1", "SecretAccessKey":"s-1", "SessionToken" : "s-2", "Email": "ada@lab.example.com",'  # pragma: allowlist secret
    f' "HrefContent": "{SIGNED}", "Again": "the-token"}}'
)


class Answers:
    """A transport that gives prepared answers in turn."""

    def __init__(self, *answers: tuple[int, bytes]) -> None:
        self._answers = list(answers)

    async def send(self, request: HTTPRequest) -> HTTPResponse:
        status, body = self._answers.pop(0)
        headers: Mapping[str, str] = {"Content-Type": "application/json", "Set-Cookie": "session=1"}
        return BufferedResponse(status, headers, body)

    async def aclose(self) -> None:
        pass


def get(url: str = f"{SERVER}/users/current", **headers: str) -> HTTPRequest:
    return HTTPRequest("GET", url, {"x-access-token": "the-token", **headers})


async def recorded(path: Path, *answers: tuple[int, bytes], requests: tuple[HTTPRequest, ...]) -> CassettePlayer:
    recorder = CassetteRecorder(SERVER)
    transport = recorder.wrap(Answers(*answers))
    for request in requests:
        await transport.send(request)
    await transport.aclose()
    recorder.save(path)
    return CassettePlayer(path)


async def test_secrets_are_replaced_and_links_still_lead_to_their_answers(tmp_path: Path) -> None:
    path = tmp_path / "new" / "cassette.json"
    requests = (get(), HTTPRequest("GET", SIGNED, {"Range": "bytes=0-1"}))
    player = await recorded(path, (200, SECRETS.encode()), (206, b"\xff\xfe"), requests=requests)
    text = path.read_text()
    for secret in ("t-1", "s-1", "s-2", "ada@", "AK%2F1", "=abc", "the-token", "session=1"):
        assert secret not in text
    assert b"Expires=1" in await (await player.send(get())).read()
    link = "https://store.example.org/a?X-Amz-Credential=SECRET&X-Amz-Signature=SECRET&Expires=1"
    content = await player.send(HTTPRequest("GET", link, {"Range": "bytes=0-1"}))
    assert (content.status, await content.read()) == (206, b"\xff\xfe")
    with pytest.raises(ConfigurationError, match="--basespace-record"):
        await player.send(HTTPRequest("GET", link, {"Range": "bytes=5-9"}))


@pytest.mark.parametrize(
    "body",
    [
        '{"x-access-token": "hush-1"}',
        '{"S3SecretKey": "hush-2 \\" hush"}',  # pragma: allowlist secret
        '{"Signature": "hush", "ApiKey":"hush", "Authorization": "hush"}',  # pragma: allowlist secret
        '{"Href": "https://api.example.org/v2/users?email=hush%40lab.example.com&a=1"}',
        '{"Href": "https://s.example.org/a?AWSAccessKeyId=hush&Expires=1\\u0026Signature=hush"}',
        '{"Next": "https://api.example.org/?to=https%3A%2F%2Fs%2Fa%3FX-Amz-Signature%3Dhush%26X-Amz-Date%3D1"}',
        '{"Href": "https://api.example.org/o?client_secret=hush&refresh_token=hush&password=hush"}',
        '{"Text": "write to hush@a.example.org,hush+1@b.example.org\\nhush@c.example.org \\u00e9hush@d.example.org"}',
        "<Error><AWSAccessKeyId>hush</AWSAccessKeyId><SignatureProvided>hush</SignatureProvided></Error>",
    ],
)
async def test_secrets_are_found_in_every_form(tmp_path: Path, body: str) -> None:
    player = await recorded(tmp_path / "c.json", (200, body.encode()), (403, body.encode()), requests=(get(),) * 2)
    assert "hush" not in (tmp_path / "c.json").read_text()
    replayed = (await (await player.send(get())).read()).decode()
    if body.startswith("{"):
        assert json.loads(replayed).keys() == json.loads(body).keys()
    signed = await recorded(tmp_path / "d.json", (403, body.encode()), requests=(HTTPRequest("GET", SIGNED, {}),))
    assert "hush" not in (tmp_path / "d.json").read_text()
    assert (await signed.send(HTTPRequest("GET", SIGNED, {}))).status == 403


def test_long_words_are_searched_in_a_moment() -> None:
    for word in ("A" * 90_000, "%" * 90_000, "token" * 20_000, "a." * 40_000, '"' + "token-" * 15_000):
        assert cassette.scrubbed(word) == word  # took minutes, were each place the begin of a search to the end


async def test_the_content_of_files_stays_as_it_is(tmp_path: Path) -> None:
    content = b'Investigator,ada@lab.example.com\r\n{"Token": "x"}\n'
    link = HTTPRequest("GET", SIGNED, {})
    player = await recorded(tmp_path / "c.json", (200, content), requests=(link,))
    assert await (await player.send(link)).read() == content


async def test_headers_with_secrets_are_left_out(tmp_path: Path) -> None:
    class Echo(Answers):
        async def send(self, request: HTTPRequest) -> HTTPResponse:
            headers = {
                "X-Amz-Security-Token": "hush",
                "Authorization": "hush",
                "Link": "<https://s/a?sig=hush>",
                "A": "1",
            }
            return BufferedResponse(200, headers, b"{}")

    recorder = CassetteRecorder(SERVER)
    await recorder.wrap(Echo()).send(get())
    recorder.save(tmp_path / "c.json")
    assert "hush" not in (tmp_path / "c.json").read_text()
    assert (await CassettePlayer(tmp_path / "c.json").send(get())).headers["A"] == "1"


async def test_answers_to_one_request_come_in_order_and_refusals_are_left_out(tmp_path: Path) -> None:
    answers = ((429, b"{}"), (200, b"1"), (503, b"{}"), (200, b"2"))
    player = await recorded(tmp_path / "c.json", *answers, requests=(get(),) * 4)
    replayed = [await (await player.send(get())).read() for _ in range(3)]
    assert replayed == [b"1", b"2", b"2"]


async def test_an_answer_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cassette, "MAX_BODY", 3)
    with pytest.raises(ConfigurationError, match="more than 3 bytes"):
        await recorded(tmp_path / "c.json", (200, b"1234"), requests=(get(),))
    assert not (tmp_path / "c.json").exists()


@pytest.mark.parametrize("content", [None, b"{", b"[]", b"{}"], ids=["none", "cut", "list", "empty"])
def test_a_file_that_is_no_cassette_says_how_to_record_one(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "c.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ConfigurationError, match="--basespace-record"):
        CassettePlayer(path)


async def test_a_client_gets_what_was_recorded(tmp_path: Path) -> None:
    path = tmp_path / "c.json"
    recorder = CassetteRecorder(SERVER)
    transport = Answers((200, b'{"Id": "7", "Name": "Ada"}'))
    async with BaseSpace("the-token", server=SERVER, transport=transport, middleware=[recorder.wrap]) as basespace:
        assert (await basespace.users.current()).id == "7"
    recorder.save(path)
    player = CassettePlayer(path)
    async with BaseSpace("other", server=player.server, transport=player) as basespace:
        assert (await basespace.users.current()).name == "Ada"


async def test_a_cassette_that_cannot_be_written_leaves_the_earlier_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half_written(path: Path, data: bytes) -> int:
        with path.open("wb") as stream:
            stream.write(data[:10])
        raise OSError(errno.ENOSPC, "no space left on device")

    path = tmp_path / "cassette.json"
    await recorded(path, (200, b"{}"), requests=(get(),))
    before = path.read_bytes()
    monkeypatch.setattr(Path, "write_bytes", half_written)
    with pytest.raises(OSError, match="no space"):
        await recorded(path, (200, b"[]"), requests=(get(),))
    assert path.read_bytes() == before
    assert [*tmp_path.iterdir()] == [path]
