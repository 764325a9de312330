"""`--newer-than` and `--older-than` of lists."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import click
import pytest

from basespace_async.cli.parameter_types import MOMENT
from basespace_async.simulator import Simulator
from tests.support.command_line import Invoke


def listed(ask: Invoke, *arguments: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in ask("list", "biosamples", "--json", *arguments).stdout.splitlines()]


def test_every_item_is_on_one_side_of_a_date(ask: Invoke) -> None:
    everything = listed(ask)
    bound = sorted(str(item["DateModified"]) for item in everything)[5]
    newer, older = listed(ask, "--newer-than", bound), listed(ask, "--older-than", bound)
    assert all(str(item["DateModified"]) > bound for item in newer)
    assert all(str(item["DateModified"]) < bound for item in older)
    exactly = [item for item in everything if item["DateModified"] == bound]
    assert len(newer) + len(older) + len(exactly) == len(everything)
    assert listed(ask, "--older-than", bound, "--limit", "2") == older[:2]


def test_another_date_can_be_compared(ask: Invoke) -> None:
    ids = ask("list", "appsessions", "--terse", "--newer-than", "2001-01-01", "--date-field", "datecreated").stdout
    assert ids == ask("list", "appsessions", "--terse").stdout


@pytest.mark.parametrize("command", [["search"], ["list", "search"]])
def test_what_a_search_finds_is_compared_by_its_own_date(ask: Invoke, command: list[str]) -> None:
    def found(*options: str) -> list[tuple[str, str]]:
        lines = ask(*command, "(name:*)", "--json", "-q", *options).stdout.splitlines()
        things = [item.get("Project") or item["Run"] for item in map(json.loads, lines)]
        return [(thing["Id"], thing["DateModified"]) for thing in things]

    everything = found()
    bound = sorted(date for _, date in everything)[1]
    newer = found("--newer-than", bound)
    assert newer == [(id_, date) for id_, date in everything if date > bound] != []
    assert found("--older-than", bound) == [(id_, date) for id_, date in everything if date < bound] != []
    assert found("--newer-than", bound, "--limit", "1") == newer[:1]


@pytest.mark.parametrize(
    ("text", "ago"),
    [
        ("30min", timedelta(minutes=30)),
        ("4h", timedelta(hours=4)),
        ("3d", timedelta(days=3)),
        ("1.5D", timedelta(days=1.5)),
        ("2w", timedelta(weeks=2)),
        ("1y", timedelta(days=365)),
    ],
)
def test_durations_are_before_now(text: str, ago: timedelta) -> None:
    before = datetime.now(UTC)
    assert before <= MOMENT.convert(text, None, None) + ago <= datetime.now(UTC)


def test_dates_are_of_utc_unless_they_name_a_zone() -> None:
    assert MOMENT.convert("2026-05-01", None, None) == datetime(2026, 5, 1, tzinfo=UTC)
    assert MOMENT.convert("2026-05-01T12:30+02:00", None, None) == datetime(2026, 5, 1, 10, 30, tzinfo=UTC)
    assert MOMENT.convert("2026-05-01T12:30:00.0000000Z", None, None) == datetime(2026, 5, 1, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "soon", "5m", "-3d", "3", "20260501", "2026-13-01", "99999999999y", "٣d", "nand"])
def test_what_is_neither_is_refused(text: str) -> None:
    with pytest.raises(click.BadParameter, match=r"neither a duration such as .* nor a date"):
        MOMENT.convert(text, None, None)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["usage", "--newer-than", "3d"], "these items have no date"),
        (
            ["biosamples", "--newer-than", "3d", "--date-field", "DateBorn"],
            "no date 'DateBorn'; they have DateModified",
        ),
        (["biosamples", "--date-field", "DateCreated"], "goes with --newer-than or --older-than"),
    ],
)
def test_a_filter_that_cannot_work_is_refused_before_anything_is_sent(
    invoke: Invoke, own: Simulator, arguments: list[str], message: str
) -> None:
    result = invoke("list", *arguments, on=own)
    assert result.exit_code == 2
    assert message in result.stderr
    assert own.statistics.requests == 0
