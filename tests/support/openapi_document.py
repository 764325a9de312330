"""The OpenAPI document, read once for all tests; who changes it takes a copy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml
from generate import opened
from names import class_names

from basespace_openapi import models
from basespace_openapi.types import Model
from tests.support.paths import DOCUMENT_PATH

# The parser in C is eight times as fast where PyYAML was built with it, as its wheels are.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

DOCUMENT: dict[str, Any] = yaml.load(DOCUMENT_PATH.read_text(encoding="utf-8"), LOADER)
OPENED, WRAPPED = opened(DOCUMENT)
"""The document as the generated code has it, without wrappers of results, and the operations that have one."""
SCHEMAS: dict[str, Any] = DOCUMENT["components"]["schemas"]
CLASS_NAMES = class_names(SCHEMAS)
CLASSES: dict[str, type[Model]] = {
    schema: model
    for schema, name in CLASS_NAMES.items()
    if isinstance(model := getattr(models, name, None), type) and issubclass(model, Model)
}
"""The class of each schema that has one; the others are lists, enumerations and free JSON."""


def operations_of(document: dict[str, Any]) -> dict[str, tuple[str, str, dict[str, Any]]]:
    """Method, path and facts of each operation."""
    return {
        operation["operationId"]: (method.upper(), path, operation)
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method != "servers"
    }


OPERATIONS = operations_of(DOCUMENT)
REFERENCE = {name: facts for name, facts in OPERATIONS.items() if "x-basespace-source" not in facts[2]}
"""The operations that the reference documents; the others are known from clients, or inferred."""


def parameters(operation: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for parameter in operation.get("parameters", []):
        reference = parameter.get("$ref")
        yield DOCUMENT["components"]["parameters"][reference.rpartition("/")[2]] if reference else parameter
