"""Results of commands on standard output, in the format that was asked for."""

from __future__ import annotations

import io
import sys
from collections.abc import AsyncGenerator, Iterable, Sequence
from contextlib import aclosing
from typing import IO, Any

from ...progress.text import printable
from ..settings import CommandSettings
from ..streams import in_daemon_thread
from .formats import CSV, Format, Ids, JSONLines, Tabs
from .records import Fields, Record, cell, flattened, json_text
from .table import TextTable


class Output:
    """Standard output of one command.

    Args:
        settings: Settings of the command, with format and fields.
        stream: Stream instead of standard output.
    """

    def __init__(self, settings: CommandSettings, stream: IO[str] | None = None) -> None:
        self._settings = settings
        self._stream = sys.stdout if stream is None else stream
        if settings.as_json or (settings.as_csv and not self.terminal):
            _to_utf_8(self._stream)

    @property
    def terminal(self) -> bool:
        """Whether it is a terminal."""
        return self._stream.isatty()

    async def write(self, text: str) -> None:
        """Write and flush text, without blocking the loop."""
        await in_daemon_thread(lambda: self._write(text))

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()

    async def many(
        self, batches: AsyncGenerator[Sequence[Record], None], *, columns: Sequence[str], everything: Sequence[str] = ()
    ) -> int:
        """Write records as they come.

        Args:
            batches: Records, some at a time.
            columns: Columns of a table.
            everything: Columns of CSV, if these are more.

        Returns:
            The number of records.

        Raises:
            OSError: If standard output cannot take them.
        """
        names = self._settings.fields or ((everything or columns) if self._settings.as_csv else columns)
        fields = Fields(names)
        form = self._format(fields)
        if above := self._above(form):
            await self.write(above)
        count = 0
        async with aclosing(batches):
            async for batch in batches:
                if batch:
                    count += len(batch)
                    await self.write(form.batch(batch))
        self._warn_of_missing(fields)
        if isinstance(form, TextTable) and form.left_out:
            self._settings.echo_err(f"no room for {', '.join(form.left_out)}; --fields chooses, --json shows all")
        return count

    async def several(self, records: Iterable[Record], *, columns: Sequence[str]) -> None:
        """Write records from memory.

        Args:
            records: The records.
            columns: Columns of a table.

        Raises:
            OSError: If standard output cannot take them.
        """

        async def one_batch() -> AsyncGenerator[Sequence[Record], None]:
            yield [*records]

        await self.many(one_batch(), columns=columns)

    async def json(self, value: Any) -> None:
        """Write any JSON value, in UTF-8 and indented.

        Raises:
            OSError: If standard output cannot take it.
        """
        _to_utf_8(self._stream)
        await self.write(f"{json_text(value, indented=True)}\n")

    async def one(self, record: Record) -> None:
        """Write one record: a JSON document, a row of CSV, or a field a line.

        Args:
            record: The record.

        Raises:
            OSError: If standard output cannot take it.
        """
        settings = self._settings
        fields = Fields(settings.fields)
        if settings.terse:
            await self.write(Ids().batch([record]))
        elif settings.as_json:
            shown = JSONLines(fields if settings.fields else None).selected(record)
            await self.write(json_text(shown, indented=True) + "\n")
        elif settings.as_csv:
            fields = Fields(settings.fields or record)
            form = CSV(fields, safe=self.terminal)
            await self.write(self._above(form) + form.batch([record]))
        else:
            pairs: Iterable[tuple[str, Any]] = flattened(record)
            if settings.fields:
                pairs = zip(fields.names, fields.of(record), strict=True)
            await self.write(self._field_lines([(name, cell(value)) for name, value in pairs]))
        self._warn_of_missing(fields)

    def _above(self, form: Format) -> str:
        return "" if self._settings.no_header else form.begin()

    def _format(self, fields: Fields) -> Format:
        if self._settings.terse:
            return Ids(fields.names)
        if self._settings.as_json:
            return JSONLines(fields if self._settings.fields else None)
        if self._settings.as_csv:
            return CSV(fields, safe=self.terminal)
        if not self.terminal:
            return Tabs(fields)
        return TextTable(fields, complete=bool(self._settings.fields), header=not self._settings.no_header)

    def _field_lines(self, pairs: Sequence[tuple[str, str]]) -> str:
        if not self.terminal:
            return "".join(f"{printable(name)}\t{printable(value)}\n" for name, value in pairs)
        width = max((len(name) for name, _ in pairs), default=0)
        return "".join(f"{printable(name):<{width}}  {printable(value)}\n" for name, value in pairs)

    def _warn_of_missing(self, fields: Fields) -> None:
        """Warn of fields that no record had: they may be misspelt."""
        if self._settings.fields and fields.missing:
            self._settings.echo_err(f"warning: nothing has a field {', '.join(fields.missing)}")


def _to_utf_8(stream: IO[str]) -> None:
    """Make a stream write UTF-8, which is what readers of JSON and CSV expect, whatever the locale.

    Names of files that are no text in the locale are written as the bytes that they are on disk.
    """
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="surrogateescape")
