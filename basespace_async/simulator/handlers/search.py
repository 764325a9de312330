"""Search over projects and runs, with the simple part of the query language (client)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

from ..errors import InvalidValueError, ServerFailure
from ..serializers.accounts import project
from ..serializers.sequencing import newer_run
from .context import HandlerContext, HandlerRequest
from .pages import order, page

_RESULTS = order("Name", Name=lambda view: str((view.get("Run") or view["Project"])["Name"]))
_QUERY = re.compile(r"\(?\s*(?:([\w.]+):)?(\"(?:[^\"\\]|\\.)*\"|(?:[^\s\"()\[\]{}\\]|\\.)+)\s*\)?")
Matches = Callable[[Mapping[str, Any]], bool]


def search(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /search`: one field and one value, with wildcards. A query that is not understood answers 500."""
    query = request.query
    text, scopes = query.text("query"), query.several("scope") or {"projects", "runs"}
    if text is None:
        raise InvalidValueError("A search needs a query")
    matches = _matching(text)
    return page(_found(context, scopes, matches), query, _RESULTS, cap=context.cap, view=lambda view: view)


def _matching(text: str) -> Matches:
    found = _QUERY.fullmatch(text.strip())
    if found is None:
        raise ServerFailure
    field, value = found[1], found[2]
    is_literal = value.startswith('"')
    wanted = re.sub(r"\\(.)", r"\1", value.strip('"') if is_literal else value).lower()
    names = ("name", "experimentname", "id") if field is None else (field.lower().rpartition(".")[2],)

    def matches(view: Mapping[str, Any]) -> bool:
        values = [str(value).lower() for name, value in view.items() if name.lower() in names]
        return any(value == wanted if is_literal else fnmatchcase(value, wanted) for value in values)

    return matches


def _found(context: HandlerContext, scopes: Any, matches: Matches) -> Iterator[Mapping[str, Any]]:
    if "projects" in scopes:
        for record in context.world.projects.values():
            view = project(context.serializer, record)
            if matches(view):
                yield {"Type": "project", "Project": view}
    if "runs" in scopes:
        for run in context.world.runs.values():
            run_view = newer_run(context.serializer, run)
            if matches(run_view):
                yield {"Type": "run", "Run": run_view}
