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
from basespace_async.resources._property_operations import OPERATIONS
from basespace_async.resources.properties import Properties

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "operations.md"


def methods() -> dict[str, list[str]]:
    """Return, by operation, the methods whose docstring names it in its first paragraph."""
    client = BaseSpace("token")
    resources = {
        name: type(getattr(client, name))
        for name, value in vars(BaseSpace).items()
        if isinstance(value, cached_property)
    }
    senders: dict[str, list[str]] = {}
    for resource, resource_class in resources.items():
        for name, method in inspect.getmembers(resource_class, _is_public_method):
            for operation in _operations_of(method):
                senders.setdefault(operation, []).append(f"`{resource}.{name}`")
    for owner in OPERATIONS:
        view = _VIEWS.get(owner) or f"{owner.replace(' ', '_')}s.properties"
        for name, method in inspect.getmembers(Properties, _is_public_method):
            for operation in _operations_of(method):
                of_owner = operation.replace("AppSession", _NAMES.get(owner) or owner.title().replace(" ", ""))
                senders.setdefault(of_owner, []).append(f"`{view}(...).{name}`")
    return senders


_NAMES = {"appsession": "AppSession", "current user": "CurrentUser"}
_VIEWS = {
    "current user": "users.properties",
    "library": "libraries.properties",
    "subject": "biosamples.subject_properties",
}


def _is_public_method(member: object) -> bool:
    return inspect.isfunction(member) and not member.__name__.startswith("_")


def _operations_of(method: object) -> list[str]:
    summary = (inspect.getdoc(method) or "").split("\n\n")[0]
    return re.findall(r"\(`(\w+)`", summary)


def table() -> str:
    """Return the page."""
    document = yaml.safe_load((ROOT / "openapi" / "basespace-v2.yaml").read_text(encoding="utf-8"))
    senders = methods()
    rows = [
        f"| `{method.upper()} {path}` | `{operation['operationId']}` "
        f"| {operation.get('x-basespace-source', 'reference')} "
        f"| {', '.join(senders.get(operation['operationId'], ['`call`']))} |"
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method in ("get", "post", "put", "delete")
    ]
    head = [
        "# Operations",
        "",
        "Every operation of the API, how it is known, and the methods of a `BaseSpace` client that send it.",
        "",
        "Illumina's reference has the operations of the source `reference`. Those of the source `client` are known",
        "from other programs, or from older documentation, and those of `inferred` from neither: each may change or",
        "be refused.",
        "`call` sends the request of any operation; see [the client](reference/client.md).",
        "",
        "| request | operation | source | methods |",
        "| --- | --- | --- | --- |",
    ]
    return "\n".join([*head, *rows, ""])


if __name__ == "__main__":
    PAGE.write_text(table(), encoding="utf-8")
