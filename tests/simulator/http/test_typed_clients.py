"""Answers as a client that swagger-codegen wrote deserializes them: typed by the document, and strict about it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
import requests

from basespace_async.simulator import Simulator
from tests.support.openapi_document import DOCUMENT

READS = sorted(
    (path, operation["operationId"])
    for path, item in DOCUMENT["paths"].items()
    for method, operation in item.items()
    if method == "get" and "Uploads" not in operation["tags"] and path != "/v1pre3/files/{id}/parts"
)
QUERIES = {"/search": "query=study", "/files/{id}/content": "redirect=meta", "/resourcemanifest": "projects=86000000"}
PROPERTY = "Input.BioSamples"


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    with Simulator(biosamples=40, seed=3).in_thread() as running:
        world, headers = running.world, {"x-access-token": running.token}
        first = next(iter(world.biosamples))
        links = [f"{kind}/{next(iter(ids(running)[kind]))}" for kind in ("biosamples", "datasets", "libraries")]
        links += [f"{kind}/{next(iter(ids(running)[kind]))}" for kind in ("librarypools", "projects", "subjects")]
        requests.post(f"{running.url}/biosamples/{first}", headers=headers, json={"SubjectId": "500"}, timeout=120)
        written = {"Properties": [{"Name": PROPERTY, "Type": "biosample[]", "Items": [f"biosamples/{first}"]}]}
        for link in links:
            url = f"{running.url}/{link}/properties"
            assert requests.post(url, headers=headers, json=written, timeout=120).status_code < 300, link
        requeue = f"{running.url}/libraries/{next(iter(world.libraries))}/labrequeues"
        assert requests.post(requeue, headers=headers, json={"RequestedAdditionalYield": 5}, timeout=120).ok
        ended = next(each.id for each in world.appsessions.values() if each.execution_status == "Complete")
        assert requests.delete(f"{running.url}/appsessions/{ended}", headers=headers, timeout=120).ok
        yield running


def ids(simulator: Simulator) -> dict[str, list[str]]:
    world = simulator.world
    return {
        "applications": list(world.applications),
        "appsessions": list(world.appsessions),
        "biosamples": list(world.biosamples),
        "datasets": list(world.datasets),
        "datasettypes": list(world.types),
        "files": [next(iter(world.files))],
        "labrequeues": list(world.requeues),
        "lanes": list(world.lanes),
        "libraries": list(world.libraries),
        "librarypools": list(world.pools),
        "preprequests": ["61000000"],
        "projects": list(world.projects),
        "runs": list(world.runs),
        "subjects": ["500"],
        "trash": list(world.trash),
        "users": [world.user.id],
        "workgroups": list(world.workgroups),
    }


def schema_of(reference: str) -> dict[str, Any]:
    schema: Any = DOCUMENT
    for part in reference.removeprefix("#/").split("/"):
        schema = schema[part]
    return dict(schema)


def merged(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema with what it refers to."""
    if "$ref" in schema:
        return merged(schema_of(schema["$ref"]))
    whole: dict[str, Any] = {**schema, "properties": dict(schema.get("properties", {}))}
    for part in schema.get("allOf", []):
        other = merged(part)
        whole["properties"] |= other.pop("properties", {})
        whole = {**other, **whole}
    return whole


PRIMITIVES: dict[str, Any] = {"string": str, "integer": int, "number": (int, float), "boolean": bool}


def deserialize(value: Any, schema: dict[str, Any], place: str) -> Iterator[str]:
    """What a typed client would stumble over in a value."""
    schema = merged(schema)
    if value is None or any(key in schema for key in ("oneOf", "anyOf")):
        return
    kind = schema.get("type", "object" if schema["properties"] else None)
    if kind in PRIMITIVES:
        yield from _primitive(value, kind, schema, place)
    elif kind == "array":
        if not isinstance(value, list):
            yield f"{place} is no list: {value!r}"
            return
        for number, item in enumerate(value):
            yield from deserialize(item, schema.get("items", {}), f"{place}[{number}]")
    elif kind == "object":
        yield from _object(value, schema, place)


def _primitive(value: Any, kind: str, schema: dict[str, Any], place: str) -> Iterator[str]:
    if not isinstance(value, PRIMITIVES[kind]) or (isinstance(value, bool) and kind != "boolean"):
        yield f"{place} is no {kind}: {value!r}"
    elif "enum" in schema and value not in schema["enum"]:
        yield f"{place} is an unknown value: {value!r}"
    elif schema.get("format") == "date-time":
        try:
            datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", value))
        except ValueError:
            yield f"{place} is no date: {value!r}"


def _object(value: Any, schema: dict[str, Any], place: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{place} is no object: {value!r}"
        return
    yield from (f"{place}.{name} is missing" for name in schema.get("required", []) if value.get(name) is None)
    others = schema.get("additionalProperties")
    for name, item in value.items():
        known = schema["properties"].get(name) or (others if isinstance(others, dict) else None)
        if known is not None:
            yield from deserialize(item, known, f"{place}.{name}")


@pytest.mark.parametrize(("path", "name"), READS, ids=lambda value: str(value))
def test_a_typed_client_deserializes_an_answer(simulator: Simulator, path: str, name: str) -> None:
    known = ids(simulator).get(path.removeprefix("/v1pre3").split("/")[1], [""])
    comment = path.replace("{name}", PROPERTY)
    filled = re.sub(r"\{\w+\}", known[0], comment)
    base = simulator.url.removesuffix("/v2") if path.startswith("/v1pre3") else simulator.url
    headers = {"Authorization": f"Bearer {simulator.token}", "Accept": "application/json"}
    url = f"{base}{filled}?{QUERIES.get(path, '')}"
    answer = requests.get(url, headers=headers, timeout=120, allow_redirects=False)
    if "/users/current/properties/" in path:
        assert answer.status_code == 403, "nobody writes those"
        return
    assert answer.status_code == 200, answer.text
    responses = DOCUMENT["paths"][path]["get"]["responses"]
    schema = responses["200"]["content"]["application/json"]["schema"]
    assert list(deserialize(answer.json(), schema, name)) == []


def test_a_value_of_another_type_is_seen() -> None:
    schema = {
        "type": "object",
        "required": ["Id"],
        "properties": {
            "Id": {"type": "string"},
            "Size": {"type": "integer"},
            "At": {"type": "string", "format": "date-time"},
            "Kind": {"type": "string", "enum": ["a"]},
            "Items": {"type": "array", "items": {"type": "boolean"}},
        },
    }
    wrong = {"Size": "1", "At": "yesterday", "Kind": "b", "Items": [True, 1]}
    assert len(list(deserialize(wrong, schema, "it"))) == 5
    assert list(deserialize({"Id": "1", "At": "2024-01-08T09:00:00.0000000Z", "Items": []}, schema, "it")) == []
