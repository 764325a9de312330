"""The OpenAPI document, read once for all tests; who changes it takes a copy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from names import class_name

DOCUMENT_PATH = Path(__file__).parent.parent / "openapi" / "basespace-v2.yaml"
# The parser in C is eight times as fast where PyYAML was built with it, as its wheels are.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

DOCUMENT: dict[str, Any] = yaml.load(DOCUMENT_PATH.read_text(encoding="utf-8"), LOADER)
SCHEMAS: dict[str, Any] = DOCUMENT["components"]["schemas"]


def model_name(schema: str) -> str:
    """Name the class that a schema has, also by a second name of it."""
    target = SCHEMAS[schema].get("allOf", [{}])[0].get("$ref", "") if "properties" not in SCHEMAS[schema] else ""
    return class_name(target.rpartition("/")[2] or schema)
