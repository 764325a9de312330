"""Find the project or run that FASTQ files are to be taken from."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any, Literal

from .._core.parameters import HasId, identifier
from ..errors import APIError, AuthenticationError, ConfigurationError, NameLookupError
from ..resources.projects import Projects
from ..resources.runs import Runs
from ..resources.search import Search, escape
from .plan import FastqCollection

if TYPE_CHECKING:
    from .._core.requester import Requester

Kind = Literal["project", "run"]
_IDS = {"project": re.compile("[0-9]+"), "run": re.compile(r"[0-9]+|r\.[A-Za-z0-9_-]+")}  # (observed)

Collection = str | HasId
"""A project or a run: its name, its id, or the object from a list."""


async def find_collection(
    client: Requester, collection: Collection | None, project: Collection | None, run: Collection | None
) -> FastqCollection:
    """Find the one project or run that is meant.

    Args:
        client: Sends the requests.
        collection: A project or a run.
        project: A project, in its place.
        run: A run, in its place.

    Raises:
        ConfigurationError: If not exactly one is given.
        NameLookupError: If there is none, or several.
    """
    given = [
        (kinds, value)
        for kinds, value in ((("project", "run"), collection), (("project",), project), (("run",), run))
        if value is not None
    ]
    if len(given) != 1:
        raise ConfigurationError("say where the samples are: give a collection, a project or a run, and one of them")
    kinds, value = given[0]
    if not isinstance(value, str):
        kind = next((kind for kind in kinds if type(value).__name__.startswith(kind.capitalize())), kinds[0])
        return FastqCollection(kind, identifier(value), _name_of(kind, value) or identifier(value))
    if not value.strip():
        raise ConfigurationError("the name of the project or run is empty")
    candidates = {
        (candidate.kind, candidate.id): candidate
        for kind in kinds
        async for candidate in _candidates(client, kind, value)
    }
    if len(candidates) == 1:
        return next(iter(candidates.values()))
    if len(kinds) == 1 and (kinds[0], value) in candidates:  # another has the id as its name, and an id of its own
        return candidates[kinds[0], value]
    names = [f"{kind} {id_}" for kind, id_ in candidates]
    if len({kind for kind, _ in candidates}) > 1:
        names[-1] += " (say `project` or `run`)"
    raise NameLookupError(" or ".join(kinds), value, names)


async def _candidates(client: Requester, kind: str, text: str) -> AsyncIterator[FastqCollection]:
    """Yield what has an id or a name."""
    if _IDS[kind].fullmatch(text):
        try:
            resource: Any = await (Projects(client).get(text) if kind == "project" else Runs(client).get(text))
            yield FastqCollection(kind, identifier(resource), _name_of(kind, resource) or text)
        except AuthenticationError:
            raise
        except APIError:  # there is none, or the service does not say so
            pass
    for resource in await _by_search(client, kind, text) or await _by_list(client, kind, text):
        yield FastqCollection(kind, identifier(resource), text)


async def _by_search(client: Requester, kind: str, name: str) -> list[Any]:
    """Search for a name; an index that refuses or lags behind gives nothing, and the lists are asked."""
    field = "Name" if kind == "project" else "ExperimentName"
    try:
        results = await Search(client).query(f'{field}:"{escape(name)}"', scope=f"{kind}s").collect()
    except AuthenticationError:
        raise
    except APIError:
        return []
    # What is only similar is among the results.
    found = [getattr(result, kind, None) for result in results]
    return [resource for resource in found if resource is not None and name in _names_of(kind, resource)]


async def _by_list(client: Requester, kind: str, name: str) -> list[Any]:
    if kind == "project":
        return list(await Projects(client).find_by_name(name))
    runs = Runs(client)
    return await runs.find_by_name(name) or [run async for run in runs.list() if name in _names_of(kind, run)]


def _names_of(kind: str, resource: object) -> list[Any]:
    names = ("name",) if kind == "project" else ("experiment_name", "name")
    return [getattr(resource, name, None) for name in names]


def _name_of(kind: str, resource: object) -> str:
    return next((name for name in _names_of(kind, resource) if name), "")
