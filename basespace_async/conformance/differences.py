"""What a check found, without any value of the account."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import asdict, define, field, frozen

if TYPE_CHECKING:
    from .exchanges import ExchangeLog

_WORD = re.compile(r"[A-Za-z_][\w.\[\]/-]{0,60}")


@frozen
class Difference:
    """One way in which answers differ from the OpenAPI document.

    Attributes:
        operation: Method and path of the operation, such as `GET /biosamples/{id}`.
        place: Where in the answer, such as `Items[].Status`, or what of the request, such as `sortby=Name`.
        expected: What the document says.
        seen: What the service answered, without values of the account.
    """

    operation: str
    place: str
    expected: str
    seen: str


@frozen
class Unprobed:
    """An operation, or a part of one, that could not be probed.

    Attributes:
        operation: Method and path of the operation.
        reason: Why.
        failed: Whether the service or the network failed; else the account has nothing to probe it with.
    """

    operation: str
    reason: str
    failed: bool = False


@define
class ConformanceReport:
    """What a check found.

    Attributes:
        document_version: Version of the OpenAPI document.
        requests: Number of requests that were answered.
        operations: For each operation that was answered as documented or not, how many answers it gave.
        differences: How many answers had each difference.
        unprobed: What could not be probed, and why.
        notes: What else was seen, such as the headers of a 429.
    """

    document_version: str
    requests: int = 0
    operations: dict[str, int] = field(factory=dict)
    differences: dict[Difference, int] = field(factory=dict)
    unprobed: list[Unprobed] = field(factory=list)
    notes: list[str] = field(factory=list)

    def add(self, operation: str, place: str, expected: str, seen: str) -> None:
        """Count a difference."""
        difference = Difference(operation, place, expected, seen)
        self.differences[difference] = self.differences.get(difference, 0) + 1

    def write(self, path: Path, log: ExchangeLog) -> None:
        """Write the report as JSON, without secrets.

        Args:
            path: The file.
            log: The log, which knows the secrets.

        Raises:
            OSError: If it cannot be written.

        Example:
            ```python
            report.write(Path("report.json"), log)
            ```
        """
        path.write_text(log.scrubbed(json.dumps(self.to_dict(), indent=1)) + "\n", encoding="utf-8")

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain values."""
        differences = [{**asdict(difference), "answers": count} for difference, count in self.differences.items()]
        return {**asdict(self, filter=lambda attribute, _: attribute.name != "differences"), "differences": differences}


def shown(value: Any) -> str:
    """Describe a value without giving away what it holds."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, int | float):
        return "an integer" if isinstance(value, int) else "a number"
    if isinstance(value, str):
        return "a text"
    return "a list" if isinstance(value, list) else "an object"


def word(value: object) -> str:
    """Return a value that is a name of the API's, such as a status; describe one that may be something else."""
    if isinstance(value, str) and not _WORD.fullmatch(value):
        return f"a text of {len(value)} characters"
    return value if isinstance(value, str) else shown(value)
