"""Outcomes of a batch, and the error that gives the exit code."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from ..exit_codes import raise_failures
from ..settings import CommandSettings
from .output import Output

if TYPE_CHECKING:
    from ...resources._batch import Outcomes

T = TypeVar("T")


async def print_outcomes(
    settings: CommandSettings,
    outcomes: Outcomes[T],
    *,
    done: str,
    unit: str,
    shown: Callable[[T], dict[str, Any]] | None = None,
) -> None:
    """Print a row for each id, and fail if any failed.

    Args:
        settings: Settings of the command.
        outcomes: Results and errors by id.
        done: Word for success, such as `restored`.
        unit: Name of one item.
        shown: Function that gives further fields of a result.

    Raises:
        Partial: If some failed.
        BaseSpaceError: If the only one failed.
        ExceptionGroup: If all failed.
    """
    records: list[dict[str, Any]] = []
    for identifier, result in outcomes.succeeded.items():
        records.append({"Id": identifier, "Outcome": done, **(shown(result) if shown else {})})
    for identifier, error in outcomes.failed.items():
        if settings.terse:  # ids on standard output are of what was done
            settings.echo_err(f"{identifier}: {error}")
        else:
            records.append({"Id": identifier, "Outcome": "failed", "Error": str(error)})
    columns = [*dict.fromkeys(name for record in records for name in record)]
    await Output(settings).several(records, columns=columns)
    raise_failures(outcomes.failed, len(outcomes.succeeded), unit)
