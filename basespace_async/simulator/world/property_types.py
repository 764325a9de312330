"""Types of property values, and the records that a value of a type refers to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .state import State

PLAIN_TYPES = frozenset({"string", "map"})
REFERENCE_TABLES: Mapping[str, str] = {
    "application": "applications",
    "appsession": "appsessions",
    "biosample": "biosamples",
    "dataset": "datasets",
    "file": "files",
    "library": "libraries",
    "librarypool": "pools",
    "project": "projects",
    "run": "runs",
    "user": "users",
}
"""The collection of the world that has the records of a type."""


def base_type(property_type: str) -> str:
    """Return the type of each value: `run` for both `run` and `run[]`."""
    return property_type.removesuffix("[]")


def find_reference(world: State, property_type: str, record_id: str) -> Any:
    """Return the record that a value refers to, or None if it does not exist."""
    table: Mapping[str, Any] = getattr(world, REFERENCE_TABLES[base_type(property_type)])
    return table.get(record_id)
