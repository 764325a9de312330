"""Answers in cassettes, and what they hold no more."""

from __future__ import annotations

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
