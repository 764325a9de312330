"""Write simulator-coverage.md: every operation of the document, and whether the simulator answers it.

Run: python docs/simulator_coverage.py
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from basespace_async.simulator.handlers import BESIDE_THE_REFERENCE, OPERATIONS, V1PRE3_OPERATIONS

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "simulator-coverage.md"
ANSWERED_BY_CONTENT = {"GET /files/{}/content", "GET /v1pre3/files/{}/content"}
NEVER_SEEN = "no program was seen to succeed with it"
OTHER_CALLS = {
    "GET /projects": f"{NEVER_SEEN}; 405, as v1pre3 and the search list projects",
    "DELETE /datasets/{id}": f"{NEVER_SEEN}; 405",
    "DELETE /projects/{id}": f"{NEVER_SEEN}; 405",
    "DELETE /runs/{id}": f"{NEVER_SEEN}; 405",
    "POST /datacompress": "only named in a client's interface file",
    "POST /unzip": "only named in a client's interface file",
    "POST /useraccounttransfer": "only named in a client's interface file; for administrators",
    "POST /v1pre3/oauthv2/deviceauthorization": "there is no log-in: the simulator's token is known",
    "POST /v1pre3/oauthv2/token": "there is no log-in: the simulator's token is known",
    "GET /v1pre3/variantset/{id}": "the simulator has no variants",
    "GET /v1pre3/coverage/{id}/{chromosome}": "the simulator has no alignments",
    "GET /v1/feeds/bssh": "another service",
}
"""Calls of public programs, or believed ones, that neither the document nor the simulator has: why not."""


def plain(place: str) -> str:
    """Return a method and path without the names of placeholders."""
    return re.sub(r"\{\w+\}", "{}", place.replace("/users/{user}/", "/users/current/")).rstrip("/")


def served() -> dict[str, str]:
    """Return what the simulator answers, by method and path without the names of placeholders."""
    newer = [f"{method} {path}" for method, path in {**OPERATIONS, **BESIDE_THE_REFERENCE}]
    older = [f"{method} /v1pre3{path}" for method, path in V1PRE3_OPERATIONS]
    return {plain(place): place for place in (*newer, *older)}


def _documented() -> Iterator[tuple[str, dict[str, Any]]]:
    document = yaml.safe_load((ROOT / "openapi" / "basespace-v2.yaml").read_text(encoding="utf-8"))
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if method in ("get", "post", "put", "delete"):
                yield f"{method.upper()} {path}", operation


def state(place: str, answered: dict[str, str]) -> str:
    """Return whether an operation of the document is simulated, or why not."""
    if plain(place) in answered:
        return "yes"
    return "yes, as a redirect or a link" if plain(place) in ANSWERED_BY_CONTENT else "no"


def page() -> str:
    """Return the page."""
    answered = served()
    documented = dict(_documented())
    rows = [
        f"| `{place}` | {operation.get('x-basespace-source', 'reference')} | {state(place, answered)} |"
        for place, operation in documented.items()
    ]
    known = {plain(place) for place in documented}
    others = sorted(place for key, place in answered.items() if key not in known)
    missing = [f"| `{call}` | {reason} |" for call, reason in OTHER_CALLS.items()]
    head = [
        "# What the simulator answers",
        "",
        "Every operation of the API, how it is known ([marks](reference/index.md#marks)), and whether",
        "[the simulator](simulator.md) answers it. The simulator keeps state: later requests return what was written.",
        "",
        "| request | source | simulated |",
        "| --- | --- | --- |",
    ]
    beside = [
        "",
        "## Beyond the OpenAPI document",
        "",
        "Links in responses lead to these requests, and older programs send them. The simulator answers them, too:",
        "",
        *(f"- `{place}`" for place in others),
        "- `GET /v1pre3/files/{id}/content`",
    ]
    refused = [
        "",
        "## Not answered",
        "",
        "Public programs send these requests, or they are believed to exist. They get 404, or 405 if the path has",
        "other methods.",
        "",
        "| request | why not |",
        "| --- | --- |",
    ]
    return "\n".join([*head, *rows, *beside, *refused, *missing, ""])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
