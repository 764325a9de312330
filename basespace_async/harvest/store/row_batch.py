"""What one commit of a harvest holds: rows, and the progress of the list that they come from."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from ..schema.rows import Row


@frozen
class ListProgress:
    """How far a list has been read when its rows are committed.

    Attributes:
        position: Offset of the next record.
        counted: Number of records in the list, if the service says it.
        newest: Latest change among the records.
        is_end: Whether the list has been read to its end.
    """

    position: int
    counted: int | None
    newest: datetime | None
    is_end: bool


@frozen
class RowBatch:
    """Rows that are committed together, with the progress of the list they come from.

    Attributes:
        table_id: Id of the table.
        rows: Rows of the table.
        generation: The harvest that saw them.
        progress: Progress of the list, if they come from a list.
        runs: Rows of the runs that the records name.
        projects: Rows of the projects that the records name.
        yields: Rows of the biosamples' yields; None if they are not wanted.
        parent: Key of the record that the rows were fetched for, if there is one.
        parent_digest: Digest of that record; None while more of its rows follow.
        skipped: Keys of the list's records that could not be read; None for one without an id.
    """

    table_id: int
    rows: list[Row]
    generation: int
    progress: ListProgress | None = None
    runs: list[Row] | None = None
    projects: list[Row] | None = None
    yields: list[Row] | None = None
    parent: str | None = None
    parent_digest: bytes | None = None
    skipped: tuple[str | None, ...] = ()
