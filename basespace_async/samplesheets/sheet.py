"""A sample sheet: its rows, and how they are written."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from attrs import frozen

from .formats import SheetFormat


@frozen
class SampleSheet:
    """A sample sheet.

    Attributes:
        format: Its format.
        columns: Names of the columns, in order.
        rows: The rows; each has all columns, in order. With presigned links they are a secret.
        warnings: What a person should know, such as that a sample has another name in the sheet.

    Example:
        ```python
        sheet = samplesheets.build(plan, "nfcore-rnaseq", to="fastq")
        for row in sheet.rows:
            print(row["sample"], row["fastq_1"])
        ```
    """

    format: SheetFormat
    columns: tuple[str, ...]
    rows: tuple[dict[str, str], ...] = ()
    warnings: tuple[str, ...] = ()

    def to_text(self, *, tsv: bool | None = None) -> str:
        """Return the sheet as text.

        Args:
            tsv: Put tabs between the cells, or commas. [default: as the format wants]

        Example:
            ```python
            print(sheet.to_text(tsv=True))
            ```
        """
        delimiter = self.format.delimiter if tsv is None else "\t" if tsv else ","
        text = io.StringIO()
        writer = csv.DictWriter(text, self.columns, delimiter=delimiter, lineterminator="\n")
        writer.writeheader()
        writer.writerows(self.rows)
        return text.getvalue()

    def write(self, path: str | Path, *, tsv: bool | None = None) -> None:
        """Write the sheet to a file, in UTF-8. Blocking.

        Args:
            path: The file; it is replaced.
            tsv: As in `to_text`. [default: True for a path that ends in .tsv, else as the format wants]

        Raises:
            OSError: If the file cannot be written.

        Example:
            ```python
            sheet.write("samplesheet.csv")
            ```
        """
        if tsv is None and Path(path).suffix == ".tsv":
            tsv = True
        Path(path).write_text(self.to_text(tsv=tsv), encoding="utf-8", newline="\n")
