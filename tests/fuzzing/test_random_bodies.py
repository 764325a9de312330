"""Every operation, by the façade's methods over real HTTP, answered with any body that the document allows.

All of it decodes, and what the client made of it still says all that came. Lists whose envelopes lie come to an end.
"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Iterator
from itertools import count
from typing import Any

import orjson
import pytest
from attrs import frozen
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from basespace_async import BaseSpace, BaseSpaceError, DecodeError, ListChangedError, Pager, RetryPolicy
from basespace_async._codec import converter
from basespace_async.resources._base import Resource
from basespace_openapi.types import Model
from tests.support.document_strategies import FREE, body, resolved
from tests.support.openapi_document import OPENED, OPERATIONS, WRAPPED
from tests.support.random_service import Answer, RandomService
from tests.support.resource_methods import METHODS, PROPERTIES, arguments
from tests.support.sampling import every_third

FOREVER = 120.0
QUIET = settings(
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],  # what fails is short enough, and each step of shrinking costs requests
)
pytestmark = [pytest.mark.filterwarnings("ignore::basespace_async.OrderWarning"), pytest.mark.slow]
RESULTS: dict[str, str] = {}
for _item in OPENED["paths"].values():
    for _method, _operation in _item.items():
        if _method in ("get", "post", "put", "delete"):
            _content = _operation["responses"]["200"].get("content") if "200" in _operation["responses"] else None
            if _content:
                RESULTS[_operation["operationId"]] = _content["application/json"]["schema"]["$ref"].rpartition("/")[2]
OTHER_PROPERTIES = {view for owner, view in PROPERTIES.items() if owner != "appsession"}  # by the same methods
OTHER_ANSWERS = {"setAppSessionStatusV1pre3"}  # its methods return what `getAppSession` answers
PAIRS = [
    (operation, *found)
    for operation in sorted(METHODS.keys() - OTHER_ANSWERS)
    for found in METHODS[operation]
    if found[0] not in OTHER_PROPERTIES
]
WITHOUT_A_BODY = {
    "deleteAppSessionProperty",
    "emptyTrash",
    "rescheduleAppSession",
    "revokeToken",
    "setBiosampleAggregation",
}
EMPTY_LIST = {"Items": [], "Paging": {"TotalCount": 0}}


@frozen
class Bench:
    """A service, a client of it, and the loop that both run in."""

    runner: asyncio.Runner
    service: RandomService
    basespace: BaseSpace

    def run(self, coroutine: Any) -> Any:
        async def within() -> Any:
            async with asyncio.timeout(FOREVER):
                return await coroutine

        return self.runner.run(within())


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    with asyncio.Runner() as runner:
        service = RandomService()
        runner.run(service.__aenter__())
        retry = RetryPolicy(max_retries=1, initial_backoff=0.0, max_backoff=0.0)
        basespace = BaseSpace("token", server=service.url, retry=retry)
        yield Bench(runner, service, basespace)
        runner.run(basespace.aclose())
        runner.run(service.__aexit__(None, None, None))


async def called(client: BaseSpace, resource: type[Resource], name: str) -> Any:
    made = resource(client)
    given_arguments = arguments(resource, getattr(made, name))
    if name == "restore":
        given_arguments.pop("resource", None)
    found = getattr(made, name)(**given_arguments)
    if isinstance(found, Pager):
        return await found.collect()
    return await found if inspect.isawaitable(found) else found


def is_list(operation: str) -> bool:
    schema = resolved({"$ref": f"#/components/schemas/{RESULTS[operation]}"}) if operation in RESULTS else {}
    return {"Items"} < set(schema.get("properties", {}))


def honest(drawn: dict[str, Any]) -> dict[str, Any]:
    """A list's body whose envelope tells the truth."""
    made = {**drawn, "Items": [item for item in drawn.get("Items") or [] if item is not None]}
    total = {"TotalCount": len(made["Items"])}
    return {**made, **total, "Paging": {**(made.get("Paging") or {}), **total}}


def identity(pair: tuple[str, type[Resource], str]) -> str:
    return f"{pair[0]}-{pair[1].__name__}.{pair[2]}"


def test_each_operation_that_has_a_method_is_called() -> None:
    assert len({operation for operation, _, _ in PAIRS}) == 96
    assert {operation for operation, _, _ in PAIRS} - RESULTS.keys() == WITHOUT_A_BODY


def answer_of(operation: str, sent: dict[str, Any]) -> Answer:
    """Answer with a body; a look for what is there, before something is created, finds nothing."""
    own, template, _ = OPERATIONS[operation]
    schema = resolved({"$ref": f"#/components/schemas/{RESULTS[operation]}"}) if operation in RESULTS else {}
    has_id = "Id" in schema.get("properties", {})

    def answer(method: str, target: str) -> tuple[int, bytes]:
        if template.endswith(("id}", "/stop")) and has_id:
            sent["Id"] = target.partition("?")[0].split("/")[3]  # a record of another id is an error
        # What is looked at first is the project, or whether there is something of that name.
        looked_at = {"Id": target.rpartition("/")[2]} if "/projects/" in target else EMPTY_LIST
        body = sent if method == own else looked_at
        return 200, orjson.dumps({"Response": body} if "/v1pre3/" in target or operation in WRAPPED else body)

    return answer


@pytest.mark.parametrize("pair", PAIRS, ids=identity)
def test_any_body_that_the_document_allows_decodes_and_nothing_of_it_is_lost(
    bench: Bench, pair: tuple[str, type[Resource], str]
) -> None:
    operation, resource, name = pair

    @settings(QUIET, max_examples=12)
    @given(drawn=body(RESULTS[operation]) if operation in RESULTS else st.just({}))
    def decodes(drawn: dict[str, Any]) -> None:
        sent = honest(drawn) if is_list(operation) else drawn
        if operation == "setAppSessionProperties":
            sent["Items"].append({"Name": "text"})  # what was set, or it would be an error
        bench.service.expect(answer_of(operation, sent))
        made = bench.run(called(bench.basespace, resource, name))
        assert bench.service.requests
        if operation == "setAppSessionProperties":
            assert made is not None
        elif isinstance(made, Model):
            assert orjson.loads(converter.encode(made)) == sent
        elif isinstance(made, list) and is_list(operation):
            assert orjson.loads(converter.encode(made)) == sent["Items"]

    decodes()


TOTALS = st.one_of(
    st.none(),
    st.integers(-3, 40),
    st.sampled_from([2**31, 2**63 - 1, 10**18, 2**64 - 1, -(2**63)]),
    FREE,
)
ENVELOPES = st.fixed_dictionaries(
    {},
    optional={
        "TotalCount": TOTALS,
        "Offset": TOTALS,
        "Limit": TOTALS,
        "DisplayedCount": TOTALS,
        "SortBy": FREE,
        "SortDir": FREE,
    },
)


@st.composite
def lying_pages(draw: st.DrawFn) -> list[bytes]:
    """Some bodies that a list's pages are answered with, again and again."""
    return [
        orjson.dumps(
            {
                "Items": [{"Id": draw(st.sampled_from("abcdef"))} for _ in range(draw(st.integers(0, 4)))],
                **(draw(ENVELOPES)),
                **draw(st.just({}) | ENVELOPES.map(lambda envelope: {"Paging": envelope})),
            },
            option=orjson.OPT_NON_STR_KEYS,
        )
        for _ in range(draw(st.integers(1, 4)))
    ]


@pytest.mark.parametrize("ordered", [True, False], ids=["ordered", "as-they-arrive"])
def test_a_list_whose_envelopes_lie_comes_to_an_end(bench: Bench, ordered: bool) -> None:
    @settings(QUIET, max_examples=60)
    @given(pages=lying_pages(), size=st.sampled_from([500, 1000]), concurrency=st.integers(1, 4))
    def ends(pages: list[bytes], size: int, concurrency: int) -> None:
        turns = count()
        bench.service.expect(lambda method, target: (200, pages[next(turns) % len(pages)]), most=1000)
        listing = bench.basespace.biosamples.list(page_size=size, concurrency=concurrency, ordered=ordered)
        try:
            bench.run(listing.collect())
        except BaseSpaceError as error:
            words = str(error)
            assert len(words) < 1000
        assert len(bench.service.requests) < 1000

    ends()


@pytest.mark.parametrize("ordered", [True, False], ids=["ordered", "as-they-arrive"])
@pytest.mark.parametrize("count_beyond", [10**18, 0, None], ids=["goes-on", "has-ended", "says-nothing"])
def test_a_list_that_says_it_has_a_quintillion_items_is_not_asked_for_ever(
    bench: Bench, ordered: bool, count_beyond: int | None, caplog: pytest.LogCaptureFixture
) -> None:
    def answer(method: str, target: str) -> tuple[int, bytes]:
        offset = int(target.partition("offset=")[2].partition("&")[0] or 0)
        items = [{"Id": str(at)} for at in range(offset, min(offset + 10, 95))]
        total = 10**18 if items else count_beyond
        return 200, orjson.dumps({"Items": items, "Paging": {"TotalCount": total}})

    bench.service.expect(answer, most=500)
    listing = bench.basespace.biosamples.list(page_size=10, concurrency=3, ordered=ordered)
    taken: set[str] = set()

    async def take() -> None:
        async for item in listing:
            taken.add(str(item.id))

    bench.run(take())
    assert taken == {str(at) for at in range(95)}
    assert 30 < len(bench.service.requests) < 400
    assert ("the service counts 1000000000000000000 items, and gives none" in caplog.text) is (count_beyond == 10**18)


@pytest.mark.parametrize("ordered", [True, False], ids=["ordered", "as-they-arrive"])
@pytest.mark.parametrize("total", [None, 10**18], ids=["no-count", "count"])
def test_a_service_that_ignores_the_offset_is_not_asked_for_ever(
    bench: Bench, ordered: bool, total: int | None
) -> None:
    said = orjson.dumps({"Items": [{"Id": str(at)} for at in range(500)], "Paging": {"TotalCount": total}})
    bench.service.expect(lambda method, target: (200, said), most=500)
    listing = bench.basespace.biosamples.list(page_size=500, ordered=ordered)
    with pytest.raises(ListChangedError):
        bench.run(listing.collect())
    assert len(bench.service.requests) < 200


def test_a_few_empty_pages_within_the_count_are_passed_over(bench: Bench) -> None:
    def answer(method: str, target: str) -> tuple[int, bytes]:
        offset = int(target.partition("offset=")[2].partition("&")[0] or 0)
        items = [{"Id": str(at)} for at in range(offset, offset + 10) if at < 100 or at >= 250]
        return 200, orjson.dumps({"Items": items if offset < 300 else [], "Paging": {"TotalCount": 300}})

    bench.service.expect(answer, most=200)
    found = bench.run(bench.basespace.biosamples.list(page_size=10, concurrency=1).collect())
    assert {str(at) for at in range(250, 300)} <= {item.id for item in found}


JUNK = st.one_of(
    FREE.map(orjson.dumps),
    st.binary(max_size=40),
    st.sampled_from(
        [b"[" * 100_000, b'{"Items":' * 2000, b"\xef\xbb\xbf{}", b"1e400", b"null", b"[]", b"", b" ", b"<html>"]
    ),
)


@pytest.mark.parametrize("pair", every_third(PAIRS), ids=identity)
def test_any_other_body_is_a_result_or_an_error_of_ours(bench: Bench, pair: tuple[str, type[Resource], str]) -> None:
    _, resource, name = pair

    @settings(QUIET, max_examples=10)
    @given(status=st.sampled_from([200, 201, 204, 400, 403, 404, 409, 500, 999]), junk=JUNK)
    def answered(status: int, junk: bytes) -> None:
        said = b"" if status == 204 else junk
        bench.service.expect(lambda method, target: (status, said))
        try:
            bench.run(called(bench.basespace, resource, name))
        except BaseSpaceError as error:
            short = len(str(error)) < 2000
            assert short

    answered()


def test_a_list_without_items_is_no_empty_list(bench: Bench) -> None:
    for missing in ({}, {"Items": None}, {"Paging": {"TotalCount": 5}}, {"ResponseStatus": {"Message": "no"}}):
        bench.service.expect(lambda method, target, said=missing: (200, orjson.dumps(said)))
        with pytest.raises(DecodeError, match="expected a list of items"):
            bench.run(bench.basespace.biosamples.list().collect())
