"""Search over projects and runs (client)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..errors import InvalidValueError
from ..rules.lucene import Matches, parse_query
from ..serializers.accounts import project
from ..serializers.sequencing import newer_run
from .context import HandlerContext, HandlerRequest
from .pages import order, page

_RESULTS = order("Name", Name=lambda view: str((view.get("Run") or view["Project"])["Name"]))


def search(context: HandlerContext, request: HandlerRequest) -> Any:
    """Serve `GET /search`. A query that is not understood answers 500, as the service does (client)."""
    query = request.query
    text = query.text("query")
    scopes = {scope.lower() for scope in query.several("scope")} or {"projects", "runs"}
    if text is None or not text.strip():
        raise InvalidValueError("A search needs a query")
    matches = parse_query(text)
    return page(_found(context, scopes, matches), query, _RESULTS, cap=context.cap, view=lambda view: view)


def _found(context: HandlerContext, scopes: set[str], matches: Matches) -> Iterator[Mapping[str, Any]]:
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
