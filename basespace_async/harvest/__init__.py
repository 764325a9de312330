"""Copies of everything that a token can reach in tables of Parquet or JSON Lines: incremental and resumable.

    from basespace_async.harvest import harvest

    report = await harvest(basespace, "lab")

    SELECT ... FROM 'lab/biosamples/*.parquet'

docs/harvest.md describes the tables, how records become rows, and which changes are noticed.
"""

from __future__ import annotations

from .errors import HarvestError, IncompleteHarvestError
from .harvester import harvest
from .report import HarvestFailure, HarvestReport, TableReport
from .schema.tables import TABLES
from .store.part_files import Format

__all__ = [
    "TABLES",
    "Format",
    "HarvestError",
    "HarvestFailure",
    "HarvestReport",
    "IncompleteHarvestError",
    "TableReport",
    "harvest",
]
