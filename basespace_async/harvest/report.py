"""The report of a harvest."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen


@frozen
class TableReport:
    """The counts of one table. A harvest that was interrupted and resumed counts as one.

    Attributes:
        total: Rows in the table now.
        new: Rows that were not there before.
        changed: Rows that were there with other values.
        removed: Rows removed because the service no longer lists them; None if this was not checked.
        counted: Number of records that the service says there are; None if it did not say.
    """

    total: int
    new: int
    changed: int
    removed: int | None
    counted: int | None

    @property
    def unchanged(self) -> int:
        """Rows that are the same as before, as far as is known."""
        return self.total - self.new - self.changed


@frozen
class HarvestReport:
    """The report of a harvest; `print` shows it as a table.

    Attributes:
        tables: Report of each table by its name, in the order of `TABLES`.
        requests: Requests that the client sent meanwhile, including retries.
        seconds: Duration in seconds; of a resumed harvest, since it was resumed.
        notes: Remarks for people, such as records that the service refused to show.

    Example:
        ```python
        report = await harvest(basespace, "lab")
        print(report.tables["biosamples"].new, "new biosamples")
        ```
    """

    tables: Mapping[str, TableReport]
    requests: int
    seconds: float
    notes: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """Total rows of all tables."""
        return sum(table.total for table in self.tables.values())

    def __str__(self) -> str:
        lines = [f"{'table':<12} {'rows':>12} {'new':>12} {'changed':>12} {'removed':>12}"]
        for name, table in self.tables.items():
            removed = "-" if table.removed is None else f"{table.removed:,}"
            lines.append(f"{name:<12} {table.total:>12,} {table.new:>12,} {table.changed:>12,} {removed:>12}")
        lines.append(f"{self.requests:,} requests in {self.seconds:,.1f} seconds")
        return "\n".join([*lines, *self.notes])
