"""The report of a harvest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import frozen

from ..errors import BaseSpaceError

MAX_SHOWN = 10
"""Failures of a table that `print` shows."""


@frozen
class HarvestFailure:
    """A table or a record that could not be harvested. The next harvest tries it again.

    Attributes:
        table: Name of the table that lacks it; `user` if the service refused to say whose token it is.
        record: Id of the record; of files, properties and statistics, that of the record they belong to. "" where
            the record has no id, None where all of the table failed, or the rest of it.
        error: Why it failed.
    """

    table: str
    record: str | None
    error: BaseSpaceError

    @property
    def name(self) -> str:
        """The table, and the record in it, if it is one: `files/ds.7`."""
        return self.table if self.record is None else f"{self.table}/{self.record or '(no id)'}"


@frozen
class TableReport:
    """The counts of one table. A harvest that was interrupted and resumed counts as one.

    Attributes:
        total: Rows in the table now.
        new: Rows that were not there before.
        changed: Rows that were there with other values.
        removed: Rows removed because the service no longer lists them; None if this was not checked.
        counted: Number of records that the service says there are; None if it did not say.
        failed: Failures: records that could not be harvested, and one more if the table, or its rest, could not.
    """

    total: int
    new: int
    changed: int
    removed: int | None
    counted: int | None
    failed: int = 0

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
        notes: Remarks for people, such as tables that have more rows than the service counts.
        failures: What could not be harvested: the first 1,000 failures of each table.

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
    failures: tuple[HarvestFailure, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether nothing failed."""
        return not self.failures

    @property
    def failed(self) -> int:
        """Total failures of all tables."""
        others = sum(failure.table not in self.tables for failure in self.failures)
        return others + sum(table.failed for table in self.tables.values())

    @property
    def rows(self) -> int:
        """Total rows of all tables."""
        return sum(table.total for table in self.tables.values())

    def __str__(self) -> str:
        lines = [f"{'table':<16} {'rows':>12} {'new':>12} {'changed':>12} {'removed':>12}"]
        for name, table in self.tables.items():
            removed = "-" if table.removed is None else f"{table.removed:,}"
            lines.append(f"{name:<16} {table.total:>12,} {table.new:>12,} {table.changed:>12,} {removed:>12}")
        lines.append(f"{self.requests:,} requests in {self.seconds:,.1f} seconds")
        return "\n".join([*lines, *self.notes, *self._failure_lines()])

    def _failure_lines(self) -> Iterator[str]:
        for name in dict.fromkeys((*self.tables, *(failure.table for failure in self.failures))):
            failures = [failure for failure in self.failures if failure.table == name][:MAX_SHOWN]
            yield from (f"failed: {failure.name}: {failure.error}" for failure in failures)
            more = (self.tables[name].failed if name in self.tables else 0) - len(failures)
            if more > 0:
                yield f"failed: {more:,} more of {name}"
