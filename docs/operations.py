"""Write operations.md: every operation of the document, and the methods that send it.

Write the operations that were never seen to work into how-to/check-your-account.md.

Run: python docs/operations.py
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from basespace_async import BaseSpace
from basespace_async.resources._property_operations import OPERATIONS
from basespace_async.resources.properties import Properties

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "operations.md"
CHECK_PAGE = ROOT / "docs" / "how-to" / "check-your-account.md"
_BEGIN = "<!-- written by docs/operations.py -->\n"
_METHODS = ("get", "post", "put", "delete")


def methods() -> dict[str, list[str]]:
    """Return, by operation, the methods whose docstring names it in its first paragraph."""
    client = BaseSpace("token")
    resources = {
        name: type(getattr(client, name))
        for name, value in inspect.getmembers_static(BaseSpace)
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
    senders = methods()
    rows = [
        f"| `{method.upper()} {path}` | `{operation['operationId']}` "
        f"| {operation.get('x-basespace-source', 'reference')} "
        f"| {', '.join(senders.get(operation['operationId'], ['`call`']))} |"
        for method, path, operation in _operations()
    ]
    head = [
        "# Operations",
        "",
        "Every operation of the API, how it is known, and the methods of a `BaseSpace` client that call it.",
        "",
        "An operation with the source `reference` is in Illumina's reference. One with the source `client` is known",
        "from other programs or from older documentation, and one with `inferred` from neither; the service may change",
        "or refuse these. `basespace.call` sends any operation; see [the client](reference/client.md).",
        "",
        "| request | operation | source | methods |",
        "| --- | --- | --- | --- |",
    ]
    return "\n".join([*head, *rows, ""])


def _operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    document = yaml.safe_load((ROOT / "openapi" / "basespace-v2.yaml").read_text(encoding="utf-8"))
    for path, item in document["paths"].items():
        yield from ((method, path, operation) for method, operation in item.items() if method in _METHODS)


def check_page() -> str:
    """Return the page about checks, with the operations of whose answers there is no recording."""
    seen: list[str] = []
    unseen: dict[str, list[str]] = {}
    for method, path, operation in sorted(_operations(), key=lambda each: (each[1], _METHODS.index(each[0]))):
        request = f"`{method.upper()} {path}`"
        answers = {response.get("x-basespace-source") for response in operation["responses"].values()}
        if "observed" in answers:
            seen.append(request)
        else:
            unseen.setdefault(operation["tags"][0], []).append(request)
    rows = [f"| {tag} | {', '.join(requests)} |" for tag, requests in sorted(unseen.items())]
    head = [
        f"Responses of {len(seen)} operations were recorded: {', '.join(seen)}. The people who wrote this",
        f"package have never seen the other {sum(map(len, unseen.values()))} work:",
        "",
        "| tag | operations |",
        "| --- | --- |",
    ]
    return CHECK_PAGE.read_text(encoding="utf-8").partition(_BEGIN)[0] + _BEGIN + "\n".join(["", *head, *rows, ""])


if __name__ == "__main__":
    PAGE.write_text(table(), encoding="utf-8")
    CHECK_PAGE.write_text(check_page(), encoding="utf-8")
