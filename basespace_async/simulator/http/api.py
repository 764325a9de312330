"""The API: routing, tokens and faults around the handlers."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from inspect import isawaitable
from typing import Any

import orjson
from aiohttp import web
from attrs import define

from ..errors import InvalidValueError, MethodNotAllowedError, Refusal, UnauthorizedError
from ..faults import Rule, delay
from ..handlers import HandlerContext, HandlerRequest, HandlerResult
from ..handlers.context import get_record
from ..handlers.pages import older_envelope
from ..handlers.parameters import known_fields, known_parameters
from ..handlers.uploads import UploadOperation
from ..queries import Body, Query
from .incoming import IncomingContent, let_it_come
from .metrics import ServerMetrics
from .object_store import ObjectStore
from .responses import Reply, headers_of, json_reply, refusal_reply, request_id, whole
from .routing import CONTENT, Route, route

_FROM_REPLICA = ("/datasets", "/datasets/{id}", "/datasets/{id}/files", "/projects/{id}/datasets")
"""What was observed to come with `X-BaseSpace-Source`."""
_LISTS_THAT_CHANGE = {"/biosamples": "biosamples", "/datasets": "datasets", "/projects/{id}/datasets": "datasets"}


@define
class Token:
    """The access token that is taken; it is not a secret.

    Attributes:
        value: Token that is accepted now.
        renewed: How often it was replaced.
    """

    value: str
    renewed: int = 0

    def renew(self) -> str:
        """Take another token from now on, and return it."""
        self.renewed += 1
        self.value = f"{self.value.partition('.')[0]}.{self.renewed}"
        return self.value


def path_below_version(request: web.BaseRequest) -> str:
    """Return the path below `/v2`, without a trailing slash."""
    return request.path.removeprefix("/v2").rstrip("/")


@define
class Api:
    """Answers of the API."""

    context: HandlerContext
    store: ObjectStore
    statistics: ServerMetrics
    token: Token
    is_strict: bool

    async def answer(self, request: web.BaseRequest, striking: list[Rule]) -> Reply:
        """Answer a request."""
        kinds: set[str] = {rule.fault.kind for rule in striking}
        try:
            reply = await self._served(request, kinds)
        except Refusal as error:
            return refusal_reply(error, is_older=request.path.startswith("/v1pre3/"))
        return self._corrupt(reply, striking) if kinds & {"malformed", "wrong_total"} else reply

    async def _served(self, request: web.BaseRequest, kinds: set[str]) -> Reply:
        if "expire_token" in kinds:
            self.token.renew()
        matched = route(request.rel_url.raw_path)
        query = Query.of(request.query.items())
        self._check_token(request, query)
        self.statistics.by_operation[f"{request.method} {matched.template}"] += 1
        parameters = known_parameters(request.method, matched.template, is_older=matched.is_older)
        self._check_known(request.method, matched, query.values, parameters)
        self.context.world.settle()
        if matched.template == CONTENT:
            return self._link(matched.path, query, request.method)
        operation = matched.operation(request.method)
        if matched.template in _LISTS_THAT_CHANGE and kinds & {"insert", "delete"}:
            self._change(_LISTS_THAT_CHANGE[matched.template], kinds)
        content = IncomingContent(request, self.context.world.blobs)
        streamed = isinstance(operation, UploadOperation) and operation.receives
        body = Body({}) if streamed else await _body(request)
        fields = known_fields(request.method, matched.template, is_older=matched.is_older)
        self._check_known(request.method, matched, body.fields, fields)
        result = operation(self.context, HandlerRequest(matched.path, query, body, content, frozenset(kinds)))
        if isawaitable(result):
            result = await result
        if request.method not in ("GET", "HEAD"):
            self.statistics.changes[f"{request.method} {path_below_version(request)}"] += 1
        status, view = (result.status, result.body) if isinstance(result, HandlerResult) else (200, result)
        view = older_envelope(view) if matched.is_older and status != 204 else view
        return json_reply(status, view, from_replica=matched.is_older or matched.template in _FROM_REPLICA)

    def _check_known(self, method: str, matched: Route, names: Iterable[str], known: frozenset[str]) -> None:
        """Count the names that an operation does not know, and refuse them if that is asked for."""
        lower = {name.lower() for name in known}
        unknown = [name for name in names if name.lower() not in lower]
        if not unknown:
            return
        operation = f"{method} {'/v1pre3' if matched.is_older else ''}{matched.template}"
        self.statistics.unknown_parameters.update(f"{operation} {name}" for name in unknown)
        if self.is_strict:
            raise InvalidValueError(f"{operation} has no parameter '{unknown[0][:40]}'")

    def _check_token(self, request: web.BaseRequest, query: Query) -> None:
        scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
        bearer = bearer.strip() if scheme.lower() == "bearer" else ""
        given = request.headers.get("x-access-token") or bearer or query.text("access_token") or ""
        if not hmac.compare_digest(given.encode(), self.token.value.encode()):
            raise UnauthorizedError

    def _link(self, path: Mapping[str, str], query: Query, method: str) -> Reply:
        """Answer with a redirect to the content (documented), or with `redirect=meta` with a body (observed)."""
        if method not in ("GET", "HEAD"):
            raise MethodNotAllowedError(("GET", "HEAD"))
        file = get_record(self.context.world.files, path["id"], "File")
        link = self.store.link(file)
        if (query.text("redirect") or "").lower() != "meta":
            headers = headers_of(request_id())
            headers["Location"] = link
            return Reply(302, headers)
        expires = datetime.fromtimestamp(self.store.expiry(), UTC)
        body = {
            "HrefContent": link,
            "SupportsRange": True,
            "Expires": f"{expires:%Y-%m-%dT%H:%M:%S}.0000000Z",
            "Size": file.content.size,
            "ETag": file.content.etag,
        }
        return json_reply(200, older_envelope(body), from_replica=True)

    def _change(self, list_name: str, kinds: set[str]) -> None:
        """Add an item in front of a list, or delete its first one, while somebody reads it."""
        world = self.context.world
        records: Any = world.biosamples if list_name == "biosamples" else world.datasets
        if "insert" in kinds:
            number = world.number("inserted")
            sample = world.add_biosample(f"Inserted-{number:06d}", front=True)
            if list_name == "datasets" and world.appsessions:
                world.add_dataset(sample, front=True)
        if "delete" in kinds and len(records):
            first = records.at(records.slice(0, 1)[0]).id
            if list_name == "biosamples":
                world.remove_biosample(first)
            else:
                world.datasets.remove(first)

    def _corrupt(self, reply: Reply, striking: list[Rule]) -> Reply:
        data = b"".join(reply.pieces)
        for rule in striking:
            if rule.fault.kind == "wrong_total":
                data = _miscounted(data, rule.fault.by)
            if rule.fault.kind == "malformed":
                data = data[: len(data) * 2 // 3] + b"}]"
        return whole(reply.status, reply.headers, data)


async def _body(request: web.BaseRequest) -> Body:
    if not request.can_read_body:
        return Body({})
    let_it_come(request)
    return Body.parse(await request.read(), request.content_type)


def _miscounted(data: bytes, by: int) -> bytes:
    try:
        body = orjson.loads(data)
        body["Paging"]["TotalCount"] = max(0, body["Paging"]["TotalCount"] + by)
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return data  # not a list
    return orjson.dumps(body)


async def wait_for(striking: list[Rule], latency: float) -> None:
    """Wait for the latency of the simulator and of the faults, in seconds."""
    seconds = latency + sum(delay(rule) for rule in striking if rule.fault.kind == "latency")
    if seconds:
        await asyncio.sleep(seconds)
