"""The API: routing, tokens and faults around the handlers."""

from __future__ import annotations

import asyncio
import hmac
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime
from inspect import isawaitable
from typing import Any
from urllib.parse import unquote

import orjson
from aiohttp import web
from attrs import define

from ..errors import MethodNotAllowedError, Refusal, UnauthorizedError, UnknownPathError
from ..faults import Rule, delay
from ..handlers import OPERATIONS, HandlerContext, HandlerRequest, HandlerResult, Operation
from ..handlers.context import get_record
from ..queries import Body, Query
from .metrics import ServerMetrics
from .object_store import ObjectStore
from .responses import Reply, headers_of, json_reply, refusal_reply, request_id, whole

CONTENT = "/files/{id}/content"
_VERSIONS = ("v2", "v1pre3")
_READ_IN_V1PRE3 = ("/appsessions", "/files/{id}", "/projects/{id}", "/runs/{id}/files", "/users/current")
_FROM_REPLICA = ("/datasets", "/datasets/{id}", "/datasets/{id}/files", "/projects/{id}/datasets")
"""What was observed to come with `X-BaseSpace-Source`."""
_LISTS_THAT_CHANGE = {"/biosamples": "biosamples", "/datasets": "datasets", "/projects/{id}/datasets": "datasets"}


def _templates() -> dict[int, list[tuple[str, tuple[str, ...], dict[str, Operation]]]]:
    """Group path templates by their number of segments, those without placeholders first."""
    methods: dict[str, dict[str, Operation]] = defaultdict(dict)
    for (method, template), operation in OPERATIONS.items():
        methods[template][method] = operation
    # Where two templates differ in the name of a placeholder only, either name must do for all methods.
    found: dict[int, list[tuple[str, tuple[str, ...], dict[str, Operation]]]] = defaultdict(list)
    for template in sorted(methods, key=lambda each: each.count("{")):
        segments = tuple(template.split("/")[1:])
        found[len(segments)].append((template, segments, methods[template]))
    return found


_TEMPLATES = _templates()


@define
class Token:
    """The access token that is taken; it is not a secret.

    Attributes:
        value: what it is now.
        renewed: how often another one has taken its place.
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

    async def answer(self, request: web.BaseRequest, striking: list[Rule]) -> Reply:
        """Answer a request."""
        kinds: set[str] = {rule.fault.kind for rule in striking}
        try:
            reply = await self._served(request, kinds)
        except Refusal as error:
            return refusal_reply(error)
        return self._corrupt(reply, striking) if kinds & {"malformed", "wrong_total"} else reply

    async def _served(self, request: web.BaseRequest, kinds: set[str]) -> Reply:
        if "expire_token" in kinds:
            self.token.renew()
        template, path, operations = self._match(request)
        query = Query.of(request.query.items())
        self._check_token(request, query)
        self.statistics.by_operation[f"{request.method} {template}"] += 1
        self.context.world.settle()
        if template == CONTENT:
            return self._link(path, query, request.method)
        operation = operations.get(request.method)
        if operation is None:
            raise MethodNotAllowedError(tuple(sorted(operations)))
        if template in _LISTS_THAT_CHANGE and kinds & {"insert", "delete"}:
            self._change(_LISTS_THAT_CHANGE[template], kinds)
        body = Body.parse(await request.read()) if request.can_read_body else Body({})
        result = operation(self.context, HandlerRequest(path, query, body))
        if isawaitable(result):
            result = await result
        if request.method != "GET":
            self.statistics.changes[f"{request.method} {path_below_version(request)}"] += 1
        status, view = (result.status, result.body) if isinstance(result, HandlerResult) else (200, result)
        if request.path.startswith("/v1pre3/"):
            view = _wrapped(view)
        return json_reply(status, view, from_replica=template in _FROM_REPLICA)

    def _match(self, request: web.BaseRequest) -> tuple[str, Mapping[str, str], Mapping[str, Operation]]:
        # Taken apart before the percent signs are, so that an id can have a slash in it.
        segments = [unquote(part) for part in request.rel_url.raw_path.split("/")[1:]]
        if len(segments) > 2 and not segments[-1]:
            segments.pop()  # a trailing slash is the same path
        version, rest = segments[0], segments[1:]
        if version in _VERSIONS and len(rest) == 3 and rest[0] == "files" and rest[2] == "content":
            return CONTENT, {"id": rest[1]}, {}
        if not all(rest) or version not in _VERSIONS:
            raise UnknownPathError
        is_older = version == "v1pre3"
        if is_older and rest == ["users", "current", "appsessions"]:
            rest = ["appsessions"]
        for template, parts, operations in _TEMPLATES.get(len(rest), ()):
            path = _matched(parts, rest)
            if path is None:
                continue
            if not is_older:
                return template, path, operations
            if template in _READ_IN_V1PRE3:
                return template, path, {"GET": operations["GET"]}
        raise UnknownPathError

    def _check_token(self, request: web.BaseRequest, query: Query) -> None:
        bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
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
        return json_reply(200, _wrapped(body), from_replica=True)

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


def _wrapped(body: Any) -> dict[str, Any]:
    """Wrap a body in the envelope of the older version (observed)."""
    if isinstance(body, dict) and "Paging" in body:
        body = {"Items": body["Items"], **body["Paging"]}
    return {"Response": body, "ResponseStatus": {}, "Notifications": []}


def _matched(parts: tuple[str, ...], segments: list[str]) -> dict[str, str] | None:
    path: dict[str, str] = {}
    for part, segment in zip(parts, segments, strict=True):
        if part[0] == "{":
            path[part[1:-1]] = segment
        elif part != segment:
            return None
    return path


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
