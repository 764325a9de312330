"""OAuth2 flows and the profile that keeps their tokens, mocked at the HTTP seam."""

from __future__ import annotations

import asyncio
import json
import os
import stat
from collections.abc import AsyncIterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest
import respx
from multidict import CIMultiDict

from basespace_async import (
    BaseSpace,
    Configuration,
    ConfigurationError,
    ConnectionFailedError,
    ConnectionLostError,
    HTTPRequest,
    LoginError,
    RateLimitError,
    ServerError,
    TransportError,
    TransportTimeoutError,
)
from basespace_async.auth import CachedInProfile, ClientCredentials, DeviceAuthorization, DeviceFlow
from basespace_async.config import REGIONS, save_profile
from basespace_async.transport import BufferedResponse, HttpxTransport, RetryPolicy
from tests.support.simulated_time import run

SERVER = "https://api.example.org/v2"
SECRET = "client-secret-value"
TOKEN_URL = f"{SERVER}/oauthv2/token"
DEVICE_URL = "https://api.example.org/v1pre3/oauthv2/deviceauthorization"
DEVICE_TOKEN_URL = "https://api.example.org/v1pre3/oauthv2/token"


@pytest.fixture
def service() -> respx.Router:
    return respx.Router(assert_all_called=False)


@pytest.fixture
async def transport(service: respx.Router) -> AsyncIterator[HttpxTransport]:
    async with httpx.AsyncClient(transport=httpx.MockTransport(service.async_handler)) as client:
        yield HttpxTransport(client)


def form(call: Any) -> dict[str, str]:
    return dict(parse_qsl(call.request.content.decode()))


def application(transport: HttpxTransport, **options: Any) -> ClientCredentials:
    return ClientCredentials("client", SECRET, server=SERVER, transport=transport, **options)


async def test_an_application_gets_a_token_with_its_own_credentials(
    service: respx.Router, transport: HttpxTransport
) -> None:
    route = service.post(TOKEN_URL).respond(json={"access_token": "t1", "token_type": "Bearer"})
    assert await application(transport, scope="browse global")(None) == "t1"
    assert form(route.calls.last) == {
        "grant_type": "client_credentials",
        "client_id": "client",
        "client_secret": SECRET,
        "scope": "browse global",
    }
    assert route.calls.last.request.headers["Content-Type"] == "application/x-www-form-urlencoded"


async def test_a_token_is_asked_for_once_and_again_when_it_is_refused(
    service: respx.Router, transport: HttpxTransport
) -> None:
    route = service.post(TOKEN_URL)
    route.side_effect = [httpx.Response(200, json={"access_token": f"t{n}"}) for n in range(5)]
    credentials = application(transport)
    assert set(await asyncio.gather(*(credentials(None) for _ in range(10)))) == {"t0"}
    assert set(await asyncio.gather(*(credentials("t0") for _ in range(10)))) == {"t1"}
    assert route.call_count == 2


@pytest.mark.parametrize(
    ("answer", "message", "reason"),
    [
        (
            httpx.Response(400, json={"error": "invalid_client", "error_description": f"no {SECRET}"}),
            "no \\*\\*\\*",
            "i",
        ),
        (httpx.Response(200, json={"error": "invalid_scope"}), "invalid_scope", "i"),
        (httpx.Response(200, text="<html>"), "not answer with JSON", ""),
        (httpx.Response(200, json=[1]), "not answer with JSON", ""),
        (httpx.Response(200, json={"token": "x"}), "without a token", ""),
        (httpx.Response(200, json={"access_token": "a b\n"}), "cannot be sent", ""),
    ],
)
async def test_an_answer_without_a_token_is_a_login_error_that_shows_no_secret(
    service: respx.Router, transport: HttpxTransport, answer: httpx.Response, message: str, reason: str
) -> None:
    service.post(TOKEN_URL).mock(return_value=answer)
    with pytest.raises(LoginError, match=message) as caught:
        await application(transport)(None)
    assert caught.value.reason.startswith(reason)
    assert SECRET not in str(caught.value) + repr(caught.value)


async def test_a_service_that_fails_is_its_own_error(service: respx.Router, transport: HttpxTransport) -> None:
    service.post(TOKEN_URL).respond(503, text=f"oops {SECRET}")
    with pytest.raises(ServerError) as caught:
        await application(transport)(None)
    assert SECRET not in str(caught.value)


class Prompt:
    def __init__(self) -> None:
        self.shown: list[DeviceAuthorization] = []

    async def __call__(self, authorization: DeviceAuthorization) -> None:
        self.shown.append(authorization)


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What was slept; time passes at once."""
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr("basespace_async.auth.credentials.asyncio.sleep", sleep)
    return slept


AUTHORIZATION = {
    "device_code": "secret-device-code",
    "user_code": "ABC123",
    "verification_uri": "https://basespace.example/oauth/device",
    "verification_with_code_uri": "https://basespace.example/oauth/device?code=ABC123",
    "expires_in": 600,
    "interval": 3,
}
PENDING = httpx.Response(400, json={"error": "authorization_pending"})


def device(transport: HttpxTransport, prompt: Any, **options: Any) -> DeviceFlow:
    return DeviceFlow("client", SECRET, prompt=prompt, server=SERVER, transport=transport, **options)


async def test_a_person_authorises_a_device_while_it_asks_at_the_given_interval(
    service: respx.Router, transport: HttpxTransport, waits: list[float]
) -> None:
    asked = service.post(DEVICE_URL).respond(json={"Response": AUTHORIZATION, "ResponseStatus": {}})
    polled = service.post(DEVICE_TOKEN_URL)
    wrapped = {"ResponseStatus": {"ErrorCode": "OAUTH2.AUTHORIZATION_PENDING", "Message": "wait"}}
    polled.side_effect = [
        PENDING,
        httpx.Response(400, json=wrapped),
        httpx.Response(400, json={"error": "slow_down"}),
        httpx.Response(200, json={"access_token": "t1"}),
    ]
    prompt = Prompt()
    flow = device(transport, prompt, scope="browse global")
    assert await flow(None) == "t1"
    assert waits == [3, 3, 3, 8]
    (shown,) = prompt.shown
    assert (shown.user_code, shown.verification_uri) == ("ABC123", "https://basespace.example/oauth/device")
    assert "secret-device-code" not in repr(shown) + repr(flow)
    assert form(asked.calls.last) == {
        "client_id": "client",
        "response_type": "device_code",
        "scope": "browse global",
    }
    assert form(polled.calls.last) == {
        "client_id": "client",
        "client_secret": SECRET,
        "code": "secret-device-code",
        "grant_type": "device",
    }


async def test_a_refusal_ends_the_device_flow_with_its_reason(
    service: respx.Router, transport: HttpxTransport, waits: list[float]
) -> None:
    service.post(DEVICE_URL).respond(json=AUTHORIZATION)
    service.post(DEVICE_TOKEN_URL).respond(400, json={"error": "access_denied"})
    with pytest.raises(LoginError, match="access_denied") as caught:
        await device(transport, lambda authorization: None)(None)
    assert caught.value.reason == "access_denied"


class Endpoint:
    """The OAuth endpoint of a service, in simulated time: one outcome after the other, the last for ever."""

    def __init__(self, authorization: dict[str, Any], *outcomes: httpx.Response | Exception) -> None:
        self.authorization = authorization
        self.outcomes = list(outcomes)
        self.polled: list[float] = []

    async def send(self, request: HTTPRequest) -> BufferedResponse:
        if request.url == DEVICE_URL:
            return BufferedResponse(200, CIMultiDict(), json.dumps(self.authorization).encode())
        self.polled.append(asyncio.get_running_loop().time() - 1000)
        outcome = self.outcomes.pop(0) if len(self.outcomes) > 1 else self.outcomes[0]
        if isinstance(outcome, Exception):
            raise outcome
        return BufferedResponse(outcome.status_code, CIMultiDict(outcome.headers), outcome.content)

    async def aclose(self) -> None:
        pass


def log_in(endpoint: Endpoint) -> str | BaseException:
    """The token, or the error, that the device flow comes to."""

    async def main() -> str | BaseException:
        try:
            return await DeviceFlow("client", SECRET, prompt=lambda _: None, server=SERVER, transport=endpoint)(None)
        except Exception as error:  # noqa: BLE001 - whatever it is, the test looks at it
            return error

    return run(main())


GRANTED = httpx.Response(200, json={"access_token": "t1"})


def test_a_device_that_nobody_authorises_expires() -> None:
    endpoint = Endpoint({**AUTHORIZATION, "expires_in": 20, "interval": 3}, PENDING)
    error = log_in(endpoint)
    assert isinstance(error, LoginError)
    assert "nobody authorised the device within 20 s" in str(error)
    assert error.reason == "expired_token"
    assert endpoint.polled == [3, 6, 9, 12, 15, 18]


@pytest.mark.parametrize("interval", [1e-9, 0, -5, 0.2, 1e-300, None, "often", True, 1e300])
@pytest.mark.parametrize("expires_in", [60, 1e-9, None])
def test_whatever_interval_the_service_gives_it_is_polled_once_a_second_at_most(
    interval: object, expires_in: object
) -> None:
    endpoint = Endpoint({**AUTHORIZATION, "interval": interval, "expires_in": expires_in}, PENDING)
    assert isinstance(log_in(endpoint), LoginError)
    assert 1 <= len(endpoint.polled) <= 1800
    assert all(later - earlier >= 1 for earlier, later in pairwise([0.0, *endpoint.polled]))


OUTAGES: dict[str, httpx.Response | Exception] = {
    "500": httpx.Response(500, json={"message": "oops"}),
    "502": httpx.Response(502, text="<html>Bad gateway</html>"),
    "503": httpx.Response(503, headers={"Retry-After": "20"}),
    "429": httpx.Response(429, headers={"Retry-After": "1e9"}),
    "a timeout": TransportTimeoutError("slow", phase="read"),
    "a reset": ConnectionLostError("gone"),
    "a refused connection": ConnectionFailedError("refused"),
}


@pytest.mark.parametrize("name", OUTAGES)
def test_a_failure_while_polling_is_retried_within_the_codes_life(name: str) -> None:
    endpoint = Endpoint(AUTHORIZATION, PENDING, *[OUTAGES[name]] * 4, PENDING, GRANTED)
    assert log_in(endpoint) == "t1"
    assert len(endpoint.polled) == 7
    assert endpoint.polled[-1] < 120
    endpoint = Endpoint({**AUTHORIZATION, "expires_in": 100}, PENDING, OUTAGES[name])
    error = log_in(endpoint)
    assert isinstance(error, ServerError | RateLimitError | TransportError)
    assert 5 <= len(endpoint.polled) <= 20
    assert endpoint.polled[-1] <= 100


@pytest.mark.parametrize(
    "outcome",
    [
        httpx.Response(500, json={"ResponseStatus": {"Message": "no secret-device-code", "ErrorCode": "X"}}),
        httpx.Response(500, text="no secret-device-code"),
        httpx.Response(404, json={"code": "secret-device-code", "secret-device-code": 1}),
        httpx.Response(404, text="a", headers={"X-Request-ID": "secret-device-code", "X-Code": "secret-device-code"}),
        httpx.Response(400, json={"error": "access_denied", "error_description": f"secret-device-code {SECRET}"}),
        httpx.Response(400, json={"error": "secret-device-code"}),
        httpx.Response(200, json={"error": "bad_code", "error_description": "secret-device-code"}),
        httpx.Response(200, text="secret-device-code"),
        httpx.Response(200, json={"access_token": "secret-device-code\n"}),
    ],
    ids=range(9),
)
def test_no_error_of_a_poll_shows_the_device_code(outcome: httpx.Response) -> None:
    error = log_in(Endpoint({**AUTHORIZATION, "expires_in": 10}, outcome))
    while isinstance(error, BaseException):
        shown = f"{error} {error!r} {error.__dict__} {getattr(error, 'headers', '')} {getattr(error, 'body', '')}"
        assert "secret-device-code" not in shown
        assert SECRET not in shown
        error = error.__context__ or error.__cause__ or ""


@pytest.mark.parametrize(
    ("answer", "message"),
    [({"error": "invalid_client"}, "invalid_client"), ({"user_code": "x"}, "without a device code")],
)
async def test_a_device_that_is_not_authorised_at_all_says_why(
    service: respx.Router, transport: HttpxTransport, answer: dict[str, str], message: str
) -> None:
    service.post(DEVICE_URL).respond(json=answer)
    with pytest.raises(LoginError, match=message):
        await device(transport, lambda authorization: None)(None)


async def test_without_a_stated_interval_a_device_asks_every_five_seconds_and_without_a_secret_sends_none(
    service: respx.Router, transport: HttpxTransport, waits: list[float]
) -> None:
    service.post(DEVICE_URL).respond(json={"device_code": "d", "user_code": "u", "interval": "soon"})
    polled = service.post(DEVICE_TOKEN_URL).respond(json={"access_token": "t"})
    flow = DeviceFlow("client", prompt=lambda authorization: None, server=SERVER, transport=transport)
    assert await flow() == "t"
    assert waits == [5]
    assert "client_secret" not in form(polled.calls.last)


async def test_other_endpoints_can_be_given_and_must_be_safe(service: respx.Router, transport: HttpxTransport) -> None:
    service.post("https://login.example/token").respond(json={"access_token": "t"})
    assert await application(transport, token_url="https://login.example/token")(None) == "t"
    with pytest.raises(ConfigurationError, match="unencrypted"):
        application(transport, token_url="http://login.example/token")
    with pytest.raises(ConfigurationError, match="client id and secret"):
        ClientCredentials("client", " ")
    with pytest.raises(ConfigurationError, match="client id and secret"):
        ClientCredentials("", "x")
    assert SECRET not in repr(application(transport))


async def test_without_a_transport_a_flow_opens_and_closes_its_own() -> None:
    credentials = ClientCredentials("client", SECRET, server="http://127.0.0.1:9")
    with pytest.raises(Exception, match="cannot connect"):
        await credentials(None)


class Counting:
    def __init__(self) -> None:
        self.asked: list[str | None] = []

    async def __call__(self, refused: str | None) -> str:
        self.asked.append(refused)
        return f"token{len(self.asked)}"


def cached(tmp_path: Path, inner: Counting, server: str = SERVER) -> CachedInProfile:
    return CachedInProfile(inner, profile="lab", server=server, directory=tmp_path / "profiles")


async def test_a_token_is_kept_in_a_profile_that_only_its_owner_can_read(tmp_path: Path) -> None:
    inner = Counting()
    assert await cached(tmp_path, inner)(None) == "token1"
    path = tmp_path / "profiles" / "lab.cfg"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert path.read_text() == "apiServer = https://api.example.org\naccessToken = token1\n"
    assert await cached(tmp_path, inner)(None) == "token1"
    assert inner.asked == [None]
    assert Configuration.from_profile("lab", directory=path.parent) == Configuration(SERVER, "token1")


async def test_a_kept_token_that_is_refused_is_replaced_in_the_profile(tmp_path: Path) -> None:
    inner = Counting()
    credentials = cached(tmp_path, inner)
    await credentials(None)
    assert await credentials("token1") == "token2"
    assert await credentials("token1") == "token2"
    assert inner.asked == [None, "token1"]
    assert Configuration.from_profile("lab", directory=tmp_path / "profiles").token == "token2"
    assert os.listdir(tmp_path / "profiles") == ["lab.cfg"]


@pytest.mark.parametrize("content", ["nonsense without equals", "accessToken =\n", "accessToken = a b\n", "[x\ny\n"])
async def test_a_profile_that_cannot_be_used_is_written_anew(tmp_path: Path, content: str) -> None:
    path = tmp_path / "profiles" / "lab.cfg"
    path.parent.mkdir()
    path.write_text(content)
    assert await cached(tmp_path, Counting())(None) == "token1"


async def test_a_token_of_another_server_is_not_used(tmp_path: Path) -> None:
    inner = Counting()
    await cached(tmp_path, inner)(None)
    assert await cached(tmp_path, inner, server=REGIONS["euc1"])(None) == "token2"


def test_other_keys_of_a_profile_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "lab.cfg"
    path.write_text("# mine\n[profile]\nAPISERVER = old\ncollection = x\naccessToken=old\n")
    assert save_profile(Configuration.create(token="new", region="euc1"), "lab", directory=tmp_path) == path
    assert path.read_text().splitlines() == [
        "# mine",
        "[profile]",
        "apiServer = https://api.euc1.sh.basespace.illumina.com",
        "accessToken = new",
        "collection = x",
    ]


def test_a_profile_that_cannot_be_written_is_left_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "lab.cfg"
    path.write_text("accessToken = old\n")

    def refuse(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("basespace_async.config.profiles.os.replace", refuse)
    with pytest.raises(ConfigurationError, match="No space left") as caught:
        save_profile(Configuration.create(token="new-secret"), "lab", directory=tmp_path)
    assert "new-secret" not in str(caught.value)
    assert path.read_text() == "accessToken = old\n"
    assert os.listdir(tmp_path) == ["lab.cfg"]


def test_a_profile_that_is_no_text_or_has_no_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "lab.cfg").write_bytes(b"\xff\xfe\x00")
    configuration = Configuration.create(token="t")
    with pytest.raises(ConfigurationError, match="not UTF-8"):
        save_profile(configuration, "lab", directory=tmp_path)
    with pytest.raises(ConfigurationError, match="not the name of a profile"):
        save_profile(configuration, "../lab", directory=tmp_path)


async def test_a_client_logs_in_by_itself_and_again_when_its_token_is_refused(
    service: respx.Router, transport: HttpxTransport, tmp_path: Path
) -> None:
    tokens = service.post(TOKEN_URL)
    tokens.side_effect = [httpx.Response(200, json={"access_token": token}) for token in ("old", "new")]
    service.get(f"{SERVER}/users/current", headers={"Authorization": "Bearer new"}).respond(json={"Id": "1"})
    service.get(f"{SERVER}/users/current").respond(401, json={})
    credentials = CachedInProfile(application(transport), profile="lab", server=SERVER, directory=tmp_path)
    async with BaseSpace(
        credentials=credentials,
        server=SERVER,
        token_scheme="Bearer",
        transport=transport,
        retry=RetryPolicy(max_retries=0),
    ) as basespace:
        assert (await basespace.users.current()).id == "1"
    assert Configuration.from_profile("lab", directory=tmp_path).token == "new"
    assert SECRET not in repr(credentials)
