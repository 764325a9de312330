"""What was deleted: seen, restored, removed."""

from __future__ import annotations

import asyncio
import json

import pytest

from basespace_async import BaseSpace
from basespace_async.simulator import Simulator
from tests.support.command_line import Invoke, module


def delete(simulator: Simulator, count: int) -> list[tuple[str, str]]:
    """Deletes appsessions; their trash ids, and their own."""

    async def work() -> list[tuple[str, str]]:
        async with BaseSpace(simulator.token, server=simulator.url) as basespace:
            pairs: list[tuple[str, str]] = []
            for appsession in (await basespace.appsessions.list().collect())[:count]:
                item = await basespace.appsessions.delete(appsession)
                assert item is not None
                pairs.append((str(item.id), str(appsession.id)))
            return pairs

    return asyncio.run(work())


def listed(invoke: Invoke, simulator: Simulator) -> list[str]:
    lines = invoke("trash", "list", "--json", "-q", on=simulator).stdout.splitlines()
    return [json.loads(line)["Id"] for line in lines]


def test_the_list_is_that_of_list_trash(invoke: Invoke, own: Simulator) -> None:
    pairs = delete(own, 2)
    assert listed(invoke, own) == [item for item, _ in pairs]
    assert invoke("trash", "list", on=own).stdout == invoke("list", "trash", on=own).stdout
    assert "--sort-by" in invoke("trash", "list", "--help").stdout
    assert {"list", "restore", "empty"} <= set(invoke("trash", "--help").stdout.split())
    assert invoke("trash", "nothing").exit_code == 2


def test_items_are_restored_by_their_ids(invoke: Invoke, own: Simulator) -> None:
    (first, _), (second, _), (third, _) = delete(own, 3)
    result = invoke("trash", "restore", first, "-", "--json", on=own, input=f"{third}\n")
    assert [json.loads(line) for line in result.stdout.splitlines()] == [
        {"Id": first, "Outcome": "restored"},
        {"Id": third, "Outcome": "restored"},
    ]
    assert listed(invoke, own) == [second]


def test_items_are_restored_by_the_ids_of_what_was_deleted(invoke: Invoke, own: Simulator) -> None:
    (item, appsession), (other, _) = delete(own, 2)
    result = invoke("trash", "restore", "--by-resource", appsession, on=own)
    assert (result.exit_code, result.stdout) == (0, f"Id\tOutcome\n{appsession}\trestored\n")
    assert listed(invoke, own) == [other]
    assert item not in listed(invoke, own)


def test_some_that_cannot_be_restored_are_told(invoke: Invoke, own: Simulator) -> None:
    ((item, _),) = delete(own, 1)
    result = invoke("trash", "restore", "404404", item, "--json", on=own)
    assert result.exit_code == 6
    assert result.stderr.startswith("error: 1 of 2 items failed; the same command tries again. The first is ")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(row["Id"], row["Outcome"]) for row in rows] == [(item, "restored"), ("404404", "failed")]
    assert "403" in rows[1]["Error"]


def test_where_none_can_be_restored_the_first_error_counts(invoke: Invoke, own: Simulator) -> None:
    result = invoke("trash", "restore", "1", "2", on=own)
    assert result.exit_code == 4
    assert result.stderr.startswith("error: restoreTrashItem: 403")
    assert result.stdout.splitlines()[0] == "Id\tOutcome\tError"


def test_emptying_needs_a_yes_where_nobody_can_be_asked(invoke: Invoke, own: Simulator) -> None:
    delete(own, 1)
    result = invoke("trash", "empty", on=own, input="y\n")
    assert result.exit_code == 2
    assert "without a terminal to ask on, give --yes" in result.stderr
    assert len(listed(invoke, own)) == 1
    result = invoke("trash", "empty", "--yes", on=own)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "Removed\t1\n", "")
    assert listed(invoke, own) == []


def test_emptying_asks_on_a_terminal(invoke: Invoke, own: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module("commands.trash"), "on_a_terminal", lambda: True)
    delete(own, 2)
    for answer in ("n\n", "\n", ""):
        result = invoke("trash", "empty", on=own, input=answer)
        assert result.exit_code == 1
        assert "Remove 2 items for good, with all their files? [y/N]" in result.stderr
        assert result.stderr.endswith("error: not confirmed; nothing was done\n")
        assert len(listed(invoke, own)) == 2
    result = invoke("trash", "empty", "--json", on=own, input="y\n")
    # Some releases of click's runner show there what was typed.
    assert (result.exit_code, json.loads(result.stdout.removeprefix(" y\n"))) == (0, {"Removed": 2})
    assert listed(invoke, own) == []
