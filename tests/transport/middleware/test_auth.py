"""The token: where it goes, where it does not, and what happens when it is refused."""

from __future__ import annotations

import asyncio

import pytest
from multidict import CIMultiDict

from basespace_async import ConfigurationError, HTTPRequest
from basespace_async.auth import Credentials
from basespace_async.transport import BufferedResponse
from basespace_async.transport.middleware.auth import AuthMiddleware, TokenScheme

SERVER = "https://api.example.org/v2"


class Service:
    """Takes one token at a time."""

    def __init__(self, good: str) -> None:
        self.good = good
        self.sent: list[HTTPRequest] = []
        self.closed = 0

    async def send(self, request: HTTPRequest) -> BufferedResponse:
        self.sent.append(request)
        await asyncio.sleep(0)
        given = request.headers.get("x-access-token") or request.headers.get("Authorization", "")
        service = self

        class Response(BufferedResponse):
            async def aclose(self) -> None:
                service.closed += 1

        return Response(200 if given.removeprefix("Bearer ") == self.good else 401, CIMultiDict(), b"")

    async def aclose(self) -> None:
        pass


def layer(service: Service, credentials: Credentials, scheme: TokenScheme = "x-access-token") -> AuthMiddleware:
    return AuthMiddleware(service, server=SERVER, credentials=credentials, scheme=scheme)


class Tokens:
    """Credentials that give one token after the other, and count."""

    def __init__(self, *tokens: str) -> None:
        self.tokens = list(tokens)
        self.asked: list[str | None] = []

    async def __call__(self, refused: str | None) -> str:
        self.asked.append(refused)
        await asyncio.sleep(0)
        return self.tokens.pop(0) if len(self.tokens) > 1 else self.tokens[0]


def request(url: str = f"{SERVER}/users/current", method: str = "GET") -> HTTPRequest:
    return HTTPRequest(method, url)


@pytest.mark.parametrize(
    ("scheme", "header", "value"), [("x-access-token", "x-access-token", "t"), ("Bearer", "Authorization", "Bearer t")]
)
async def test_the_token_goes_into_the_header_of_the_scheme(scheme: TokenScheme, header: str, value: str) -> None:
    service = Service("t")
    assert (await layer(service, Tokens("t"), scheme).send(request())).status == 200
    assert dict(service.sent[0].headers) == {header: value}


@pytest.mark.parametrize(
    "url",
    [
        "https://store.example.org/x",
        "http://api.example.org/v2/x",
        "https://api.example.org:8443/v2/x",
        "https://api.example.org.evil.example/v2/x",
        "https://evil.example/?https://api.example.org/",
        "https://api.example.org@evil.example/v2/x",
    ],
)
async def test_the_token_goes_to_no_other_origin(url: str) -> None:
    service = Service("t")
    credentials = Tokens("t")
    await layer(service, credentials).send(request(url))
    assert dict(service.sent[0].headers) == {}
    assert credentials.asked == []


@pytest.mark.parametrize("url", ["https://api.example.org/v1pre3/x", "https://API.example.org:443/v2/x"])
async def test_the_token_goes_to_the_whole_origin_however_it_is_written(url: str) -> None:
    service = Service("t")
    assert (await layer(service, Tokens("t")).send(request(url))).status == 200


async def test_a_refused_token_is_replaced_once_and_the_request_sent_again() -> None:
    service = Service("new")
    credentials = Tokens("old", "new")
    assert (await layer(service, credentials).send(request(method="POST"))).status == 200
    assert credentials.asked == [None, "old"]
    assert len(service.sent) == 2
    assert service.closed == 1


async def test_a_second_refusal_stands() -> None:
    service = Service("never")
    credentials = Tokens("old", "new", "newer")
    assert (await layer(service, credentials).send(request())).status == 401
    assert credentials.asked == [None, "old"]
    assert len(service.sent) == 2


async def test_without_another_token_the_refusal_stands_and_nothing_is_sent_again() -> None:
    service = Service("never")
    assert (await layer(service, Tokens("old")).send(request())).status == 401
    assert len(service.sent) == 1


async def test_requests_that_are_refused_together_ask_for_one_token() -> None:
    service = Service("new")
    credentials = Tokens("old", "new", "wrong")
    signed = layer(service, credentials)
    responses = await asyncio.gather(*(signed.send(request()) for _ in range(20)))
    assert {response.status for response in responses} == {200}
    assert credentials.asked == [None, "old"]
    assert signed.token == "new"


async def test_credentials_that_fail_leave_the_next_request_to_try_again() -> None:
    service = Service("new")
    broken = True

    async def credentials(refused: str | None) -> str:
        if broken and refused is not None:
            raise OSError("no network")
        return "old" if refused is None else "new"

    signed = layer(service, credentials)
    with pytest.raises(OSError, match="no network"):
        await signed.send(request())
    assert service.closed == 1
    broken = False
    assert (await signed.send(request())).status == 200


async def test_a_token_that_cannot_be_sent_is_refused_without_showing_it() -> None:
    with pytest.raises(ConfigurationError) as caught:
        await layer(Service("x"), Tokens("secret\nvalue")).send(request())
    assert "secret" not in str(caught.value)
