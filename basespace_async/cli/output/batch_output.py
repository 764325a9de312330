"""What became of each of many, and the exit code for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from ...progress.text import plural
from ..exit_codes import Partial
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
    """Write a row for each id, and end with an error where any failed.

    Args:
        settings: in which form.
        outcomes: by id.
        done: what was done to those that did not fail, such as `restored`.
        unit: the name of one of them.
        shown: further fields of a result.

    Raises:
        Partial: some failed.
        BaseSpaceError: all failed; the first error.
    """
    records: list[dict[str, Any]] = []
    for one, result in outcomes.succeeded.items():
        records.append({"Id": one, "Outcome": done, **(shown(result) if shown else {})})
    for one, error in outcomes.failed.items():
        records.append({"Id": one, "Outcome": "failed", "Error": str(error)})
    columns = [*dict.fromkeys(name for record in records for name in record)]
    await Output(settings).several(records, columns=columns)
    if not outcomes.failed:
        return
    if not outcomes.succeeded:
        raise next(iter(outcomes.failed.values()))
    total = len(outcomes.failed) + len(outcomes.succeeded)
    raise Partial(f"{len(outcomes.failed)} of {total} {plural(unit)} failed")
