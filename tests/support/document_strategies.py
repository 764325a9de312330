"""Hypothesis strategies for JSON bodies, built from the document's own schemas."""

from __future__ import annotations

from datetime import UTC
from functools import cache
from typing import Any

from hypothesis import strategies as st

from tests.support.openapi_document import OPENED

MAX_DEPTH = 3
SCHEMAS: dict[str, Any] = OPENED["components"]["schemas"]

Json = st.SearchStrategy[Any]

TEXT = st.text(max_size=12)
FREE = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=5,
)
MOMENTS = st.datetimes(timezones=st.just(UTC))
USUAL_DATES = MOMENTS.map(lambda moment: moment.isoformat(timespec="microseconds")[:26] + "0Z")
OTHER_DATES = st.sampled_from(
    [
        "2018-07-19T23:50:10Z",
        "2018-07-19T23:50:10.1234567Z",
        "2018-07-19T23:50:10.123+02:00",
        "2018-07-19T23:50:10",
        "2018-07-19 23:50:10.0000000Z",
        "2018-07-19T23:50:10,0000000Z",
        "2018-W29-4T23:50:10.000000Z",
        "20180719T235010Z",
        "2018-07-19",
        "0001-01-01T00:00:00.0000000Z",
        "9999-12-31T23:59:59.9999999Z",
    ]
)
SCALARS: dict[tuple[str, str | None], Json] = {
    ("string", None): TEXT,
    ("string", "date-time"): USUAL_DATES | OTHER_DATES,
    ("boolean", None): st.booleans(),
    ("integer", None): st.integers(-(2**63), 2**63 - 1),
    ("integer", "int32"): st.integers(-(2**31), 2**31 - 1),
    ("integer", "int64"): st.integers(-(2**63), 2**63 - 1),
}


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema without references at its top."""
    while "$ref" in schema:
        schema = SCHEMAS[schema["$ref"].rpartition("/")[2]]
    return schema


@cache
def body(name: str) -> Json:
    """JSON that a schema of the document describes, unknown fields and nulls included."""
    return _value(SCHEMAS[name], 0)


def _value(schema: dict[str, Any], depth: int) -> Json:
    schema = resolved(schema)
    if len(schema.get("allOf", [])) == 1:
        return _value(schema["allOf"][0], depth)
    if "anyOf" in schema:
        return st.one_of([_value(kind, depth) for kind in schema["anyOf"]])
    known = schema.get("enum") or schema.get("x-extensible-enum")
    if known:
        return st.sampled_from(known) | TEXT
    kind = schema.get("type")
    if kind == "array":
        return st.just([]) if depth >= MAX_DEPTH else st.lists(_value(schema["items"], depth + 1), max_size=2)
    if kind == "object":
        return _object(schema, depth)
    if kind == "number":
        return st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**53), 2**53)
    return SCALARS[kind, schema.get("format")] if kind else FREE


def _object(schema: dict[str, Any], depth: int) -> Json:
    if "properties" not in schema:
        inner = schema.get("additionalProperties")
        values = _value(inner, depth + 1) if isinstance(inner, dict) else FREE
        return st.dictionaries(TEXT, values, max_size=3)
    if depth >= MAX_DEPTH:
        return st.just({})
    fields = {name: _value(field, depth + 1) | st.none() for name, field in schema["properties"].items()}

    def drawn(names: set[str]) -> Json:
        return st.fixed_dictionaries({name: fields[name] for name in sorted(names)})

    present = st.sets(st.sampled_from(sorted(fields)), max_size=8)
    unknown = st.dictionaries(st.text(max_size=6).map(lambda name: "~" + name), FREE, max_size=1)
    return st.tuples(present.flatmap(drawn), unknown).map(lambda parts: {**parts[0], **parts[1]})
