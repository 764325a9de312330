"""What a harvest did."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen


@frozen
class TableReport:
    """What a harvest did to one table. A harvest that was interrupted and resumed counts as one.

    Attributes:
        total: rows in the table now.
        new: rows that were not there before.
        changed: rows that were there with other values.
        removed: rows that are gone because the service no longer lists them, or None where that was not looked for.
        counted: how many records the service says there are, or None where it did not say.
    """

    total: int
    new: int
    changed: int
    removed: int | None
    counted: int | None

    @property
    def unchanged(self) -> int:
        """Rows that are as they were before, as far as is known."""
        return self.total - self.new - self.changed


@frozen
class HarvestReport:
    """What a harvest did.

    Attributes:
        tables: by name, in the order of `TABLES`.
        requests: requests that the client sent meanwhile, repetitions included.
        seconds: how long it took; of a resumed harvest, since it was resumed.
        notes: what a person should know, such as records that the service refused to show.
    """

    tables: Mapping[str, TableReport]
    requests: int
    seconds: float
    notes: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(table.total for table in self.tables.values())

    def __str__(self) -> str:
        lines = [f"{'table':<12} {'rows':>12} {'new':>12} {'changed':>12} {'removed':>12}"]
        for name, table in self.tables.items():
            removed = "-" if table.removed is None else f"{table.removed:,}"
            lines.append(f"{name:<12} {table.total:>12,} {table.new:>12,} {table.changed:>12,} {removed:>12}")
        lines.append(f"{self.requests:,} requests in {self.seconds:,.1f} seconds")
        return "\n".join([*lines, *self.notes])
