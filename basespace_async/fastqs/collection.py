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
        resource_type = next(
            (resource_type for resource_type in kinds if type(value).__name__.startswith(resource_type.capitalize())),
            kinds[0],
        )
        return FastqCollection(resource_type, identifier(value), _name_of(resource_type, value) or identifier(value))
    if not value.strip():
        raise ConfigurationError("the name of the project or run is empty")
    candidates = {
        (candidate.kind, candidate.id): candidate
        for resource_type in kinds
        async for candidate in _candidates(client, resource_type, value)
    }
    if len(candidates) == 1:
        return next(iter(candidates.values()))
    if len(kinds) == 1 and (kinds[0], value) in candidates:  # another has the id as its name, and an id of its own
        return candidates[kinds[0], value]
    names = [f"{resource_type} {id_}" for resource_type, id_ in candidates]
    if len({resource_type for resource_type, _ in candidates}) > 1:
        names[-1] += " (say `project` or `run`)"
    raise NameLookupError(" or ".join(kinds), value, names)


async def _candidates(client: Requester, resource_type: str, text: str) -> AsyncIterator[FastqCollection]:
    """Yield what has an id or a name."""
    if _IDS[resource_type].fullmatch(text):
        try:
            resource: Any = await (Projects(client).get(text) if resource_type == "project" else Runs(client).get(text))
            yield FastqCollection(resource_type, identifier(resource), _name_of(resource_type, resource) or text)
        except AuthenticationError:
            raise
        except APIError:  # there is none, or the service does not say so
            pass
    for resource in await _by_search(client, resource_type, text) or await _by_list(client, resource_type, text):
        yield FastqCollection(resource_type, identifier(resource), text)


async def _by_search(client: Requester, resource_type: str, name: str) -> list[Any]:
    """Search for a name; an index that refuses or lags behind gives nothing, and the lists are asked."""
    field = "Name" if resource_type == "project" else "ExperimentName"
    try:
        results = await Search(client).query(f'{field}:"{escape(name)}"', scope=f"{resource_type}s").collect()
    except AuthenticationError:
        raise
    except APIError:
        return []
    # What is only similar is among the results.
    resources = [getattr(result, resource_type, None) for result in results]
    return [resource for resource in resources if resource is not None and name in _names_of(resource_type, resource)]


async def _by_list(client: Requester, resource_type: str, name: str) -> list[Any]:
    if resource_type == "project":
        return list(await Projects(client).find_by_name(name))
    runs = Runs(client)
    return await runs.find_by_name(name) or [run async for run in runs.list() if name in _names_of(resource_type, run)]


def _names_of(resource_type: str, resource: object) -> list[Any]:
    names = ("name",) if resource_type == "project" else ("experiment_name", "name")
    return [getattr(resource, name, None) for name in names]


def _name_of(resource_type: str, resource: object) -> str:
    return next((name for name in _names_of(resource_type, resource) if name), "")
