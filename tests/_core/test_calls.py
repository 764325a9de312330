"""Settings for single calls, raw responses, requests that the document lacks, and what stays secret."""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import respx

from basespace_async import (
    AuthenticationError,
    BaseSpace,
    BaseSpaceError,
    ConfigurationError,
    DecodeError,
    HTTPRequest,
    HTTPResponse,
    NotFoundError,
    OrderWarning,
    RateLimitError,
    ServerError,
    Transport,
)
from basespace_async._core.raw_response import Recording
from basespace_async.models import BiosampleCompact
from basespace_async.transport import HttpxTransport, RateLimit, RetryEvent, RetryPolicy, Timeouts

SERVER = "https://api.basespace.illumina.com/v2"
ORIGIN = "https://api.basespace.illumina.com"
PATIENT = "-".join(["patient", "7"])  # a traceback quotes the source, where it must not stand
TOKEN = "0123456789abcdef-secret"
AT_ONCE = RetryPolicy(max_retries=2, initial_backoff=0)
UNPACED = RateLimit(adaptive=False)  # a rate that a refusal lowered would make each attempt wait for a second

pytestmark = pytest.mark.usefixtures("no_task_left")


@pytest.fixture
def service() -> respx.Router:
    return respx.Router(assert_all_called=False)


class Spy:
    """The innermost layer of the program's own: sees each request as it goes out."""

    def __init__(self) -> None:
        self.sent: list[HTTPRequest] = []

    def __call__(self, inner: Transport) -> Transport:
        sent = self.sent

        class Layer:
            async def send(self, request: HTTPRequest) -> HTTPResponse:
                sent.append(request)
                return await inner.send(request)

            async def aclose(self) -> None:
                await inner.aclose()

        return Layer()


@pytest.fixture
def spy() -> Spy:
    return Spy()


@pytest.fixture
async def basespace(service: respx.Router, spy: Spy) -> AsyncIterator[BaseSpace]:
    mock = httpx.MockTransport(service.async_handler)
    async with (
        httpx.AsyncClient(transport=mock) as client,
        BaseSpace(
            TOKEN, transport=HttpxTransport(client), retry=AT_ONCE, rate_limit=UNPACED, middleware=[spy]
        ) as basespace,
    ):
        yield basespace


# --- settings ---------------------------------------------------------------------------------------------------------


async def test_a_view_sends_with_its_own_settings_and_the_client_with_the_old_ones(
    service: respx.Router, basespace: BaseSpace, spy: Spy
) -> None:
    service.get(f"{SERVER}/users/current").respond(json={})
    quick = basespace.with_options(timeout=5, max_retries=0, deadline=8, priority="background", idempotent=True)
    await quick.users.current()
    await basespace.users.current()
    first, second = spy.sent
    assert first.timeouts == Timeouts(connect=5, read=5, total=5)
    assert (first.priority, first.idempotent) == ("background", True)
    assert second.timeouts == Timeouts()
    assert (second.priority, second.idempotent) == ("interactive", None)
    assert first.deadline is not None
    assert second.deadline is not None
    assert second.deadline - first.deadline > 500


async def test_options_add_up_and_what_is_left_out_stays(service: respx.Router, basespace: BaseSpace, spy: Spy) -> None:
    route = service.get(f"{SERVER}/users/current").respond(503)
    view = basespace.with_options(max_retries=1).with_options(timeout=3, deadline=None)
    with pytest.raises(ServerError):
        await view.users.current()
    assert route.call_count == 2
    assert spy.sent[0].timeouts.total == 3
    assert spy.sent[0].deadline is None


async def test_a_view_shares_the_counters_and_closes_nothing(service: respx.Router, basespace: BaseSpace) -> None:
    service.get(f"{SERVER}/users/current").respond(json={})
    async with basespace.with_options(max_retries=0) as view:
        await view.users.current()
    await basespace.users.current()
    assert view.stats is basespace.stats
    assert basespace.stats.requests == 2
    assert type(view) is BaseSpace


async def test_a_view_of_a_closed_client_is_closed_whatever_its_transport_would_do() -> None:
    class Careless:
        async def send(self, request: HTTPRequest) -> HTTPResponse:
            raise AssertionError("sent")

        async def aclose(self) -> None:
            pass

    client = BaseSpace(TOKEN, transport=Careless())
    view = client.with_options(max_retries=0)
    await client.aclose()
    with pytest.raises(ConfigurationError, match="this client is closed"):
        await view.users.current()


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"timeout": 0}, "timeout is 0"),
        ({"max_retries": -1}, "max_retries is -1"),
        ({"deadline": 0}, "deadline is 0"),
        ({"retries": 3}, "does not know retries"),
    ],
)
def test_options_that_cannot_work_are_refused(options: dict[str, Any], problem: str) -> None:
    with pytest.raises(ConfigurationError, match=problem):
        BaseSpace(TOKEN).with_options(**options)


async def test_pages_are_background_and_single_calls_interactive_unless_asked_otherwise(
    service: respx.Router, basespace: BaseSpace, spy: Spy
) -> None:
    service.get(f"{SERVER}/biosamples").respond(json={"Items": [{"Id": "1"}], "Paging": {"TotalCount": 1}})
    pager = basespace.biosamples.list()
    await pager.collect()
    await pager.first()
    await pager.count()
    await basespace.with_options(priority="interactive").biosamples.list().collect()
    assert [request.priority for request in spy.sent] == ["background", "interactive", "interactive", "interactive"]


async def test_a_call_is_sent_again_and_told_of_and_counted(service: respx.Router) -> None:
    events: list[RetryEvent] = []
    route = service.get(f"{SERVER}/biosamples/7")
    route.side_effect = [httpx.Response(503), httpx.ReadError("gone"), httpx.Response(200, json={"Id": "7"})]
    mock = httpx.MockTransport(service.async_handler)
    async with (
        httpx.AsyncClient(transport=mock) as client,
        BaseSpace(
            TOKEN, transport=HttpxTransport(client), retry=AT_ONCE, rate_limit=UNPACED, on_retry=events.append
        ) as basespace,
    ):
        assert (await basespace.biosamples.get("7")).id == "7"
        counts = basespace.stats
    assert [(event.operation, event.reason) for event in events] == [
        ("getBiosample", "503"),
        ("getBiosample", "ConnectionLostError"),
    ]
    assert (counts.requests, counts.retries, counts.throttled, counts.failed) == (3, 2, 1, 1)


async def test_a_post_is_not_sent_again_unless_the_caller_says_so(service: respx.Router, basespace: BaseSpace) -> None:
    route = service.post(f"{SERVER}/biosamples/7").respond(503)
    with pytest.raises(ServerError):
        await basespace.biosamples.set_status("7", "Done")
    assert route.call_count == 1
    with pytest.raises(ServerError):
        await basespace.with_options(idempotent=True).biosamples.set_status("7", "Done")
    assert route.call_count == 1 + 3


async def test_the_rate_that_is_set_is_shown(service: respx.Router) -> None:
    async with BaseSpace(TOKEN, rate_limit=RateLimit(rate=5)) as basespace:
        assert basespace.stats.rate == 5


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ({"token": "t", "credentials": lambda refused: None}, "not both"),
        ({"token": "t", "token_scheme": "basic"}, "token_scheme is 'basic'"),
    ],
)
def test_arguments_that_cannot_work_together_are_refused(arguments: dict[str, Any], problem: str) -> None:
    with pytest.raises(ConfigurationError, match=problem):
        BaseSpace(**arguments)


# --- raw --------------------------------------------------------------------------------------------------------------


async def test_any_call_also_gives_status_headers_and_request_id(service: respx.Router, basespace: BaseSpace) -> None:
    service.get(f"{SERVER}/biosamples/7").respond(json={"Id": "7"}, headers={"X-Request-ID": "r1", "X-Other": "o"})
    raw = await basespace.with_raw_response(basespace.biosamples.get, "7", include="x")
    assert raw.result.id == "7"
    assert (raw.status, raw.request_id, raw.headers["x-other"]) == (200, "r1", "o")
    assert len(raw.responses) == 1


async def test_a_call_of_many_requests_gives_all_their_responses(service: respx.Router, basespace: BaseSpace) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        offset = int(request.url.params["offset"])
        items = [{"Id": str(n)} for n in range(offset, min(offset + 10, 25))]
        body = {"Items": items, "Paging": {"TotalCount": 25}}
        return httpx.Response(200, json=body, headers={"X-Request-ID": f"r{offset}"})

    service.get(f"{SERVER}/biosamples").mock(side_effect=answer)
    raw = await basespace.with_raw_response(basespace.biosamples.list(page_size=10).collect)
    assert len(raw.result) == 25
    assert sorted(head.request_id for head in raw.responses) == ["r0", "r18", "r9"]


async def test_calls_at_the_same_time_do_not_mix_their_responses(service: respx.Router, basespace: BaseSpace) -> None:
    import asyncio

    for name in ("1", "2"):
        service.get(f"{SERVER}/biosamples/{name}").respond(json={"Id": name}, headers={"X-Request-ID": name})
    found = await asyncio.gather(
        *(basespace.with_raw_response(basespace.biosamples.get, name) for name in ("1", "2")),
        basespace.biosamples.get("1"),
    )
    assert [(raw.request_id, len(raw.responses)) for raw in found[:2]] == [("1", 1), ("2", 1)]  # type: ignore[union-attr]


async def test_recordings_can_be_nested_and_end_with_their_call(service: respx.Router, basespace: BaseSpace) -> None:
    service.get(f"{SERVER}/x").respond(json=5, headers={"X-Request-ID": "r1"})
    outer = await basespace.with_raw_response(basespace.request, "GET", "x")
    assert (outer.result.result, outer.request_id, outer.result.request_id) == (5, "r1", "r1")
    with Recording() as recording:
        await basespace.with_raw_response(basespace.request, "GET", "x")
        await basespace.request("GET", "x")
    await basespace.request("GET", "x")
    assert len(recording.heads) == 2


async def test_a_call_without_a_request_says_so(basespace: BaseSpace) -> None:
    raw = await basespace.with_raw_response(basespace.biosamples.get_many, [])
    assert raw.result.complete
    with pytest.raises(ConfigurationError, match="no request"):
        _ = raw.status


@pytest.mark.parametrize(
    ("path", "query", "url"),
    [
        ("runs/7", None, f"{SERVER}/runs/7"),
        ("/runs/7", {"include": ["a", "b"]}, f"{SERVER}/runs/7?include=a,b"),
        ("v1pre3/runs/7", {"limit": 5}, f"{ORIGIN}/v1pre3/runs/7?limit=5"),
        ("/v2/runs/7", {"deep": True}, f"{SERVER}/runs/7?deep=true"),
        (f"{ORIGIN}/v2/runs/7?a=b", {"c": "d e"}, f"{SERVER}/runs/7?a=b&c=d%20e"),
        (f"{ORIGIN}/v2/runs/7", {}, f"{SERVER}/runs/7"),
    ],
)
async def test_what_the_document_lacks_can_be_requested(
    service: respx.Router, basespace: BaseSpace, spy: Spy, path: str, query: Any, url: str
) -> None:
    service.get(url__startswith=ORIGIN).respond(json={"Response": [1]}, headers={"X-Request-ID": "r1"})
    raw = await basespace.request("get", path, query=query, headers={"X-Mine": "1"})
    assert (raw.result, raw.status, raw.request_id) == ({"Response": [1]}, 200, "r1")
    (sent,) = spy.sent
    assert sent.url == url
    assert sent.headers["X-Mine"] == "1"
    assert sent.headers["x-access-token"] == TOKEN


async def test_a_body_is_sent_as_json_and_no_content_is_none(service: respx.Router, basespace: BaseSpace) -> None:
    route = service.post(f"{SERVER}/appresults").respond(204)
    raw = await basespace.request("POST", "appresults", body={"Biosample": BiosampleCompact(id="5"), "n": None})
    assert raw.result is None
    assert json.loads(route.calls.last.request.content) == {"Biosample": {"Id": "5"}, "n": None}


async def test_such_a_request_has_the_same_budget_retries_and_errors(
    service: respx.Router, basespace: BaseSpace
) -> None:
    route = service.get(f"{SERVER}/x")
    route.side_effect = [httpx.Response(503), httpx.Response(200, text="<html>")]
    with pytest.raises(DecodeError, match="GET x: the body"):
        await basespace.request("GET", "x")
    assert basespace.stats.retries == 1
    service.get(f"{SERVER}/y").respond(404, json={"ErrorMessage": "no y"})
    with pytest.raises(NotFoundError, match="no y"):
        await basespace.request("GET", "y")
    post = service.post(f"{SERVER}/z").respond(503)
    with pytest.raises(ServerError):
        await basespace.request("POST", "z")
    assert post.call_count == 1


# --- secrets ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "href",
    [
        "https://evil.example/v2/runs/7",
        "http://api.basespace.illumina.com/v2/runs/7",
        "https://api.basespace.illumina.com:444/v2/runs/7",
        "https://api.basespace.illumina.com.evil.example/v2/runs/7",
        "https://api.basespace.illumina.com@evil.example/x",
        "//evil.example/v2/runs/7",
        "https://bucket.s3.amazonaws.com/x?X-Amz-Signature=s3cret",
    ],
)
async def test_an_href_from_a_response_that_leads_elsewhere_is_refused_and_not_sent(
    service: respx.Router, basespace: BaseSpace, spy: Spy, href: str
) -> None:
    with pytest.raises(ConfigurationError, match="own host") as caught:
        await basespace.request("GET", href)
    assert "s3cret" not in str(caught.value)
    assert spy.sent == []


@pytest.mark.parametrize("path", ["runs/../users", "./runs", "runs//7", "", "v2/../x", f"{ORIGIN}/v2/../x"])
async def test_a_path_that_would_lead_to_another_resource_is_refused(basespace: BaseSpace, spy: Spy, path: str) -> None:
    with pytest.raises(ConfigurationError):
        await basespace.request("GET", path)
    assert spy.sent == []


async def test_the_token_is_not_sent_to_where_an_answer_redirects(
    service: respx.Router, basespace: BaseSpace, spy: Spy
) -> None:
    service.get(f"{SERVER}/files/5/content").respond(302, headers={"Location": "https://store.example/x?Signature=s"})
    service.get("https://store.example/x").respond(302, headers={"Location": "//evil.example/y"})
    service.get("https://evil.example/y").respond(content=b"reads")
    async with basespace.files.open("5") as content:
        assert await content.read() == b"reads"
    with_token = ["x-access-token" in request.headers or "Authorization" in request.headers for request in spy.sent]
    assert with_token == [True, False, False]


async def test_an_ordinary_call_does_not_follow_a_redirect(
    service: respx.Router, basespace: BaseSpace, spy: Spy
) -> None:
    service.get(f"{SERVER}/users/current").respond(302, headers={"Location": "https://evil.example/"})
    with pytest.raises(BaseSpaceError):
        await basespace.users.current()
    assert len(spy.sent) == 1


@pytest.mark.parametrize("answer", [401, 403, 429, 500, "cut", "malformed"])
async def test_no_log_error_or_repr_holds_the_token_or_a_signature(
    service: respx.Router, basespace: BaseSpace, caplog: pytest.LogCaptureFixture, answer: int | str
) -> None:
    caplog.set_level(logging.DEBUG, "basespace_async")
    route = service.get(url__startswith=f"{SERVER}/biosamples")
    if answer == "cut":
        route.mock(side_effect=httpx.ReadError(f"reading with {TOKEN}"))
    elif answer == "malformed":
        route.respond(text=f"<{TOKEN}>")
    else:
        route.respond(int(answer), text=json.dumps({"ErrorMessage": f"bad {TOKEN}"}), headers={"Retry-After": "0"})
    with pytest.raises(BaseSpaceError) as caught:
        await basespace.biosamples.list(name=PATIENT).collect()
    shown = "".join(traceback.format_exception(caught.value)) + repr(caught.value) + repr(vars(caught.value))
    shown += caplog.text + "".join(str(vars(record)) for record in caplog.records) + repr(basespace)
    assert TOKEN not in shown
    assert PATIENT not in shown
    assert caplog.records
    assert caught.value.offset == 0


@pytest.mark.parametrize("kind", [AuthenticationError, RateLimitError])
async def test_an_error_of_a_page_says_at_which_offset(service: respx.Router, kind: type[Exception]) -> None:
    status = 401 if kind is AuthenticationError else 429

    def answer(request: httpx.Request) -> httpx.Response:
        if int(request.url.params["offset"]) > 20:
            return httpx.Response(status, headers={"Retry-After": "0"})
        offset = int(request.url.params["offset"])
        items = [{"Id": str(n)} for n in range(offset, offset + 10)]
        return httpx.Response(200, json={"Items": items, "Paging": {"TotalCount": 100}})

    service.get(f"{SERVER}/biosamples").mock(side_effect=answer)
    mock = httpx.MockTransport(service.async_handler)
    async with (
        httpx.AsyncClient(transport=mock) as client,
        BaseSpace(TOKEN, transport=HttpxTransport(client), retry=RetryPolicy(max_retries=0)) as basespace,
    ):
        got: list[object] = []

        async def read() -> None:
            async for item in basespace.biosamples.list(page_size=10, concurrency=2):
                got.append(item.id)

        with pytest.raises(kind, match="the page at offset 27 failed") as caught:
            await read()
    assert caught.value.offset == 27  # type: ignore[attr-defined]
    assert got == [str(n) for n in range(28)]


async def test_a_list_that_the_service_sorts_otherwise_is_warned_of_with_the_operation(
    service: respx.Router, basespace: BaseSpace
) -> None:
    """As observed: an unsupported field is silently replaced."""
    answer = {"Items": [{"Id": "1"}], "Paging": {"TotalCount": 1, "SortBy": "Id", "SortDir": "Asc"}}
    service.get(f"{SERVER}/biosamples").respond(json=answer)
    with pytest.warns(OrderWarning, match="listBiosamples: asked for the order Name, the service sorts by Id"):
        await basespace.biosamples.list(sort_by="Name").collect()
    assert len(await basespace.biosamples.list().collect()) == 1
    assert len(await basespace.biosamples.list(sort_by=None).collect()) == 1
