"""Base of the OAuth2 flows: form posts, and one token in memory."""

from __future__ import annotations

import asyncio
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import orjson

from .._core import responses
from .._core.requests import USER_AGENT
from .._util.redact import Secret, redacted_text
from ..config.server import API_VERSION, api_server
from ..config.token import checked_token
from ..errors import ConfigurationError, LoginError
from ..transport import AiohttpTransport, HTTPRequest, Transport

_MAX_WORDS = 300
_MAX_CODE = 100


class Flow(ABC):
    """OAuth2 flow that keeps its token in memory and runs once at a time."""

    def __init__(
        self,
        client_id: str,
        client_secret: str | None,
        *,
        region: str | None,
        server: str | None,
        scope: str,
        transport: Transport | None,
    ) -> None:
        if not client_id.strip() or (client_secret is not None and not client_secret.strip()):
            raise ConfigurationError("an OAuth flow needs the application's client id and secret, and one is empty")
        self._client_id = client_id
        self._client_secret = None if client_secret is None else Secret(client_secret)
        self._server = api_server(region=region, server=server)
        self._scope = scope
        self._transport = transport
        self._token: str | None = None
        self._lock = asyncio.Lock()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._client_id} at {self._server}>"

    async def __call__(self, refused: str | None = None) -> str:
        """Return the token, from the flow if there is none or it was refused.

        Args:
            refused: token that the service has refused, or None.

        Raises:
            LoginError: If no token was given.
            APIError: If the service failed.
            TransportError: If no complete response came.
        """
        async with self._lock:
            if self._token is None or self._token == refused:
                self._token = self._checked(await self._fetch_over(self._transport))
            return self._token

    async def _fetch_over(self, transport: Transport | None) -> Any:
        if transport is not None:
            return await self._fetch(transport)
        own = AiohttpTransport()
        try:
            return await self._fetch(own)
        finally:
            await own.aclose()

    @abstractmethod
    async def _fetch(self, transport: Transport) -> Any:
        """Return the token that the flow gives, unchecked."""

    def _beside(self, version: str, path: str) -> str:
        return f"{self._server.removesuffix(API_VERSION)}{version}/{path}"

    def _checked(self, token: object) -> str:
        if not isinstance(token, str) or not token:
            raise LoginError("the service answered without a token; is this the address of the token endpoint?")
        try:
            return checked_token(token)
        except ConfigurationError:
            raise LoginError("the service gave a token that cannot be sent") from None

    async def _post(self, transport: Transport, url: str, form: Mapping[str, str]) -> tuple[dict[str, Any], str]:
        """Post a form, and return the answer and its OAuth error code, or "".

        Raises:
            APIError: If the service failed, or refused without an OAuth error code.
            LoginError: If the answer is not a JSON object.
        """
        headers = {
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
            "User-Agent": USER_AGENT,
        }
        request = HTTPRequest("POST", url, headers, urlencode(form).encode(), operation="OAuth")
        response = await transport.send(request)
        body = memoryview(await response.read())
        answer = _object(body)
        code = _error_code(answer)
        if 200 <= response.status < 300:
            if not answer:
                raise LoginError("the service did not answer with JSON; is this the address of an OAuth endpoint?")
        elif response.status >= 500 or not code:
            raise responses.error(request, response, bytes(body), secrets=self._secrets(form))
        return answer, code

    def _secrets(self, form: Mapping[str, str]) -> list[str]:
        """Return the secrets of this flow and of a form, for errors: the service may repeat them."""
        return [str(self._client_secret or ""), *(form[name] for name in ("client_secret", "code") if name in form)]

    def _refusal(self, code: str, answer: Mapping[str, Any], form: Mapping[str, str]) -> LoginError:
        """Return the error for an OAuth error code, without the secrets that were sent and received."""
        secrets = (*self._secrets(form), text_of(answer, "device_code"), text_of(answer, "access_token"))
        words = redacted_text(text_of(answer, "error_description"), *secrets)[:_MAX_WORDS]
        code = redacted_text(code, *secrets)[:_MAX_CODE]
        return LoginError(f"no token was given: {code}{f', {words}' if words else ''}", reason=code)


def text_of(answer: Mapping[str, Any], name: str) -> str:
    """Return a text of an answer, or "" if it has none."""
    value = answer.get(name)
    return value if isinstance(value, str) else ""


def _object(body: memoryview) -> dict[str, Any]:
    """Return the JSON object in a body, without the wrapper of v1pre3; empty if there is none.

    The repr of a code or a token in it does not show it.
    """
    try:
        parsed: Any = orjson.loads(body)
    except orjson.JSONDecodeError:
        return {}
    if not isinstance(parsed, dict):
        return {}
    inner = parsed.pop("Response", None)
    answer = {**parsed, **inner} if isinstance(inner, dict) else parsed
    return {name: Secret(value) if _is_secret(name, value) else value for name, value in answer.items()}


def _is_secret(name: str, value: object) -> bool:
    return isinstance(value, str) and name.endswith(("token", "code"))


def _error_code(answer: Mapping[str, Any]) -> str:
    """Return the OAuth error code, even if BaseSpace wraps it in its own (inferred)."""
    if isinstance(answer.get("error"), str):
        return str(answer["error"])
    status = answer.get("ResponseStatus")
    code = status.get("ErrorCode") if isinstance(status, dict) else None
    match = re.search(r"authorization_pending|slow_down|access_denied|expired_token", str(code or "").lower())
    return match.group() if match else ""
