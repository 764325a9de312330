"""A transport between the client and the simulator that answers some requests by itself, or changes what comes."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from copy import copy
from typing import Any
from urllib.parse import parse_qs, urlsplit

from attrs import Factory, define, frozen

from basespace_async.transport import HTTPRequest, HTTPResponse, Transport

Answer = int | BaseException | bytes | Callable[[Any], Any]
"""A status, an error, a body, or a change of the body that came, as JSON."""


@frozen
class Made:
    """An answer that was made here."""

    status: int
    body: bytes
    headers: Mapping[str, str] = Factory(dict)

    async def read(self) -> bytes:
        return self.body

    async def iter_bytes(self, chunk_size: int = 1 << 16) -> AsyncIterator[bytes]:
        yield self.body

    async def aclose(self) -> None:
        """Nothing is open."""


@define
class Refusing:
    """Answers for ever what it was told, by patterns of the path below `/v2` or `/v1pre3`.

    Attributes:
        answers: what becomes of a request, by the pattern of its path; the first that fits.
        seen: requests by path.
        spans: offset and limit of each request of a list, by path.
    """

    answers: dict[str, Answer]
    inner: Transport | None = None
    seen: Counter[str] = Factory(Counter)
    covers: Callable[[str, int, int], bool] = lambda path, offset, limit: True

    def __call__(self, inner: Transport) -> Refusing:
        self.inner = inner
        return self

    async def send(self, request: HTTPRequest) -> HTTPResponse:
        assert self.inner is not None
        url = urlsplit(request.url)
        path = re.sub("^.*?/(v2|v1pre3)(?=/)", "", url.path)
        query = {name.lower(): values[0] for name, values in parse_qs(url.query).items()}
        self.seen[path] += 1
        answer = next((answer for pattern, answer in self.answers.items() if re.fullmatch(pattern, path)), None)
        span = int(query.get("offset", 0)), int(query.get("limit", 0))
        if answer is None or not self.covers(path, *span):
            return await self.inner.send(request)
        if isinstance(answer, BaseException):
            raise copy(answer)  # a list notes in an error where it came
        if isinstance(answer, bytes):
            return Made(200, answer)
        if isinstance(answer, int):
            status = {"ErrorCode": "REFUSED", "Message": "no"}
            return Made(answer, json.dumps({"ResponseStatus": status}).encode())
        response = await self.inner.send(request)
        body = json.loads(await response.read())
        return Made(response.status, json.dumps(answer(body) or body).encode())

    async def aclose(self) -> None:
        assert self.inner is not None
        await self.inner.aclose()
