"""The OpenAPI document, read once for all tests; who changes it takes a copy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from names import class_names

from basespace_openapi import models
from basespace_openapi.types import Model

DOCUMENT_PATH = Path(__file__).parent.parent / "openapi" / "basespace-v2.yaml"
# The parser in C is eight times as fast where PyYAML was built with it, as its wheels are.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

DOCUMENT: dict[str, Any] = yaml.load(DOCUMENT_PATH.read_text(encoding="utf-8"), LOADER)
SCHEMAS: dict[str, Any] = DOCUMENT["components"]["schemas"]
CLASS_NAMES = class_names(SCHEMAS)
CLASSES: dict[str, type[Model]] = {
    schema: model
    for schema, name in CLASS_NAMES.items()
    if isinstance(model := getattr(models, name, None), type) and issubclass(model, Model)
}
"""The class of each schema that has one; the others are lists, enumerations and free JSON."""
