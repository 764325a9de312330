"""Middleware that adds the access token to requests to the API."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Literal

from ..._util.redact import Secret
from ...config.token import checked_token
from ..origin import Origin
from ..types import HTTPRequest, HTTPResponse, Transport, replace

TOKEN_HEADER = "x-access-token"
TokenScheme = Literal["x-access-token", "Bearer"]
"""Where the token goes: a header of BaseSpace's own, or `Authorization: Bearer`. Both are documented."""

Credentials = Callable[[str | None], Awaitable[str]]
"""Function that returns the access token. Its argument is None at first, and then the token that was refused."""


class AuthMiddleware:
    """Adds the access token to requests to the API's own origin, and to no others.

    A content link redirects to an object store, and responses name other hosts: none of them may see the token. A URL
    that a response named is sent without it on the API's host too (`HTTPRequest.send_token`). When
    the service answers 401, the credentials are asked for another token, once; if there is one, the request is sent
    again with it. The service has not acted on what it answers with 401.

    Args:
        inner: Transport that sends the request.
        server: The API's root.
        credentials: Gives the token.
        scheme: Header that carries the token.
    """

    def __init__(self, inner: Transport, *, server: str, credentials: Credentials, scheme: TokenScheme) -> None:
        self._inner = inner
        self._origin = Origin(server)
        self._credentials = credentials
        self._scheme = scheme
        self._token: Secret | None = None
        self._asking = asyncio.Lock()

    @property
    def token(self) -> str:
        """The token in use, or "" before the first request."""
        return self._token or ""

    async def send(self, request: HTTPRequest) -> HTTPResponse:
        """Send `request` with the token, and once more with another one where it is refused."""
        if not request.send_token or not self._origin.has(request.url):
            return await self._inner.send(request)
        token = self._token or await self._another(None)
        response = await self._inner.send(self._signed(request, token))
        if response.status != 401:
            return response
        try:
            other = await self._another(token)
        except BaseException:
            await response.aclose()
            raise
        if other == token:
            return response
        await response.aclose()
        return await self._inner.send(self._signed(request, other))

    async def aclose(self) -> None:
        """Close the inner transport."""
        await self._inner.aclose()

    async def _another(self, refused: Secret | None) -> Secret:
        async with self._asking:
            # Requests that were refused together ask once.
            if self._token is None or self._token == refused:
                self._token = Secret(checked_token(await self._credentials(refused)))
            return self._token

    def _signed(self, request: HTTPRequest, token: Secret) -> HTTPRequest:
        added = {"Authorization": Secret(f"Bearer {token}")} if self._scheme == "Bearer" else {TOKEN_HEADER: token}
        return replace(request, headers={**request.headers, **added})
