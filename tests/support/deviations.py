"""A simulator that deviates from the document: its requests are changed before it sees them, or its answers after."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import orjson
from aiohttp import web
from attrs import define, field, frozen
from multidict import CIMultiDict

from basespace_async.simulator import Simulator
from basespace_async.simulator.faults import Rule
from basespace_async.simulator.http.responses import Reply, whole

JSON = dict[str, Any]


@define
class Answer:
    """An answer that a deviation may change."""

    status: int
    headers: CIMultiDict[str]
    body: Any
    raw: bytes | None = None
    query: dict[str, str] = field(factory=dict)
    """The query as it was asked."""

    @property
    def page(self) -> JSON:
        page: JSON = self.body.get("Response") or self.body
        return page

    @property
    def items(self) -> list[JSON]:
        items: list[JSON] = self.page.get("Items", [])
        return items

    @property
    def paging(self) -> JSON:
        paging: JSON = self.page.get("Paging", self.page)
        return paging


@frozen
class Deviation:
    """One way in which a service may differ from its document.

    Attributes:
        name: What it does.
        path: Pattern of the paths below the host that it is about.
        operation: Operation that the check is to name.
        place: Pattern of the place that the check is to name.
        ask: Changes the query.
        answer: Changes the answer.
    """

    name: str
    path: str
    operation: str
    place: str
    ask: Callable[[dict[str, str]], dict[str, str]] = dict
    answer: Callable[[Answer], Any] = lambda answer: None

    def is_for(self, path: str) -> bool:
        return re.fullmatch(self.path, path) is not None


@define
class DeviatingApi:
    """Stands before the API of a simulator."""

    api: Any
    deviations: Sequence[Deviation]

    async def answer(self, request: web.BaseRequest, striking: list[Rule]) -> Reply:
        concerned = [each for each in self.deviations if each.is_for(request.path)]
        asked = dict(request.query)
        query = asked
        for deviation in concerned:
            query = deviation.ask(dict(query))
        if query != asked:
            request = request.clone(rel_url=request.rel_url.with_query(query))
        reply = await self.api.answer(request, striking)
        if not concerned:
            return reply  # type: ignore[no-any-return]
        data = b"".join(reply.pieces)
        answer = Answer(reply.status, reply.headers, orjson.loads(data) if data else None, query=asked)
        for deviation in concerned:
            deviation.answer(answer)
        return whole(answer.status, answer.headers, orjson.dumps(answer.body) if answer.raw is None else answer.raw)


def deviate(simulator: Simulator, *deviations: Deviation) -> None:
    """Makes a running simulator deviate."""
    simulator._api = DeviatingApi(simulator._api, deviations)  # type: ignore[assignment]


def on_items(change: Callable[[JSON], Any]) -> Callable[[Answer], None]:
    def changed(answer: Answer) -> None:
        if answer.status == 200:
            for item in answer.items:
                change(item)

    return changed


def on_success(change: Callable[[Answer], Any]) -> Callable[[Answer], None]:
    return lambda answer: change(answer) if answer.status == 200 else None


def on_lists(change: Callable[[Answer], Any]) -> Callable[[Answer], None]:
    def changed(answer: Answer) -> None:
        if answer.status == 200 and isinstance(answer.body, dict) and "Items" in answer.page:
            change(answer)

    return changed


def on_error(change: Callable[[Answer], Any]) -> Callable[[Answer], None]:
    return lambda answer: change(answer) if answer.status >= 400 else None


def put(**values: Any) -> Callable[[JSON], None]:
    return lambda item: item.update(values)


def without(*names: str) -> Callable[[dict[str, str]], dict[str, str]]:
    return lambda query: {name: value for name, value in query.items() if name.lower() not in names}


def capped(most: int) -> Callable[[dict[str, str]], dict[str, str]]:
    return _changed("limit", lambda limit: min(most, limit))


def moved(by: int) -> Callable[[dict[str, str]], dict[str, str]]:
    """Pages begin some items later, or earlier."""
    return _changed("offset", lambda offset: max(0, offset + by))


def _changed(name: str, change: Callable[[int], int]) -> Callable[[dict[str, str]], dict[str, str]]:
    """Changes a number of the query, where it is asked for in any case of letters."""

    def changed(query: dict[str, str]) -> dict[str, str]:
        return {key: str(change(int(value))) if key.lower() == name else value for key, value in query.items()}

    return changed


def echoed(*names: str) -> Callable[[Answer], None]:
    """Paging says what was asked, whatever was done."""

    def changed(answer: Answer) -> None:
        asked = {name.lower(): value for name, value in answer.query.items()}
        for name in names:
            if name.lower() in asked:
                value = asked[name.lower()]
                answer.paging[name] = int(value) if value.isdigit() else value

    return on_lists(changed)


def counted(by: int) -> Callable[[Answer], None]:
    return on_lists(lambda answer: answer.paging.update(TotalCount=max(0, answer.paging["TotalCount"] + by)))


def as_text(answer: Answer) -> None:
    answer.headers["Content-Type"] = "text/plain"


def without_header(name: str) -> Callable[[Answer], None]:
    return lambda answer: answer.headers.popall(name, None) and None


def with_status(status: int) -> Callable[[Answer], None]:
    def changed(answer: Answer) -> None:
        answer.status = status

    return changed


def with_body(body: Any) -> Callable[[Answer], None]:
    def changed(answer: Answer) -> None:
        answer.body = body

    return changed


def with_raw(raw: bytes) -> Callable[[Answer], None]:
    def changed(answer: Answer) -> None:
        answer.raw = raw

    return changed


def _cut_id(item: JSON) -> None:
    item["Id"] = int(item["Id"])


def _another_name(answer: Answer) -> None:
    if answer.items and "sortby" in answer.query:
        answer.items.append(answer.items.pop(0))


BIOSAMPLES, BIOSAMPLE = "/v2/biosamples", r"/v2/biosamples/[^/]+"

SEEDED = [
    Deviation("a field more", BIOSAMPLES, "GET /biosamples", r"Items\[\]\.Species", answer=on_items(put(Species="x"))),
    Deviation("an id as a number", "/v2/libraries", "GET /libraries", r"Items\[\]\.Id", answer=on_items(_cut_id)),
    Deviation(
        "a nested field of another type",
        "/v2/datasets",
        "GET /datasets",
        r"Items\[\]\.Project\.TotalSize",
        answer=on_items(lambda item: item["Project"].update(TotalSize="12")),
    ),
    Deviation(
        "a required field missing",
        "/v2/projects/[^/]+/datasets",
        "GET /projects/{id}/datasets",
        r"Items\[\]\.Href",
        answer=on_items(lambda item: item.pop("Href", None)),
    ),
    Deviation("null", "/v2/labrequeues", "GET /labrequeues", r"Items\[\]\.Status", answer=on_items(put(Status=None))),
    Deviation(
        "an unknown status",
        "/v2/appsessions",
        "GET /appsessions",
        r"Items\[\]\.ExecutionStatus",
        answer=on_items(put(ExecutionStatus="Sleeping")),
    ),
    Deviation(
        "a date of another form",
        "/v2/trash",
        "GET /trash",
        r"Items\[\]\.DateDeleted",
        answer=on_items(put(DateDeleted="1 May 2020")),
    ),
    Deviation(
        "a sort ignored, and said so",
        "/v2/runs",
        "GET /runs",
        r"Paging\.SortBy",
        ask=without("sortby"),
    ),
    Deviation(
        "a sort ignored, though Paging says otherwise",
        "/v2/runs/[^/]+/files",
        "GET /runs/{id}/files",
        "sortby=.*",
        answer=on_success(_another_name),
    ),
    Deviation(
        "a direction ignored",
        "/v2/librarypools",
        "GET /librarypools",
        "sort(by|dir).*",
        ask=without("sortdir"),
        answer=echoed("SortDir"),
    ),
    Deviation("a cap", "/v2/preprequests", "GET /preprequests", "limit=1024", ask=capped(25)),
    Deviation(
        "a cap that is not told",
        "/v2/datasets/[^/]+/files",
        "GET /datasets/{id}/files",
        "limit=1024",
        ask=capped(3),
        answer=echoed("Limit"),
    ),
    Deviation(
        "another status", "/v2/users/current/usage", "GET /users/current/usage", "status.*", answer=with_status(206)
    ),
    Deviation(
        "a total that lies",
        "/v2/users/current/workgroups",
        "GET /users/current/workgroups",
        ".*",
        answer=counted(3),
    ),
    Deviation(
        "pages that overlap",
        "/v1pre3/users/current/projects",
        "GET /v1pre3/users/current/projects",
        "offset",
        ask=moved(-1),
        answer=echoed("Offset"),
    ),
    Deviation(
        "a header more",
        "/v2/instruments",
        "every operation",
        "header X-Experimental",
        answer=lambda answer: answer.headers.update({"X-Experimental": "yes"}),
    ),
    Deviation(
        "a filter that is not applied", "/v2/applications", "GET /applications", "category", ask=without("category")
    ),
    Deviation("another Content-Type", "/v2/users/current", "GET /users/current", "header Content-Type", answer=as_text),
    Deviation(
        "an error of another form",
        "/v2/lanes/[^/]+",
        "GET /lanes/{id}",
        "error body",
        answer=on_error(with_body({"error": {"code": 17, "text": "no"}})),
    ),
    Deviation(
        "a header gone",
        "/v2/users/current/subscription",
        "GET /users/current/subscription",
        "header X-Request-ID",
        answer=without_header("X-Request-ID"),
    ),
    Deviation(
        "an unknown id that is found",
        "/v2/datasettypes/[^/]+",
        "GET /datasettypes/{id}",
        "status of a request that cannot succeed",
        answer=on_error(with_status(404)),
    ),
    Deviation(
        "no JSON", "/v2/laneqcthresholds", "GET /laneqcthresholds", "body", answer=with_raw(b'{"QcThresholds": [')
    ),
    Deviation(
        "another record",
        BIOSAMPLE,
        "GET /biosamples/{id}",
        "Id",
        answer=on_success(lambda answer: answer.body.update(Id="104555093")),
    ),
    Deviation(
        "a page past the end",
        "/v2/appsessions/[^/]+/properties",
        "GET /appsessions/{id}/properties",
        "offset past the end",
        ask=lambda query: {**query, "offset": str(min(3, int(query.get("offset", 0))))},
        answer=echoed("Offset"),
    ),
    Deviation(
        "Paging gone",
        "/v2/lanes/[^/]+/comments",
        "GET /lanes/{id}/comments",
        "Paging",
        answer=on_success(lambda answer: answer.body.pop("Paging")),
    ),
    Deviation(
        "a list in place of an object",
        "/v2/runs/[^/]+/sequencingstats",
        "GET /runs/{id}/sequencingstats",
        "body",
        answer=on_success(lambda answer: with_body([answer.body])(answer)),
    ),
    Deviation(
        "a number beyond its range",
        "/v2/runs/[^/]+/lanelibrarymappings",
        "GET /runs/{id}/lanelibrarymappings",
        r"Paging\.Limit",
        answer=on_success(lambda answer: answer.paging.update(Limit=1 << 40)),
    ),
    Deviation(
        "a wrapper gone",
        "/v1pre3/users/current/runs",
        "GET /v1pre3/users/current/runs",
        "Response",
        answer=on_success(lambda answer: with_body(answer.body["Response"])(answer)),
    ),
]
"""One deviation for each operation, all at once."""
