"""Spans for requests, by the semantic conventions for HTTP clients."""

from __future__ import annotations

import contextlib

import httpx
import pytest
import respx
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from basespace_async import BaseSpace, BaseSpaceError
from basespace_async.instrumentation.opentelemetry import tracing
from basespace_async.transport import HttpxTransport, RetryPolicy

SERVER = "https://api.example.org/v2"
TOKEN = "very-secret-token"


async def spans_of(*answers: httpx.Response | Exception, path: str = "/users/current") -> tuple[ReadableSpan, ...]:
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    service = respx.Router()
    service.get(url__startswith=SERVER).side_effect = list(answers)
    async with (
        httpx.AsyncClient(transport=httpx.MockTransport(service.async_handler)) as client,
        BaseSpace(
            TOKEN,
            server=SERVER,
            transport=HttpxTransport(client),
            middleware=[tracing(provider)],
            retry=RetryPolicy(max_retries=1, initial_backoff=0),
        ) as basespace,
    ):
        step = provider.get_tracer("pipeline").start_as_current_span("pipeline step")
        with step, contextlib.suppress(BaseSpaceError):
            await basespace.users.current()
    return exporter.get_finished_spans()


async def test_a_request_is_a_client_span_within_the_program_s_own() -> None:
    sent, step = await spans_of(httpx.Response(200, json={}, headers={"X-Request-ID": "r1"}))
    assert step.name == "pipeline step"
    assert sent.parent is not None
    assert step.context is not None
    assert sent.parent.span_id == step.context.span_id
    assert (sent.name, sent.kind) == ("GET", SpanKind.CLIENT)
    assert dict(sent.attributes or {}) == {
        "http.request.method": "GET",
        "url.full": f"{SERVER}/users/current",
        "server.address": "api.example.org",
        "server.port": 443,
        "http.response.status_code": 200,
        "basespace.operation": "getCurrentUser",
        "basespace.request_id": "r1",
    }
    assert sent.status.status_code is StatusCode.UNSET


async def test_each_attempt_is_a_span_and_a_repetition_is_counted() -> None:
    first, second, _ = await spans_of(httpx.Response(503), httpx.Response(200, json={}))
    assert first.status.status_code is StatusCode.ERROR
    assert (first.attributes or {})["error.type"] == "503"
    assert (second.attributes or {})["http.request.resend_count"] == 1


async def test_a_request_without_a_response_is_an_error_of_its_kind() -> None:
    first, *_ = await spans_of(httpx.ConnectError("no"), httpx.ConnectError("no"))
    assert (first.attributes or {})["error.type"] == "ConnectionFailedError"
    assert "http.response.status_code" not in (first.attributes or {})


async def test_no_span_holds_the_token() -> None:
    for span in await spans_of(httpx.ConnectError("no"), httpx.Response(401, json={})):
        assert TOKEN not in span.to_json()


async def test_the_query_and_unusual_methods_are_left_out() -> None:
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    service = respx.Router()
    service.route(method="BREW").respond(200, json={})
    async with (
        httpx.AsyncClient(transport=httpx.MockTransport(service.async_handler)) as client,
        BaseSpace(
            TOKEN, server="http://127.0.0.1:8", transport=HttpxTransport(client), middleware=[tracing(provider)]
        ) as b,
    ):
        await b.request("BREW", "tea?Signature=s3cret")
    (span,) = exporter.get_finished_spans()
    assert (span.name, (span.attributes or {})["http.request.method"]) == ("HTTP", "_OTHER")
    assert (span.attributes or {})["server.port"] == 8
    assert "s3cret" not in span.to_json()


def test_without_opentelemetry_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib
    import sys

    monkeypatch.setitem(sys.modules, "opentelemetry.trace", None)
    monkeypatch.delitem(sys.modules, "basespace_async.instrumentation.opentelemetry")
    with pytest.raises(ImportError, match=r"basespace-async\[telemetry\]"):
        importlib.import_module("basespace_async.instrumentation.opentelemetry")
