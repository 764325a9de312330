"""Rows of records that are decoded as structs are those of the models."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import orjson
import pytest

from basespace_async import BaseSpace, Page, models
from basespace_async._codec.columns import Flattening
from basespace_async.harvest.fetch.list_sync import open_list
from basespace_async.harvest.schema.rows import Converted, convert, convert_properties
from basespace_async.harvest.schema.tables import LISTS, NAMES, get_table
from basespace_async.simulator import Simulator
from basespace_openapi.types import Model

ODD: tuple[bytes, ...] = (
    b"null",
    b"true",
    b'""',
    b'"5"',
    b"7",
    b"7.5",
    b"-0.0",
    b"9223372036854775808",
    b"123456789012345678901234567890",
    b"1" * 400,
    b"1e400",
    b"[]",
    b"[null]",
    b'["a", null, 1]',
    b"{}",
    b'{"Id": "9"}',
    b'{"Id": null, "Name": "n"}',
    b'{"Zebra": {"a": [1]}}',
    b"[" * 150 + b"]" * 150,
    b'"\xff"',
    *(
        f'"{date}"'.encode()
        for date in (
            "2018-07-19T23:50:10.1234567Z",
            "2018-07-19T23:50:10",
            "2018-07-19T23:50:10+02:00",
            "2018-07-19t23:50:10z",
            "2018-07-19",
            "2018-02-30T00:00:00.0000000Z",
            "0001-01-01T00:00:00.0000000Z",
            "9999-12-31T23:59:59-05:00",
        )
    ),
)
"""Values that a field may have on a bad day."""


def model_of(name: str) -> type[Any]:
    """The model of the items of a list."""
    return models.RunCompact if name == "runs" else get_table(name).flattening.model


async def bodies(name: str) -> list[Any]:
    """Items of a list, or of the properties of appsessions, parsed."""
    async with Simulator(biosamples=12) as simulator, BaseSpace(simulator.token, server=simulator.url) as basespace:
        if name == "properties":
            first = await basespace.appsessions.list().first()
            assert first is not None
            listed = basespace.appsessions.properties(first).list()
        else:
            listed = open_list(basespace, name, frozenset(NAMES[name]))
        async for page in listed.pages():
            return [orjson.loads(memoryview(item)) for item in page._items[:6]]
    raise AssertionError(name)


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Each object or list within a value, and each key or index of it."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inner:
        yield value, key
        yield from places(item)


def changed(item: Any, draw: random.Random) -> bytes:
    """An item with odd values, and perhaps a field more or fewer."""
    copy = orjson.loads(orjson.dumps(item))
    for _ in range(draw.randrange(3)):
        holder, key = draw.choice(list(places(copy)))
        match draw.randrange(6):
            case 0 if isinstance(holder, dict):
                holder["Unheard"] = {"Of": [1, "x"]}
            case 1 if isinstance(holder, dict):
                del holder[key]
            case _:
                holder[key] = f"odd {draw.randrange(len(ODD))}"
    body = orjson.dumps(copy)
    for index, value in enumerate(ODD):
        body = body.replace(f'"odd {index}"'.encode(), value)
    return body


def described(converted: Converted) -> Any:
    """Everything that a conversion gives."""
    skipped = [(record.table, record.key, str(record.error)) for record in converted.skipped]
    rows = converted.rows, converted.runs, converted.projects, converted.yields
    return *rows, converted.modified, skipped, len(converted.cut)


@pytest.mark.parametrize("name", [*LISTS, "properties"])
async def test_rows_and_errors_do_not_depend_on_how_a_record_is_decoded(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw = random.Random(name)
    items = await bodies(name)
    table, model = get_table(name), model_of(name)
    quick = 0

    def converted(body: bytes) -> Any:
        page: Page[Any] = Page(body, model, offset=0, operation="list")
        made = convert_properties("7", page) if name == "properties" else convert(table, page, NAMES[name])
        return described(made)

    def refuse(page: Page[Any], index: int) -> Any:
        raise RecursionError

    for _ in range(30):
        body = b'{"Items": [' + b",".join(changed(item, draw) for item in items) + b"]}"
        as_structs = converted(body)
        with monkeypatch.context() as without_structs:
            without_structs.setattr(Page, "struct", refuse)
            as_models = converted(body)
        assert as_structs == as_models
        quick += len(as_models[0])
    assert quick


async def test_usual_records_are_decoded_as_structs() -> None:
    for name in LISTS:
        body = orjson.dumps({"Items": await bodies(name)})
        page: Page[Any] = Page(body, model_of(name), offset=0, operation="list")
        assert [page.struct(index).id for index in range(len(page))] == page.keys()


async def test_compiled_flattening_gives_the_same_rows() -> None:
    for name in [*LISTS, "properties"]:
        body = orjson.dumps({"Items": await bodies(name)})
        page: Page[Any] = Page(body, model_of(name), offset=0, operation="list")
        flattening = Flattening(model_of(name), rare=["default_project"])
        for record in page:
            assert flattening._quick(record) == flattening._flatten(record)


def test_the_rows_of_every_model_can_be_compiled() -> None:
    for name in models.__all__:
        model = getattr(models, name)
        if isinstance(model, type) and issubclass(model, Model):
            assert Flattening(model)._quick
