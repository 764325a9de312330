"""Options of lists that keep what is newer or older than a moment."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self, TypeVar

import click

from ..output.records import Record, field_of
from ..parameter_types import MOMENT, in_utc

F = TypeVar("F", bound=Callable[..., Any])
_USUAL = ("DateModified", "DateCreated")


def date_options(command: F) -> F:
    """Add the options to the command of a list."""
    options = (
        click.option(
            "--newer-than",
            type=MOMENT,
            metavar="TIME",
            help="Only items changed within this time (4h, 3d, 2w), or after this date.",
        ),
        click.option("--older-than", type=MOMENT, metavar="TIME", help="Only items last changed before that."),
        click.option(
            "--date-field",
            metavar="NAME",
            help="Field that both compare. [default: DateModified, else DateCreated, else the first date]",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


@dataclass(frozen=True)
class DateFilter:
    """Filter of records by one of their dates.

    Attributes:
        field: Name of the date.
        after: Moment after which a record is kept, or None.
        before: Moment before which a record is kept, or None.
        parts: Fields that hold what has the date, one of them in each record; nothing for the record itself.
    """

    field: str
    after: datetime | None
    before: datetime | None
    parts: Sequence[str] = ()

    @classmethod
    def of(cls, options: dict[str, Any], fields: Sequence[str], parts: Sequence[str] = ()) -> Self | None:
        """Take the filter out of the options of a command, or return None if there is none.

        Args:
            options: Options of the command; those of the filter are removed.
            fields: Names of the fields that the items have.
            parts: Fields of the items that hold a project or a run, whose dates are compared in place of theirs.

        Raises:
            UsageError: If the items have no such date.
        """
        after, before, name = (options.pop(key, None) for key in ("newer_than", "older_than", "date_field"))
        if after is None and before is None:
            if name is not None:
                raise click.UsageError("--date-field goes with --newer-than or --older-than")
            return None
        fields = _USUAL if parts else fields
        dates = [field for field in dict.fromkeys((*_USUAL, *fields)) if field in fields and "Date" in field]
        if not dates:
            raise click.UsageError("these items have no date; leave out --newer-than and --older-than")
        name = name or dates[0]
        if "." not in name and field_of(dict.fromkeys(dates, True), name) is None:
            raise click.UsageError(f"these items have no date {name!r}; they have {', '.join(dates)}")
        return cls(name, after, before, parts)

    async def kept(
        self, batches: AsyncGenerator[Sequence[Record], None], limit: int | None
    ) -> AsyncGenerator[Sequence[Record], None]:
        """Yield the records that pass, at most so many."""
        remaining = limit
        async for batch in batches:
            passing = [record for record in batch if self._passes(record)][:remaining]
            yield passing
            if remaining is not None and (remaining := remaining - len(passing)) <= 0:
                return

    def _passes(self, record: Record) -> bool:
        """Return whether a record passes; one without a date does not."""
        holder = next((record[part] for part in self.parts if record.get(part)), record)
        try:
            moment = in_utc(str(field_of(holder, self.field)))
        except ValueError:
            return False
        return (self.after is None or moment > self.after) and (self.before is None or moment < self.before)
