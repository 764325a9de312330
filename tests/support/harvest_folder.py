"""What stands in the folder of a harvest, read without the package."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

KEYS = {
    "files": ("dataset_id", "id"),
    "properties": ("appsession_id", "name"),
    "usage": ("start", "name"),
    "run_stats": ("run_id",),
    "biosample_yields": ("biosample_id", "library_prep_id"),
    "run_files": ("run_id", "id"),
    "appsession_files": ("appsession_id", "id"),
}


def rows(folder: Path, table: str) -> list[dict[str, Any]]:
    """The rows of a table, of all its part files."""
    found: list[dict[str, Any]] = []
    for path in sorted((folder / table).iterdir()):
        if path.suffix == ".jsonl":
            found += [json.loads(line) for line in path.read_bytes().split(b"\n")[:-1]]
        else:
            found += pq.ParquetFile(path).read().to_pylist()
    return found


def ids(folder: Path, table: str) -> list[str]:
    """The ids in a table, sorted."""
    return sorted(row["id"] for row in rows(folder, table))


def content(folder: Path, table: str) -> dict[tuple[str, ...], dict[str, Any]]:
    """The rows of a table by what tells them apart; no two may be the same there."""
    found = rows(folder, table)
    keyed = {tuple(str(row[name]) for name in KEYS.get(table, ("id",))): row for row in found}
    assert len(keyed) == len(found), f"a row of {table} stands there more than once"
    return keyed


def everything(folder: Path) -> dict[str, dict[tuple[str, ...], dict[str, Any]]]:
    """The rows of all tables that there are."""
    return {path.name: content(folder, path.name) for path in sorted(folder.iterdir()) if path.is_dir()}
