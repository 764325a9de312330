"""Harvest what a token reaches into tables: Parquet or JSON Lines, incremental, and resumable after anything.

    from basespace_async.harvest import harvest

    report = await harvest(basespace, "lab")

    SELECT ... FROM 'lab/biosamples/*.parquet'

What is in which table, how records become rows, and what is found and what is not: docs/harvest.md.
"""

from __future__ import annotations

from .errors import HarvestError
from .harvester import harvest
from .report import HarvestReport, TableReport
from .schema.tables import TABLES
from .store.part_files import Format

__all__ = ["TABLES", "Format", "HarvestError", "HarvestReport", "TableReport", "harvest"]
