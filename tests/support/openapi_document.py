"""The OpenAPI document, read once for all tests; who changes it takes a copy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml
from names import class_name

from tests.support.paths import DOCUMENT_PATH

# The parser in C is eight times as fast where PyYAML was built with it, as its wheels are.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

DOCUMENT: dict[str, Any] = yaml.load(DOCUMENT_PATH.read_text(encoding="utf-8"), LOADER)
SCHEMAS: dict[str, Any] = DOCUMENT["components"]["schemas"]


def model_name(schema: str) -> str:
    """Name the class that a schema has, also by a second name of it."""
    target = SCHEMAS[schema].get("allOf", [{}])[0].get("$ref", "") if "properties" not in SCHEMAS[schema] else ""
    return class_name(target.rpartition("/")[2] or schema)


OPERATIONS = {
    operation["operationId"]: (method.upper(), path, operation)
    for path, item in DOCUMENT["paths"].items()
    for method, operation in item.items()
}


def parameters(operation: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for parameter in operation.get("parameters", []):
        reference = parameter.get("$ref")
        yield DOCUMENT["components"]["parameters"][reference.rpartition("/")[2]] if reference else parameter
