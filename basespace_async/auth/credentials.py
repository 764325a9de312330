"""Access tokens from OAuth2 flows, cached in profiles of the `bs` command line.

Credentials are any async callable that returns the token: `await credentials(None)` the first one, and
`await credentials(refused)` another one after the service refused that token with 401. Returning the refused token
means that there is no other.
"""

from __future__ import annotations

import asyncio
import inspect
import re
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any, Final

from attrs import field, frozen

from .._util.tasks import in_thread
from ..config.configuration import Configuration
from ..config.profiles import read_token, save_profile
from ..config.server import API_VERSION, api_server
from ..config.token import checked_token
from ..errors import LoginError, RateLimitError, ServerError, TransportError
from ..transport import Transport
from ..transport.middleware.auth import Credentials
from .oauth import Flow, text_of

__all__ = ["CachedInProfile", "ClientCredentials", "Credentials", "DeviceAuthorization", "DeviceFlow"]

_SLOWER: Final = 5.0  # seconds that `slow_down` adds to the interval (RFC 8628, 3.5)
_DEFAULT_INTERVAL: Final = 5.0
_MAX_CODE: Final = 100  # of one that a person types
_MIN_INTERVAL: Final = 1.0
_MAX_INTERVAL: Final = 300.0
_MAX_BACKOFF: Final = 30.0
_MAX_WAIT: Final = 86_400.0
_PAGE: Final = re.compile(r"https?://[\x21-\x7e]{1,2000}", re.IGNORECASE)
_PENDING: Final = "authorization_pending"


class ClientCredentials(Flow):
    """OAuth2 client credentials: an application's own token, without a person (RFC 6749, 4.4).

    That BaseSpace has its token endpoint at `/v2/oauthv2/token` is known from another client only (client); `token_url`
    changes it.

    Args:
        client_id: the application's client id, from the developer portal.
        client_secret: the application's secret.
        region: name of a region, as for `BaseSpace`.
        server: address of the API instead of a region.
        scope: scope of the token, such as `browse global`; empty for basic user data (reference).
        token_url: token endpoint instead of `<server>/oauthv2/token`.
        transport: sends the requests, and is not closed. By default one is opened for each flow.

    Raises:
        ConfigurationError: If the id or the secret is empty, or the region or a URL is invalid.

    Example:
        ```python
        credentials = ClientCredentials("client-id", "client-secret", scope="browse global")
        async with BaseSpace(credentials=credentials) as basespace:
            print((await basespace.users.current()).name)
        ```
    """

    def __init__(
        self,
        client_id: str,
        client_secret: str,
        *,
        region: str | None = None,
        server: str | None = None,
        scope: str = "",
        token_url: str | None = None,
        transport: Transport | None = None,
    ) -> None:
        super().__init__(client_id, client_secret, region=region, server=server, scope=scope, transport=transport)
        self._token_url = _checked_url(token_url) or self._beside(API_VERSION, "oauthv2/token")

    async def _fetch(self, transport: Transport) -> Any:
        form = {
            "grant_type": "client_credentials",
            "client_id": self._client_id,
            "client_secret": self._client_secret or "",
        }
        if self._scope:
            form["scope"] = self._scope
        answer, code = await self._post(transport, self._token_url, form)
        if code:
            raise self._refusal(code, answer, form)
        return answer.get("access_token")


@frozen
class DeviceAuthorization:
    """Page and code with which a person authorises a device.

    Attributes:
        verification_uri: page to open.
        verification_uri_complete: page with the code filled in, or "".
        user_code: code to enter there.
        expires_in: seconds until the code expires.
        interval: seconds between two polls of the token endpoint.
        device_code: secret code of the device; not shown.
    """

    verification_uri: str
    verification_uri_complete: str
    user_code: str
    expires_in: float
    interval: float
    device_code: str = field(repr=False)


Prompt = Callable[[DeviceAuthorization], Awaitable[None] | None]
"""Shows a person the page and the code; a function or coroutine function."""


class DeviceFlow(Flow):
    """OAuth2 device flow: a person authorises the program in a browser, on any machine (reference).

    Args:
        client_id: the application's client id, from the developer portal.
        client_secret: the application's secret, or None.
        prompt: shows the person the page and the code.
        region: name of a region, as for `BaseSpace`.
        server: address of the API instead of a region.
        scope: scope of the token, such as `browse global`; empty for basic user data (reference).
        authorization_url: endpoint instead of `/v1pre3/oauthv2/deviceauthorization` beside the API's root (reference).
        token_url: endpoint instead of `/v1pre3/oauthv2/token` beside the API's root (reference).
        transport: sends the requests, and is not closed. By default one is opened for each flow.

    Raises:
        ConfigurationError: If the id or the secret is empty, or the region or a URL is invalid.

    Example:
        ```python
        def show(authorization: DeviceAuthorization) -> None:
            print("Open", authorization.verification_uri, "and enter", authorization.user_code)

        credentials = CachedInProfile(DeviceFlow("client-id", "client-secret", prompt=show), profile="lab")
        ```
    """

    def __init__(
        self,
        client_id: str,
        client_secret: str | None = None,
        *,
        prompt: Prompt,
        region: str | None = None,
        server: str | None = None,
        scope: str = "",
        authorization_url: str | None = None,
        token_url: str | None = None,
        transport: Transport | None = None,
    ) -> None:
        super().__init__(client_id, client_secret, region=region, server=server, scope=scope, transport=transport)
        self._prompt = prompt
        self._authorization_url = _checked_url(authorization_url) or self._beside(
            "v1pre3", "oauthv2/deviceauthorization"
        )
        self._token_url = _checked_url(token_url) or self._beside("v1pre3", "oauthv2/token")

    async def _fetch(self, transport: Transport) -> Any:
        authorization = await self._authorize(transport)
        ends_at = asyncio.get_running_loop().time() + authorization.expires_in
        shown = self._prompt(authorization)
        if inspect.isawaitable(shown):
            await shown
        form = {"client_id": self._client_id, "code": authorization.device_code, "grant_type": "device"}
        if self._client_secret is not None:
            form["client_secret"] = self._client_secret
        answer = await self._poll(transport, form, authorization.interval, ends_at)
        if answer is None:
            words = f"nobody authorised the device within {authorization.expires_in:g} s; start again"
            raise LoginError(words, reason="expired_token")
        return answer.get("access_token")

    async def _poll(
        self, transport: Transport, form: Mapping[str, str], interval: float, ends_at: float
    ) -> dict[str, Any] | None:
        """Poll until there is an answer, also over an outage; None if the code's life ends before."""
        now = asyncio.get_running_loop().time
        wait, failure = interval, None
        while now() + wait <= ends_at:
            await asyncio.sleep(wait)
            try:
                answer, code = await self._post(transport, self._token_url, form)
            except (ServerError, RateLimitError, TransportError) as error:
                failure = error
                asked = min(getattr(error, "retry_after", None) or 0.0, _MAX_INTERVAL)
                wait = max(interval, min(2 * wait, _MAX_BACKOFF), asked)  # RFC 8628, 3.5
                continue
            if not code:
                return answer
            if code == "slow_down":
                interval = min(interval + _SLOWER, _MAX_INTERVAL)
            elif code != _PENDING:
                raise self._refusal(code, answer, form)
            wait, failure = interval, None
        if failure is not None:
            raise failure
        return None

    async def _authorize(self, transport: Transport) -> DeviceAuthorization:
        form = {"client_id": self._client_id, "response_type": "device_code", "scope": self._scope}
        answer, code = await self._post(transport, self._authorization_url, form)
        if code:
            raise self._refusal(code, answer, form)
        device_code, user_code = text_of(answer, "device_code"), text_of(answer, "user_code")
        if not device_code or not user_code or len(user_code) > _MAX_CODE:
            raise LoginError("the service answered without a device code; is this the address of the flow?")
        interval = min(max(_seconds(answer.get("interval"), _DEFAULT_INTERVAL), _MIN_INTERVAL), _MAX_INTERVAL)
        return DeviceAuthorization(
            verification_uri=_page(answer, "verification_uri"),
            verification_uri_complete=_page(answer, "verification_with_code_uri"),
            user_code=user_code,
            expires_in=max(interval, min(_seconds(answer.get("expires_in"), 1800.0), _MAX_WAIT)),
            interval=interval,
            device_code=device_code,
        )


class CachedInProfile:
    """Credentials that cache their token in a profile, `~/.basespace/<name>.cfg`, as the `bs` command line reads it.

    The first token comes from the profile, if it has one for the same server. If the service refuses it, or there is
    none, the wrapped credentials give another, and the profile is written as `save_profile` does.

    Args:
        credentials: gives a token if the profile has none that works.
        profile: name of the profile.
        region: name of the region that the token is for.
        server: address of the API instead of a region.
        directory: folder instead of `~/.basespace`.

    Raises:
        ConfigurationError: If the region is unknown or the address is invalid; when called, if the profile's name is
            not a file name.

    Example:
        ```python
        credentials = CachedInProfile(ClientCredentials("client-id", "client-secret"), profile="pipeline")
        async with BaseSpace(credentials=credentials) as basespace: ...
        ```
    """

    def __init__(
        self,
        credentials: Credentials,
        *,
        profile: str = "default",
        region: str | None = None,
        server: str | None = None,
        directory: Path | None = None,
    ) -> None:
        self._credentials = credentials
        self._profile = profile
        self._server = api_server(region=region, server=server)
        self._directory = directory
        self._lock = asyncio.Lock()

    def __repr__(self) -> str:
        return f"<CachedInProfile {self._profile} of {self._credentials!r}>"

    async def __call__(self, refused: str | None = None) -> str:
        """Return the token.

        Args:
            refused: token that the service has refused, or None.

        Raises:
            LoginError: If the flow fails.
            ConfigurationError: If the profile cannot be written.
        """
        async with self._lock:
            cached = await in_thread(read_token, self._profile, server=self._server, directory=self._directory)
            if cached is not None and cached != refused:
                return cached
            cached = None  # no traceback is to show it
            configuration = Configuration(server=self._server, token=checked_token(await self._credentials(refused)))
            await in_thread(save_profile, configuration, self._profile, directory=self._directory)
            return configuration.token


def _checked_url(url: str | None) -> str | None:
    """Return an endpoint's URL, which must be https unless it is on loopback: secrets are sent to it."""
    if url is not None:
        api_server(server=url)
    return url


def _seconds(value: object, otherwise: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not value > 0:
        return otherwise
    return float(value)


def _page(answer: Mapping[str, Any], name: str) -> str:
    """Return the address of a page, or "" if it is not one: it is shown in a terminal."""
    address = text_of(answer, name)
    return address if _PAGE.fullmatch(address) else ""
