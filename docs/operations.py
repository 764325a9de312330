"""Write operations.md: every operation of the document, and the methods that send it.

Run: python docs/operations.py
"""

from __future__ import annotations

import inspect
import re
from functools import cached_property
from pathlib import Path

import yaml

from basespace_async import BaseSpace
from basespace_async.resources.properties import Properties

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "operations.md"


def methods() -> dict[str, list[str]]:
    """Return, by operation, the methods whose docstring names it in its first paragraph."""
    client = BaseSpace("token")
    resources = {name: type(getattr(client, name)) for name, kind in vars(BaseSpace).items() if _is_resource(kind)}
    resources["appsessions.properties(...)"] = Properties
    found: dict[str, list[str]] = {}
    for resource, kind in resources.items():
        for name, method in inspect.getmembers(kind, inspect.isfunction):
            summary = (inspect.getdoc(method) or "").split("\n\n")[0]
            for operation in re.findall(r"\(`(\w+)`", summary):
                if not name.startswith("_"):
                    found.setdefault(operation, []).append(f"`{resource}.{name}`")
    return found


def _is_resource(kind: object) -> bool:
    return isinstance(kind, cached_property)


def table() -> str:
    """Return the page."""
    document = yaml.safe_load((ROOT / "openapi" / "basespace-v2.yaml").read_text(encoding="utf-8"))
    found = methods()
    rows = [
        f"| `{method.upper()} {path}` | `{operation['operationId']}` | {', '.join(found[operation['operationId']])} |"
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method in ("get", "post", "put", "delete")
    ]
    head = [
        "# Operations",
        "",
        "Every operation of the API, and the methods of a `BaseSpace` client that send it.",
        "",
        "| request | operation | methods |",
        "| --- | --- | --- |",
    ]
    return "\n".join([*head, *rows, ""])


if __name__ == "__main__":
    PAGE.write_text(table(), encoding="utf-8")
