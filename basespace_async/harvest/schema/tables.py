"""The tables of a harvest: what each holds, which list fills it, and the key of its rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from typing import Final

from attrs import frozen

from basespace_openapi import models

from ..._codec.columns import Column, Flattening
from ...errors import ConfigurationError
from ...resources._property_values import RESOURCES

TABLES: Final[tuple[str, ...]] = (
    "projects",
    "biosamples",
    "libraries",
    "datasets",
    "files",
    "appsessions",
    "properties",
    "runs",
    "usage",
    "run_stats",
    "biosample_yields",
    "run_files",
    "appsession_files",
)
"""Names of the tables, in order. A new one is the last, because manifests number them."""

YIELDS: Final = "biosample_yields"
"""The table that the list of biosamples fills with what it is asked to include."""
LISTS: Final[tuple[str, ...]] = ("biosamples", "libraries", "runs", "datasets", "appsessions")
"""Tables that are filled from a list of the service, one record for each row."""
UNDATED: Final = frozenset({"runs"})
"""Lists that cannot be sorted by date of modification: each harvest reads them whole."""

NEEDS: Final[dict[str, tuple[str, ...]]] = {
    "projects": ("biosamples", "datasets"),
    "files": ("datasets",),
    "properties": ("appsessions",),
    "runs": ("datasets",),
    "run_stats": ("runs", "datasets"),
    "run_files": ("runs", "datasets"),
    "biosample_yields": ("biosamples",),
    "appsession_files": ("appsessions",),
}
"""Tables that a table is found through; they are harvested with it."""

NAMES: Final[dict[str, tuple[str, ...]]] = {
    "biosamples": ("projects", "biosample_yields"),
    "libraries": ("projects",),
    "runs": (),
    "datasets": ("projects", "runs"),
    "appsessions": (),
}
"""Tables that are filled from what the records of a list name."""

CHILDREN: Final[dict[str, tuple[str, ...]]] = {
    "datasets": ("files",),
    "appsessions": ("properties", "appsession_files"),
    "runs": ("run_stats", "run_files"),
}
"""Tables whose rows are fetched for each record of another table."""
PARENTS: Final = {child: parent for parent, children in CHILDREN.items() for child in children}
"""Tables of the records that those rows belong to."""
OWNED: Final = {**CHILDREN, "biosamples": ("biosample_yields",)}
"""Tables whose rows go with the record that they belong to."""


@frozen(eq=False)
class Table:
    """A table of a harvest.

    Attributes:
        name: Name of the table and of its folder.
        id: Index in `TABLES`, which the manifest stores.
        flattening: Converts records to rows.
        key: Columns that together identify a row.
    """

    name: str
    id: int
    flattening: Flattening
    key: tuple[str, ...] = ("id",)

    @property
    def columns(self) -> tuple[Column, ...]:
        """Columns in order, the same for every harvest."""
        return self.flattening.columns

    def key_of(self, row: dict[str, object]) -> str | None:
        """Return the key of a row; None if a column of the key has no value."""
        if len(self.key) == 1:
            value = row[self.key[0]]
            return str(value) if value else None
        *parents, last = [row[name] for name in self.key]
        return "/".join([*map(first_key, parents), str(last)]) if all((*parents, last)) else None


def first_key(parent: object) -> str:
    """Return the first part of the keys of a record's rows; the slash that ends it is in no other place of it."""
    return str(parent).replace("%", "%25").replace("/", "%2F")


def chosen_tables(names: Iterable[str] | None) -> tuple[str, ...]:
    """Return the chosen tables and those that they are found through, in order.

    Raises:
        ConfigurationError: If there is no such table, or none was named.
    """
    if names is None:
        return TABLES
    wanted = [names] if isinstance(names, str) else list(names)
    unknown = [str(name) for name in wanted if name not in TABLES]
    if unknown:
        raise ConfigurationError(f"there is no table {unknown[0]!r}; the tables are {', '.join(TABLES)}")
    if not wanted:
        raise ConfigurationError(f"no table was named; the tables are {', '.join(TABLES)}")
    needed = {*wanted, *(need for name in wanted for need in NEEDS.get(name, ()))}
    return tuple(name for name in TABLES if name in needed)


_DATASET_INPUTS: Final = (
    Column("biosample_id", "text"),
    Column("run_id", "text"),
    Column("input_biosample_ids", "json"),
    Column("input_run_ids", "json"),
    Column("input_library_ids", "json"),
)
_PROPERTY: Final = (
    Column("resource_id", "text"),
    Column("resource_name", "text"),
    Column("resource_ids", "json"),
)
_PARENTS_OF_FILES: Final = (
    "parent_sample",
    "parent_app_result",
    "parent_run",
    "parent_genome",
    "parent_appsession",
    "parent_projects",
    "parent_dataset",
    "parent_project",
)


_FILES_OF: Final = {"files": "dataset_id", "run_files": "run_id", "appsession_files": "appsession_id"}
"""Tables of files, and the column of what they belong to."""


def _flattening(name: str) -> Flattening:
    match name:
        case "projects":
            return Flattening(models.Project)
        case "biosamples":
            return Flattening(models.BiosampleCompact)
        case "libraries":
            return Flattening(models.LibraryCompact)
        case "datasets":
            return Flattening(models.DatasetCompact, after=_DATASET_INPUTS)
        case "files" | "run_files" | "appsession_files":
            before = [Column(_FILES_OF[name], "text")]
            left_out = ["id_as_long"]  # the id again
            return Flattening(models.File, before=before, left_out=left_out, rare=_PARENTS_OF_FILES)
        case "appsessions":
            return Flattening(models.AppSessionCompact)
        case "properties":
            several = [f"{resource}_items" for resource in RESOURCES]
            before = [Column("appsession_id", "text")]
            left_out = [*RESOURCES, *several, "items_displayed_count"]
            return Flattening(models.PropertyCompact, before=before, after=_PROPERTY, left_out=left_out)
        case "runs":
            # As datasets and as the list have them.
            return Flattening(models.LegacyRunCompact, models.RunCompact, after=[Column("v2_id", "text")])
        case "run_stats":
            return Flattening(models.SequencingStats, before=[Column("run_id", "text")])
        case "biosample_yields":
            return Flattening(models.BiosampleLibraryYield, before=[Column("biosample_id", "text")])
        case _:
            return Flattening(models.UsageInPeriod)


_KEYS: Final[dict[str, tuple[str, ...]]] = {
    "files": ("dataset_id", "id"),
    "properties": ("appsession_id", "name"),
    "usage": ("start", "name"),
    "run_stats": ("run_id", "run_id"),  # twice: the rows that belong to a record have its key before their own
    "biosample_yields": ("biosample_id", "library_prep_id"),
    "run_files": ("run_id", "id"),
    "appsession_files": ("appsession_id", "id"),
}


@cache
def get_table(name: str) -> Table:
    """Return a table by its name."""
    return Table(name, TABLES.index(name), _flattening(name), _KEYS.get(name, ("id",)))


@cache
def table_digests() -> dict[str, str]:
    """Return a digest of the columns of each table; a table with another digest has other columns."""
    digests: dict[str, str] = {}
    for name in TABLES:
        table = get_table(name)
        columns = " ".join(f"{column.name}:{column.kind}" for column in table.columns)
        digests[name] = hashlib.sha256(f"{name}({','.join(table.key)}) {columns}\n".encode()).hexdigest()
    return digests
