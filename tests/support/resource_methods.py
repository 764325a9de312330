"""The methods of the resources by the operation that they call, and an argument for each of their parameters."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

from basespace_async import BaseSpace, FileListing, PagingArguments, models
from basespace_async.resources._base import Resource
from basespace_async.resources._property_operations import OPERATIONS as PROPERTY_OPERATIONS
from basespace_async.resources._property_operations import PropertyOwner
from basespace_async.resources.properties import Properties
from basespace_async.resources.thresholds import qc_threshold, workflow_dependency


def resources() -> Iterator[type[Resource]]:
    client = BaseSpace("token")
    for name, value in inspect.getmembers_static(BaseSpace):
        if isinstance(value, cached_property):
            yield type(getattr(client, name))
    yield from PROPERTIES.values()


def properties_of(owner: PropertyOwner) -> type[Properties]:
    """The view of the properties of one kind of resource, as a class that a client alone creates."""

    def __init__(self: Properties, client: BaseSpace) -> None:
        Properties.__init__(self, client, owner, *(() if owner == "current user" else ("7",)))

    return type(
        f"{_PREFIXES.get(owner) or owner.title().replace(' ', '')}Properties", (Properties,), {"__init__": __init__}
    )


_PREFIXES: dict[PropertyOwner, str] = {"appsession": "AppSession", "current user": "CurrentUser"}
PROPERTIES = {owner: properties_of(owner) for owner in PROPERTY_OPERATIONS}


def methods() -> dict[str, list[tuple[type[Resource], str]]]:
    """By operation, the methods whose docstring's first paragraph names it as what they send."""
    found: dict[str, list[tuple[type[Resource], str]]] = {}
    for resource in resources():
        for name, method in inspect.getmembers(resource, inspect.isfunction):
            if name.startswith("_"):
                continue
            summary = (inspect.getdoc(method) or "").split("\n\n")[0]
            for operation in re.findall(r"\(`(\w+)`(?:, in batches)?\)", summary):
                if issubclass(resource, Properties):
                    operation = operation.replace("AppSession", resource.__name__.removesuffix("Properties"))
                found.setdefault(operation, []).append((resource, name))
    return found


METHODS = methods()


VALUES: dict[str, Any] = {
    "thresholds": [qc_threshold("m", "Equal", 1, dataset_type="t")],
    "dependencies": [workflow_dependency("AppCompletion", attributes={})],
    "settings": {"a": True},
    "attributes": {"common_fastq": {"TotalReadsPF": 5}},
    "properties": [models.PropertyToWrite(name="n")],
    "value": "v",
    "values": {"n": "v"},
    "additional_yield": 5,
    "qc_status": "QcPassed",
    "keep_metadata": True,
    "app": 5,
    "user_created_by": 5,
    "periods": 5,
    "properties_limit": 5,
    "property_items_limit": 5,
    "input_biosamples": 5,
    "input_runs": 5,
    "output_projects": 5,
    "biosamples": ["1"],
    "datasets": ["1"],
    "runs": ["1"],
    "appsessions": 5,
    "inputs": {"a": "b"},
    "application": "7",
    "batch_size": 5,
    "concurrency": 2,
}


STATUSES = {
    "AppSessions": "QcPassed",
    "Datasets": "QcPassed",
    "Lanes": "QcPassed",
    "LibraryPools": "Active",
    "Biosamples": "Active",
}


def arguments(resource: type[Resource], method: Callable[..., Any]) -> dict[str, Any]:
    """A value for every argument."""
    made: dict[str, Any] = {}
    for name, parameter in inspect.signature(method).parameters.items():
        if name == "self":
            continue
        if parameter.kind is parameter.VAR_KEYWORD:
            if "FileListing" in str(parameter.annotation):
                made.update(
                    extensions="e", exclude_extensions="e", directory="/", file_set="f", statuses="s", path_prefix="p"
                )
                flags = FileListing.__annotations__.keys() - PagingArguments.__annotations__.keys() - made.keys()
                made.update(dict.fromkeys(flags, True))
            if "LaunchOptions" in str(parameter.annotation):
                made.update(status_summary="s")
        elif name == "name" and parameter.kind is parameter.KEYWORD_ONLY and method.__name__ == "get":
            continue  # in place of the id
        elif name == "biosamples" and method.__name__ == "create_many":
            made[name] = {"a": "b"}
        elif name in VALUES:
            made[name] = VALUES[name]
        elif method.__name__ == "set_delivery" and name == "status":
            made[name] = "Delivered"
        elif name == "status" and resource.__name__ in STATUSES:
            made[name] = STATUSES[resource.__name__]
        else:
            made[name] = True if str(parameter.annotation).startswith("bool") else "text"
    return made
