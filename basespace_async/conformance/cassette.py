"""Cassettes: answers of the service in a file, which a test gets again without a network."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import orjson
from multidict import CIMultiDict

from .._util.redact import SECRET_HEADERS
from ..errors import ConfigurationError
from ..transport import BufferedResponse, HTTPRequest, HTTPResponse, Transport
from ..transport.origin import Origin

MAX_BODY = 8 << 20
"""Bytes of an answer that a cassette holds."""
_WORDS = "token|secret|password|access_?key|api_?key|credential|signature|authorization"
_SECRET = rf"[\w.-]{{0,64}}(?:{_WORDS})[\w.-]{{0,64}}"
_SECRET_NAME = re.compile(_SECRET, re.IGNORECASE)
_SECRET_FIELD = re.compile(rf'("{_SECRET}"\s*:\s*)"(?:[^"\\]|\\.)*"', re.IGNORECASE)
_SECRET_TAG = re.compile(rf"(<{_SECRET}>)[^<]*", re.IGNORECASE)
_QUERY = re.compile(
    rf"""((?:{_WORDS})[\w.-]{{0,64}}|x-amz-[a-z-]{{1,40}}|\bsig|policy|key-pair-id)(=|%3D)(?:(?!%26)[^\s&"'<>\\])+""",
    re.IGNORECASE,
)
_NO_EMAIL = r"""@\s"'<>/:=&?,;()\[\]\\"""
_EMAIL = re.compile(
    rf"(\\u[0-9a-fA-F]{{4}}|\\.|(?<![^{_NO_EMAIL}]))"  # an escape of JSON, or the begin of a word
    rf"[^{_NO_EMAIL}]{{1,64}}(?:@|%40)[^{_NO_EMAIL}]{{1,255}}\.[a-zA-Z]{{2,}}"
)
_NOT_KEPT = ("content-length", "content-encoding", "transfer-encoding", "connection", "set-cookie")
_PASSING = (429, 500, 502, 503, 504)


class CassetteRecorder:
    """A middleware that keeps the answers of the service; answers that a client retries are left out.

    Tokens, passwords, the signatures of presigned URLs and e-mail addresses are replaced. Names and ids stay.

    Args:
        server: URL of the API.

    Example:
        ```python
        recorder = CassetteRecorder(server)
        async with BaseSpace(token, server=server, middleware=[recorder.wrap]) as basespace:
            await basespace.users.current()
        recorder.save(Path("current.json"))
        ```
    """

    def __init__(self, server: str) -> None:
        self._server = server
        self._exchanges: list[dict[str, Any]] = []
        self._secrets: set[str] = set()

    def wrap(self, transport: Transport) -> Transport:
        """Return a transport that keeps what another one gets."""
        return _Recording(transport, self)

    async def take(self, request: HTTPRequest, response: HTTPResponse) -> HTTPResponse:
        """Keep an answer, and return it with its body read.

        Raises:
            ConfigurationError: If it is too large for a cassette.
        """
        headers = {name.lower(): value for name, value in request.headers.items()}
        self._secrets |= {headers[name].removeprefix("Bearer ") for name in SECRET_HEADERS & headers.keys()}
        body = await _body_of(response, request)
        kept = {name: value for name, value in response.headers.items() if _is_kept(name)}
        answer = BufferedResponse(response.status, response.headers, body)
        if response.status not in _PASSING:
            text = _text_of(body)
            self._exchanges.append(
                {
                    "method": request.method,
                    "url": request.url,
                    "request": _fingerprint(request),
                    "status": response.status,
                    "headers": dict(kept),
                    **({"body": text} if text is not None else {"base64": base64.b64encode(body).decode()}),
                }
            )
        return answer

    def _is_content(self, exchange: dict[str, Any]) -> bool:
        """Tell whether an answer is the content of a file, which has to stay what its checksum says."""
        return exchange["status"] in (200, 206) and not Origin(self._server).has(exchange["url"])

    def save(self, path: Path) -> None:
        """Write the cassette, in the place of an earlier one; one without answers is not written.

        Args:
            path: The file; its folder is made.

        Raises:
            OSError: If it cannot be written.
        """
        if not self._exchanges:
            return
        for exchange in self._exchanges:
            if "body" in exchange and not self._is_content(exchange):
                exchange["body"] = self._scrubbed(exchange["body"])
            exchange["url"] = self._scrubbed(exchange["url"])
            exchange["headers"] = {str(name): self._scrubbed(value) for name, value in exchange["headers"].items()}
        path.parent.mkdir(parents=True, exist_ok=True)
        cassette = {"server": self._server, "exchanges": self._exchanges}
        new = path.with_name(f"{path.name}.new")
        try:
            new.write_bytes(orjson.dumps(cassette, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
            new.replace(path)
        finally:
            new.unlink(missing_ok=True)

    def _scrubbed(self, text: str) -> str:
        for secret in sorted(filter(None, self._secrets), key=len, reverse=True):
            text = text.replace(secret, "SECRET")
        return scrubbed(text)


def scrubbed(text: str) -> str:
    """Return a text without values of secret fields, signatures of presigned URLs and e-mail addresses."""
    text = _SECRET_TAG.sub(r"\1SECRET", _SECRET_FIELD.sub(r'\1"SECRET"', _QUERY.sub(r"\1\2SECRET", text)))
    return _EMAIL.sub(r"\1user@example.org", text)


class _Recording:
    def __init__(self, inner: Transport, recorder: CassetteRecorder) -> None:
        self._inner = inner
        self._recorder = recorder

    async def send(self, request: HTTPRequest) -> HTTPResponse:
        return await self._recorder.take(request, await self._inner.send(request))

    async def aclose(self) -> None:
        await self._inner.aclose()


class CassettePlayer:
    """A transport that answers from a cassette, and never from a network.

    The answers to one request come in the order of the recording; the last one is given again.

    Args:
        path: The cassette.

    Raises:
        ConfigurationError: If there is none, or the file is something else.

    Example:
        ```python
        player = CassettePlayer(Path("current.json"))
        async with BaseSpace("recorded", server=player.server, transport=player) as basespace:
            await basespace.users.current()
        ```

    Attributes:
        server: URL of the API.
    """

    def __init__(self, path: Path) -> None:
        try:
            cassette = orjson.loads(path.read_bytes())
            self.server: str = cassette["server"]
            exchanges = cassette["exchanges"]
        except OSError as error:
            raise ConfigurationError(f"{path} cannot be read ({error.strerror}); {_RECORD}") from error
        except (orjson.JSONDecodeError, KeyError, TypeError) as error:
            raise ConfigurationError(f"{path} is no recording; {_RECORD}") from error
        self._path = path
        self._answers: dict[tuple[str, str, str], list[dict[str, Any]]] = defaultdict(list)
        for exchange in exchanges:
            self._answers[exchange["method"], exchange["url"], exchange["request"]].append(exchange)

    async def send(self, request: HTTPRequest) -> HTTPResponse:
        """Return the recorded answer.

        Raises:
            ConfigurationError: If there is none.
        """
        url = scrubbed(request.url)
        answers = self._answers.get((request.method, url, _fingerprint(request)))
        if not answers:
            shown = url.partition("?")[0]
            raise ConfigurationError(f"{request.method} {shown} is not in {self._path}, or with other data; {_RECORD}")
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        body = answer["body"].encode() if "body" in answer else base64.b64decode(answer["base64"])
        return BufferedResponse(answer["status"], CIMultiDict(answer["headers"]), body)

    async def aclose(self) -> None:
        """Do nothing: nothing is held."""


_RECORD = "record it: pytest --basespace-record FOLDER"


async def _body_of(response: HTTPResponse, request: HTTPRequest) -> bytes:
    pieces, size = [], 0
    try:
        async for piece in response.iter_bytes():
            pieces.append(piece)
            size += len(piece)
            if size > MAX_BODY:
                url = scrubbed(request.url).partition("?")[0]
                raise ConfigurationError(f"{url} has more than {MAX_BODY} bytes; record smaller files, or a part")
    finally:
        await response.aclose()
    return b"".join(pieces)


def _is_kept(name: str) -> bool:
    return name.lower() not in _NOT_KEPT and not _SECRET_NAME.fullmatch(name)


def _text_of(body: bytes) -> str | None:
    try:
        return body.decode()
    except UnicodeDecodeError:
        return None


def _fingerprint(request: HTTPRequest) -> str:
    """Return what tells requests to one URL apart: the range and the body."""
    asked = next((value for name, value in request.headers.items() if name.lower() == "range"), "")
    body = hashlib.sha256(request.body).hexdigest()[:16] if request.body else ""
    return f"{asked} {body}".strip()
